/** `! grep -q …` as a statement of its own: meant to stop the script where the answer is yes, and never does. */
import { type Command, endsOnError, literalOf, type ShellFile } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

/** Programs that only answer, and with which words they do. */
const questions: Readonly<Record<string, RegExp>> = {
  grep: /\s(?:-\w*q|--quiet|--silent)|>\s*\/dev\/null/,
  egrep: /\s(?:-\w*q|--quiet|--silent)|>\s*\/dev\/null/,
  fgrep: /\s(?:-\w*q|--quiet|--silent)|>\s*\/dev\/null/,
  test: /./,
  '[': /./,
  mountpoint: /./,
  pgrep: /./,
  getent: /./,
  findmnt: /./,
  cmp: /./,
  fuser: /./,
  cryptsetup: /\s(?:isLuks|status)\b/,
  systemctl: /\sis-\w+/,
  command: /\s-[vV]\b/,
};

function asks(file: ShellFile, statement: SyntaxNode): boolean {
  if (statement.type === 'test_command') return true;
  if (statement.type === 'redirected_statement') {
    const body = statement.child('body');
    return body !== null && askedBy(file.commandAt(body), statement.text);
  }
  return askedBy(file.commandAt(statement), statement.text);
}

function askedBy(command: Command | null, text: string): boolean {
  return command !== null && Object.hasOwn(questions, command.name) && questions[command.name]!.test(text.slice(0, 400));
}

const bodies = /^(?:program|compound_statement|do_group|if_statement|else_clause|elif_clause|case_item|subshell)$/;

/** What runs although such a statement said no, or null where its answer counts or it is no assertion. */
export function afterAssertion(file: ShellFile, negated: SyntaxNode): SyntaxNode | null {
  const [asked, ...others] = negated.namedChildren;
  const { parent } = negated;
  if (!asked || others.length > 0 || !parent || !bodies.test(parent.type) || !asks(file, asked)) return null;
  // In the condition of an `if` or a loop somebody looks at it.
  if (negated.field === 'condition' || !endsOnError(file, negated)) return null;
  const next = parent.namedChildren.find((child) => child.start >= negated.end && child.type !== 'comment');
  if (!next || /\$\?/.test(next.text.slice(0, 200)) || /^(?:else_clause|elif_clause)$/.test(next.type)) return null;
  const command = next.type === 'command' ? file.commandAt(next) : null;
  return command && /^(?:exit|return)$/.test(command.name) && literalOf(command.arguments[0]) === null ? null : next;
}
