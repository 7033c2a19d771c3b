/** What a script goes on with after a place: in the same function, and after the calls of it. */
import { type Command, literalOf, type ShellFile, type ShellFunction } from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { onlyTalks } from './verifications.ts';

const MAX_LOOKED = 400;
const MAX_CALLS = 3;

/** Commands that stand after a node in its function, then after the calls of that function; the nearest first. */
export function* laterCommands(file: ShellFile, node: SyntaxNode, depth = 0): Generator<Command> {
  const inside = file.functionOf(node);
  const until = inside?.to ?? Number.POSITIVE_INFINITY;
  const from = node.tree.next[node.index]!;
  let looked = 0;
  for (let at = file.firstCommandFrom(from); at < file.commands.length && looked < MAX_LOOKED; at++, looked++) {
    const command = file.commands[at]!;
    if (command.node.index >= until) break;
    file.budget.spend();
    if (sameFunction(file.functionOf(command.node), inside)) yield command;
  }
  if (!inside || depth >= MAX_CALLS) return;
  for (const call of file.callsOf(inside.name).slice(0, 8)) {
    if (call.node.index < inside.from || call.node.index >= inside.to) yield* laterCommands(file, call.node, depth + 1);
  }
}

function sameFunction(one: ShellFunction | null, other: ShellFunction | null): boolean {
  return one?.from === other?.from;
}

/** True for commands that neither act on anything nor run anything. */
export function isIdle(command: Command): boolean {
  return (
    onlyTalks(command.name) ||
    /^(?:exit|return|trap|set|shopt|local|declare|export|readonly|unset|sleep|test|\[|shift|break|continue|)$/.test(command.name)
  );
}

/** The variables and constant words of a statement, for the question whether another one works on the same thing. */
export function subjectsOf(node: SyntaxNode): ReadonlySet<string> {
  const subjects = new Set<string>();
  for (const inner of node.descendants('variable_name', 'word', 'string_content')) {
    const { text } = inner;
    if (inner.type === 'variable_name') subjects.add(`$${text}`);
    else if (/[/.]/.test(text) && text.length > 3 && !text.startsWith('-') && !/^\/dev\//.test(text)) subjects.add(text);
  }
  return subjects;
}

/** Whether a command names one of these. */
export function mentions(command: Command, subjects: ReadonlySet<string>): boolean {
  return command.arguments.some((word) => {
    const text = literalOf(word);
    if (text !== null)
      return [...subjects].some((subject) => !subject.startsWith('$') && (text === subject || text.endsWith(`/${subject}`)));
    return word.node.type === 'simple_expansion' || word.node.namedChildren.length > 0
      ? [...subjectsOf(word.node)].some((one) => subjects.has(one))
      : false;
  });
}
