/** Moves an expression into the step's environment, where the script is simple enough to see the quotes around it. */
import type { Report, SourceText } from '../../../src/engine/check.ts';
import { memberOf, pairOf, spanOf, textOf } from '../../../src/engine/documents/actions.ts';
import { type Expression, expressionsIn } from '../../../src/engine/documents/expressions.ts';
import { yamlPackage } from '../../../src/engine/documents/yamlPackage.ts';
import type { Stage, Workflow } from '../../models/workflow/reach.ts';

/** `github.event.pull_request.title` → `PULL_REQUEST_TITLE`. */
function variableFor(reference: string): string {
  const parts = reference.replace(/^github\.(?:event\.)?/, '').split('.');
  return parts.slice(-2).join('_').replace(/\W+/g, '_').toUpperCase();
}

/** Bash or sh, said or by default. */
function isPosixShell(workflow: Workflow, script: Stage): boolean {
  const { contents } = workflow.document;
  const said = [script.step, memberOf(memberOf(script.job, 'defaults'), 'run'), memberOf(memberOf(contents, 'defaults'), 'run')]
    .map((node) => textOf(memberOf(node, 'shell')))
    .find((shell) => shell !== null);
  if (said) return said === 'bash' || said === 'sh';
  const machine = spanOf(memberOf(script.job, 'runs-on'));
  return !machine || !/windows|\$\{\{/i.test(workflow.text.slice(machine.start, machine.end));
}

/** The quotes an offset stands in, or null where that takes a shell parser to say. */
function quotesAt(text: string, from: number, at: number): '' | '"' | "'" | null {
  let before = '';
  let rest = from;
  for (const { start, end } of expressionsIn(text, from, at)) {
    before += `${text.slice(rest, start)}x`;
    rest = end;
  }
  before += text.slice(rest, at);
  if (/<<|\$\(|`/.test(before)) return null;
  let quote: '' | '"' | "'" = '';
  for (let index = 0; index < before.length; index++) {
    const char = before[index]!;
    if (char === '\\' && quote !== "'") index++;
    else if (quote === '' && char === '#' && /\s/.test(before[index - 1] ?? '\n')) {
      const newline = before.indexOf('\n', index);
      if (newline < 0) return null;
      index = newline;
    } else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  return quote;
}

const SIMPLE = /^[\w.]+$/;

export function fixFor(workflow: Workflow, script: Stage, expression: Expression, source: SourceText): Report['fix'] {
  const { step } = script;
  const run = pairOf(step, 'run');
  const key = spanOf(run?.key);
  const value = run?.value;
  if (!key || !yamlPackage().isScalar(value) || !value.range || step.flow) return undefined;
  const isBlock = value.type === 'BLOCK_LITERAL';
  if (!isBlock && value.type !== 'PLAIN') return undefined;
  if (!SIMPLE.test(expression.text) || !isPosixShell(workflow, script) || (!isBlock && expression.start === value.range[0]))
    return undefined;
  const header = isBlock ? source.text.indexOf('\n', value.range[0]) + 1 : value.range[0];
  const quotes = quotesAt(source.text, header, expression.start);
  if (quotes === null || quotes === "'") return undefined;
  const name = variableFor(expression.text);
  const env = memberOf(step, 'env');
  if (new RegExp(`\\b${name}\\b`).test(workflow.text)) return undefined;
  const given = `${name}: \${{ ${expression.text} }}`;
  const first = yamlPackage().isMap(env) && !env.flow ? spanOf(env.items[0]?.key) : null;
  if (pairOf(step, 'env') && !first) return undefined;
  const at = first?.start ?? key.start;
  const indentation = ' '.repeat(at - source.lineStart(source.lineAt(at)));
  return {
    description: `Hands the value over as \`$${name}\`; the script gets the same text, and the shell no longer parses it.`,
    edits: [
      { start: at, end: at, newText: first ? `${given}\n${indentation}` : `env:\n${indentation}  ${given}\n${indentation}` },
      { start: expression.start, end: expression.end, newText: quotes === '"' ? `\${${name}}` : `"\${${name}}"` },
    ],
  };
}
