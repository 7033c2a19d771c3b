import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  type Cleared,
  calleeOf,
  callsOf,
  isCleaned,
  isGuarded,
  type JavaScriptFile,
  javaScriptFile,
  type Origin,
  Origins,
  unwrap,
} from '../../../src/engine/javascript.ts';
import { builtFrom } from '../../models/javascript/built.ts';
import { origins as originModel } from '../../models/javascript/origins.ts';
import {
  commandCalls,
  interpreters,
  programCalls,
  quotingCalls,
  quotingName,
  shellCalls,
  shellNames,
  shellSyntax,
} from '../../models/javascript/shells.ts';
import { steering } from '../../models/javascript/steering.ts';

/** What a shell is given: the expressions that become its text, joined by spaces. */
type Command = readonly SyntaxNode[];

/** What a call hands to a shell, or null where no shell is started. */
function commandOf(call: SyntaxNode, file: JavaScriptFile): Command | null {
  const name = file.calledName(call);
  if (name === null) return null;
  const [program, ...rest] = argumentsOf(call);
  if (!program) return null;
  if (shellCalls.includes(name)) return [program];
  const isProgram = programCalls.includes(name);
  if (!isProgram && !commandCalls.includes(name)) return null;
  const list = rest.find((argument) => file.arrayOf(argument));
  const elements = list ? file.arrayOf(list)! : [];
  if (usesShell(rest, file)) return [program, ...elements];
  return isProgram ? interpreted(program, elements, file) : null;
}

/** True where the option `shell` is given and is not false. One that depends on the platform is how Windows starts its scripts. */
function usesShell(rest: readonly SyntaxNode[], file: JavaScriptFile): boolean {
  for (const argument of rest) {
    const shell = file.option(argument, 'shell');
    if (!shell) continue;
    const value = file.constantOf(shell);
    return value !== null && value !== 'false' && value !== 'undefined' && value !== 'null' && value !== '';
  }
  return false;
}

/** `['-c', text]` of a shell that is started as a program. */
function interpreted(program: SyntaxNode, elements: readonly SyntaxNode[], file: JavaScriptFile): Command | null {
  const name = file.constantOf(program);
  const interpreter = name === null ? undefined : interpreters.find((known) => known.program.test(name));
  if (!interpreter) return null;
  const at = elements.findIndex((element) => {
    const option = unwrap(element).type === 'spread_element' ? null : file.constantOf(element);
    return option !== null && interpreter.option.test(option);
  });
  if (at < 0) return null;
  const text = interpreter.takesRest ? elements.slice(at + 1) : elements.slice(at + 1, at + 2);
  return text.length > 0 ? text : null;
}

function clearing(file: JavaScriptFile): Cleared {
  const context = { file, forbidden: [shellSyntax] };
  return (node) => {
    if (node.type === 'call_expression') {
      const callee = calleeOf(node);
      if (!callee) return false;
      const name = file.nameOf(callee);
      if (name !== null && quotingCalls.includes(name)) return true;
      const [first] = argumentsOf(node);
      if (/\.map$/.test(callee.text.slice(-10)) && first && quotingName.test(first.text.slice(-60))) return true;
      return quotingName.test(callee.text.slice(-60)) || isCleaned(node, context) || isQuoteReplacement(node);
    }
    return isGuarded(node, context);
  };
}

/** `x.replace(/'/g, "'\\''")`: inside single quotes nothing else has to be escaped. */
function isQuoteReplacement(call: SyntaxNode): boolean {
  const callee = calleeOf(call);
  const [pattern, replacement] = argumentsOf(call);
  if (callee?.type !== 'member_expression' || !/^replace(?:All)?$/.test(callee.child('property')?.text ?? '')) return false;
  return /^(?:\/'\/g|"'"|\/\\?'\/g)$/.test(pattern?.text ?? '') && /'\\\\?''|'"'"'/.test(replacement?.text ?? '');
}

const sink = 'and a shell parses the text here';

/** Reports the command where it reaches a shell, or, if a function of this file only passes it on, where it is put together. */
function reportCommand(call: SyntaxNode, command: Command, file: JavaScriptFile, context: SyntaxContext, origins: Origins): void {
  const { parts, values, isBuilt } = builtFrom(command, file);
  if (values.length === 0) return;
  const cleared = clearing(file);
  const origin: Origin = origins.ofAll(values, cleared);
  if (origin.kind === 'constant') return;
  // Which program is run was picked elsewhere; nothing is put into its arguments.
  if (origin.kind === 'unknown' && values.length === 1 && parts[0]?.kind === 'value') return;
  if (isBuilt || origin.kind === 'source') {
    const judged = steering(origin, { at: call, text: sink });
    if (judged) context.report({ at: call, ...judged });
    return;
  }
  const [only] = values;
  const parameter = only?.type === 'identifier' ? file.bindings.resolve(only)?.parameter : null;
  if (!parameter) return;
  for (const outer of callsOf(parameter.fn, file)) {
    const given = argumentsOf(outer)[parameter.index];
    if (!given) continue;
    const inner = builtFrom([given], file);
    const from = origins.ofAll(inner.values, cleared);
    const judged = inner.isBuilt || from.kind === 'source' ? steering(from, { at: call, text: sink }) : null;
    if (judged) context.report({ at: outer, ...judged });
  }
}

/** Reports text with values in it that ends in a shell. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const calls = file.calls.of(shellNames);
    if (calls.length === 0) return;
    const origins = new Origins(file, originModel);
    for (const call of calls) {
      const command = commandOf(call, file);
      if (command) reportCommand(call, command, file, context, origins);
    }
  },
};
