/**
 * What becomes of a command's failure: it is looked at, it ends the script, or the script goes on as if nothing had been.
 * Follows the shell's own rules for `set -e`: off in conditions, left of `&&` and `||`, after `!`, in `$( )`, and in functions
 * called in such places.
 */
import { dominates, type Surrounding, surroundings } from '../../lower/bash/control.ts';
import { leaves } from '../../lower/bash/leaving.ts';
import type { ShellFile, ShellFunction } from '../../lower/bash/shellFile.ts';
import { literalOf } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

export interface Fate {
  /** seen: branched on, returned or fatal; dropped: the script goes on; waived: dropped on purpose (`|| true`). */
  readonly kind: 'seen' | 'dropped' | 'waived';
  /** Where the failure gets lost although `set -e` is on, or null. */
  readonly because: { readonly node: SyntaxNode; readonly text: string } | null;
}

const SEEN: Fate = { kind: 'seen', because: null };
const DROPPED: Fate = { kind: 'dropped', because: null };
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
  return optionOn(file, 'e', 'errexit', node) || trapsErrors(file);
}

/** The statement after this one in its block, or null. */
function following(child: SyntaxNode): SyntaxNode | null {
  for (let at = child.nextSibling; at; at = at.nextSibling) {
    if (at.type === '&') return at;
    if (at.isNamed && at.type !== 'comment')
      return /^(?:else_clause|elif_clause|file_redirect|heredoc_redirect|herestring_redirect)$/.test(at.type) ? null : at;
  }
  return null;
}

/** A right side of `||` that only says "never mind". */
function isWaiver(file: ShellFile, right: SyntaxNode | null): boolean {
  const command = right?.type === 'command' ? file.commandAt(right) : null;
  return command !== null && (command?.name === 'true' || command?.name === ':');
}

function onlyTalks(file: ShellFile, right: SyntaxNode | null): boolean {
  const command = right?.type === 'command' ? file.commandAt(right) : null;
  return command !== null && /^(?:echo|printf|true|:|logger)$/.test(command?.name ?? '');
}

function rightOf(list: SyntaxNode): SyntaxNode | null {
  return list.type === 'list'
    ? (list.namedChildren.at(-1) ?? null)
    : (list
        .childrenOf('redirect')
        .find((redirect) => redirect.type === 'heredoc_redirect')
        ?.child('right') ?? null);
}

const quiet: Readonly<Partial<Record<Surrounding['role'], string>>> = {
  condition: 'in a condition `set -e` has no effect',
  negated: 'after `!` `set -e` has no effect',
  'left-and': 'left of `&&` `set -e` has no effect',
  'left-or': 'left of `||` `set -e` has no effect',
  substitution: '`set -e` does not reach into `$( )`',
};

/** Whether a place is one where `set -e` has no effect, up to its function and that function's calls. */
function defeat(file: ShellFile, node: SyntaxNode, depth: number): Fate['because'] {
  for (const { role, node: child, parent } of surroundings(node)) {
    if (role === 'function') break;
    const text = quiet[role];
    if (text) return { node: parent.type === 'list' ? child : parent, text };
  }
  const inside = file.functionOf(node);
  return inside ? defeatOfCalls(file, inside, depth) : null;
}

/** The call of a function, if any, in whose surroundings `set -e` has no effect. */
export function defeatOfCalls(file: ShellFile, inside: ShellFunction, depth = 0): Fate['because'] {
  if (depth >= MAX_CALLS) return null;
  return file.once(defeatOfCalls, `${inside.from} ${depth}`, null as Fate['because'], () => {
    for (const call of file.callsOf(inside.name)) {
      const because = defeat(file, call.node, depth + 1);
      if (because) return { node: call.node, text: `\`${inside.name}\` is called where \`set -e\` has no effect` };
    }
    return null;
  });
}

/** What becomes of the failure of a command. */
export function fateOf(file: ShellFile, command: SyntaxNode, depth = 0): Fate {
  // True while the status of the command is the status of what was climbed to.
  let carried = true;
  let negated = false;
  let defeated: Fate['because'] = null;
  for (const { role, node: child, parent } of surroundings(command)) {
    if (role === 'function') {
      const inside = file.functionOf(command);
      if (!inside) return SEEN;
      if (carried && !negated) return fateOfReturn(file, inside, depth);
      if (!endsOnError(file, command)) return DROPPED;
      const because = defeated ?? defeatOfCalls(file, inside, depth);
      return because ? { kind: 'dropped', because } : SEEN;
    }
    switch (role) {
      case 'condition':
      case 'left-or':
      case 'left-and': {
        if (!carried) {
          defeated ??= { node: parent.type === 'list' ? child : parent, text: quiet[role]! };
          break;
        }
        const right = role === 'condition' ? null : rightOf(parent);
        if (role === 'left-or' && isWaiver(file, right)) return { kind: 'waived', because: null };
        // `chmod … && echo done`: the failure only keeps the message back.
        if (role !== 'left-and' || !onlyTalks(file, right)) return SEEN;
        defeated ??= { node: child, text: quiet[role]! };
        break;
      }
      case 'negated':
        negated = true;
        defeated ??= { node: parent, text: quiet.negated! };
        break;
      case 'piped':
        if (!optionOn(file, '', 'pipefail', command))
          return { kind: 'dropped', because: { node: parent, text: 'without `pipefail` only the last part of a pipeline counts' } };
        break;
      case 'substitution': {
        if (!carried) defeated ??= { node: parent, text: quiet.substitution! };
        const holder = parent.parent?.type === 'string' ? parent.parent.parent : parent.parent;
        if (holder?.type !== 'variable_assignment' || holder.parent?.type === 'declaration_command' || holder.parent?.type === 'command')
          return { kind: 'dropped', because: { node: parent, text: 'the status of a substitution inside a command is lost' } };
        break;
      }
      case 'loop':
      case 'branch':
      case 'subshell':
      case 'plain': {
        if (
          !/^(?:program|compound_statement|do_group|if_statement|elif_clause|else_clause|case_item|subshell|while_statement|for_statement|c_style_for_statement)$/.test(
            parent.type,
          )
        )
          break;
        const next = following(child);
        if (next?.type === '&') return SEEN;
        if (next && carried) {
          // The very next statement asks, or leaves with a failure of its own.
          if (next.text.slice(0, 200).includes('$?') || leavesFailing(file, next)) return SEEN;
          carried = false;
        }
        // Of the rounds of a loop only the last one counts.
        if (role === 'loop') carried = false;
        break;
      }
    }
  }
  if (carried && !negated) {
    if (!file.start.isStatusLost) return SEEN;
    return { kind: 'dropped', because: { node: command, text: 'nobody looks at the status of the program that runs this text' } };
  }
  if (!endsOnError(file, command)) return DROPPED;
  return defeated ? { kind: 'dropped', because: defeated } : SEEN;
}

/** `exit 1`, `die …`: what follows is on its way out already. */
function leavesFailing(file: ShellFile, next: SyntaxNode): boolean {
  const command = next.type === 'command' ? file.commandAt(next) : null;
  if (!command) return false;
  if (/^(?:exit|return)$/.test(command.name)) return literalOf(command.arguments[0]) !== '0';
  // What the shell turns into runs on what the failure left.
  return !command.wrappers.includes('exec') && leaves(file, next);
}

/** The status a function ends with is its callers' to look at; nobody's in this file: taken as looked at. */
function fateOfReturn(file: ShellFile, inside: ShellFunction, depth: number): Fate {
  if (depth >= MAX_CALLS) return SEEN;
  return file.once(fateOfReturn, `${inside.from} ${depth}`, SEEN, () => fateOfCalls(file, inside, depth));
}

function fateOfCalls(file: ShellFile, inside: ShellFunction, depth: number): Fate {
  for (const call of file.callsOf(inside.name)) {
    const fate = fateOf(file, call.node, depth + 1);
    if (fate.kind !== 'seen')
      return {
        kind: fate.kind,
        because: fate.because ?? { node: call.node, text: `nobody looks at the status of \`${inside.name}\` here` },
      };
  }
  return SEEN;
}
