/** The options of the shell and its handler of ERR: whether a failing command ends the script, as far as these tell. */
import { dominates } from '../../lower/bash/control.ts';
import { leaves } from '../../lower/bash/leaving.ts';
import type { ShellFile } from '../../lower/bash/shellFile.ts';
import { literalOf } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

const MAX_CALLS = 3;

/** Whether `set` with this letter or name is on where a node stands. */
export function optionOn(file: ShellFile, letter: string, name: string, node: SyntaxNode, depth = 0): boolean {
  const calls = file.callsOf('set');
  const inside = file.functionOf(node);
  for (const call of file.callsBefore('set', node.index)) {
    if (file.functionOf(call.node)?.from !== inside?.from) continue;
    const state = switched(
      call.arguments.map((word) => literalOf(word) ?? ''),
      letter,
      name,
    );
    if (state !== null && (dominates(call.node, node) || !state)) return state;
  }
  if (inside) {
    const callers = depth < MAX_CALLS ? file.callsOf(inside.name) : [];
    const question = `${name} ${inside.from} ${depth}`;
    if (callers.length > 0)
      return file.once(optionOn, question, true, () => callers.every((call) => optionOn(file, letter, name, call.node, depth + 1)));
    return (
      calls.some(
        (call) =>
          !file.functionOf(call.node) &&
          switched(
            call.arguments.map((word) => literalOf(word) ?? ''),
            letter,
            name,
          ) === true,
      ) || atStart(file, letter, name)
    );
  }
  return atStart(file, letter, name);
}

/** Before the first `set`: what the first line or the host of the text says. */
function atStart(file: ShellFile, letter: string, name: string): boolean {
  if ((name === 'errexit' && file.start.errexit) || (name === 'pipefail' && file.start.pipefail)) return true;
  return inShebang(file, letter);
}

function inShebang(file: ShellFile, letter: string): boolean {
  const { text } = file.root.tree;
  if (!letter || !text.startsWith('#!')) return false;
  const line = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  return new RegExp(`\\s-[a-zA-Z]*${letter}[a-zA-Z]*(?:\\s|$)`).test(line);
}

/** What a call of `set` does to an option: on, off or nothing. */
function switched(words: readonly string[], letter: string, name: string): boolean | null {
  let state: boolean | null = null;
  for (let at = 0; at < words.length; at++) {
    const match = /^([-+])([a-zA-Z]*)$/.exec(words[at]!);
    if (!match || words[at] === '--') break;
    if (letter && match[2]!.includes(letter)) state = match[1] === '-';
    if (match[2]!.endsWith('o')) {
      at++;
      if (words[at] === name) state = match[1] === '-';
    }
  }
  return state;
}

/** A handler of ERR that ends the script does what `set -e` does. */
function trapsErrors(file: ShellFile): boolean {
  return file.once(trapsErrors, '', false, () => hasEndingTrap(file));
}

function hasEndingTrap(file: ShellFile): boolean {
  return file.callsOf('trap').some((call) => {
    const handler = literalOf(call.arguments[0]);
    if (handler === null || !call.arguments.slice(1).some((word) => literalOf(word) === 'ERR')) return false;
    const first = /^\s*([\w-]+)/.exec(handler)?.[1] ?? '';
    return (
      /\b(?:exit|kill)\b/.test(handler) ||
      leaves(file, file.functionNamed(first)?.node.child('body') ?? null) ||
      /^(?:die|fail|abort|fatal|err)/i.test(first)
    );
  });
}

/** Whether a failing command ends the script, as far as the options tell. */
export function endsOnError(file: ShellFile, node: SyntaxNode): boolean {
  if (optionOn(file, 'e', 'errexit', node)) return true;
  // Functions do not inherit the handler: a failure in the middle of one is not seen.
  return trapsErrors(file) && (file.functionOf(node) === null || optionOn(file, 'E', 'errtrace', node));
}

/** `shopt -s inherit_errexit`: substitutions keep `set -e`. */
export function inheritsErrexit(file: ShellFile): boolean {
  return file.callsOf('shopt').some((call) => {
    const words = call.arguments.map((word) => literalOf(word) ?? '');
    return words.includes('-s') && words.includes('inherit_errexit');
  });
}
