import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { vectors } from '../../models/vectors.ts';
import { culpritsOf, isBuilt, type Steered, traceOf } from '../../models/weigh.ts';

const sinks = /(?:^|\|)(?:builtins\.(?:eval|exec|compile|execfile)|pandas\.eval|numexpr\.evaluate)$/;
const question: python.Question = { clears: (name) => /(?:^|\.)(?:literal_eval|isidentifier|repr|dumps|keyword\.iskeyword)$/.test(name) };

/** Reports Python code made from values: `eval`, `exec`, `compile`. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, ['eval', 'exec', 'compile', 'execfile', 'evaluate'])) judge(file, call, context);
  },
};

const vectorOf: Readonly<Record<Steered, string>> = {
  request: vectors.remoteCode,
  remote: vectors.remoteCode,
  argument: vectors.localCode,
  input: vectors.localCode,
  environment: vectors.localCode,
  caller: vectors.libraryCode,
  unknown: vectors.libraryCode,
};

function judge(file: PythonFile, call: SyntaxNode, context: SyntaxContext): void {
  const name = file.values.callee(call);
  if (name === null || !sinks.test(name)) return;
  const code = python.argument(python.argumentsOf(call), 0, 'source', 'expression', 'object', 'expr');
  if (!code) return;
  const pieces = file.values.pieces(code, question);
  const [worst] = culpritsOf(pieces);
  if (!worst) return;
  const built = isBuilt(pieces);
  // A value of unknown origin can be the program's own: a file beside it, a compiled template.
  if (!built && (worst.by === 'unknown' || worst.by === 'environment')) return;
  // What is called code was made by whoever calls: a loader, a debugger, a test runner.
  // Compiling alone runs nothing; a text that is put together is meant to be run.
  if (!built && /\.compile$/.test(name) && worst.by !== 'request' && worst.by !== 'remote') return;
  // Methods made from a template: whoever writes the class names them.
  if (
    (worst.by === 'caller' || worst.by === 'unknown') &&
    pieces[0]?.kind === 'text' &&
    /^\s*(?:@|def |class |async def )/.test(pieces[0].text)
  )
    return;
  if (!built && worst.by === 'caller' && (!/\.eval$/.test(name) || /code|compiled|\bco\b|\.read\(/.test(code.text))) return;
  const seen = worst.by === 'request' || worst.by === 'remote' || worst.by === 'argument' || worst.by === 'input';
  context.report({
    at: call,
    confidence: seen ? 'high' : 'medium',
    vector: vectorOf[worst.by],
    remediation: 'Read data with `ast.literal_eval` or `json.loads`, and choose behaviour from a dictionary of functions.',
    trace: traceOf(worst, call, 'and Python runs it as code'),
  });
}
