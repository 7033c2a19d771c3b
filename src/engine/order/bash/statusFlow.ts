/**
 * What becomes of a command's failure: it is looked at, it ends the script, or the script goes on as if nothing had been.
 * Follows the shell's own rules for `set -e`: off in conditions, left of `&&` and `||`, after `!`, in `$( )`, and in functions
 * called in such places.
 */
import { type Surrounding, surroundings } from '../../lower/bash/control.ts';
import { leaves } from '../../lower/bash/leaving.ts';
import { isPrefix, type ShellFile, type ShellFunction } from '../../lower/bash/shellFile.ts';
import { literalOf } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { endsOnError, inheritsErrexit, optionOn } from './shellOptions.ts';

export interface Fate {
  /** seen: branched on, returned or fatal; dropped: the script goes on; waived: dropped on purpose (`|| true`). */
  readonly kind: 'seen' | 'dropped' | 'waived';
  /** Where the failure gets lost although `set -e` is on, or null. */
  readonly because: { readonly node: SyntaxNode; readonly text: string } | null;
}

const SEEN: Fate = { kind: 'seen', because: null };
const MAX_CALLS = 3;

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

/** Sets who may use something. */
function sharesOut(file: ShellFile, right: SyntaxNode): boolean {
  const command = right.type === 'command' ? file.commandAt(right) : null;
  return command !== null && /^(?:chmod|chown|chgrp|setfacl|setcap)$/.test(command.name);
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
    const inherited = role === 'substitution' && inheritsErrexit(file);
    if (inherited && isLost(parent)) return { node: parent, text: LOST };
    const text = inherited ? undefined : quiet[role];
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

/** What becomes of the failure of a command; `returned` tells it where the status is that of the function around. */
export function fateOf(
  file: ShellFile,
  command: SyntaxNode,
  depth = 0,
  returned: (inside: ShellFunction) => Fate = (inside) => fateOfReturn(file, inside, depth),
): Fate {
  // True while the status of the command is the status of what was climbed to.
  let carried = true;
  let negated = false;
  let defeated: Fate['because'] = null;
  // An `exit` after the failure, on its way to the end of the subshell it stands in.
  let escaping: Fate['because'] = null;
  let lost: Fate['because'] = null;
  for (const { role, node: child, parent } of surroundings(command)) {
    if (escaping) {
      if (role === 'function') return SEEN;
      if (role !== 'subshell' && role !== 'substitution' && role !== 'piped' && role !== 'piped-last') continue;
      lost = escaping;
      escaping = null;
      carried = true;
      if (role === 'subshell') continue;
    }
    if (role === 'function') {
      const inside = file.functionOf(command);
      if (!inside) return SEEN;
      if (carried && !negated) return returned(inside);
      if (!endsOnError(file, command)) return { kind: 'dropped', because: lost };
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
        const ways = waysOn(role, child, parent, negated);
        if (ways === null) return SEEN;
        if (role === 'left-or' && isWaiver(file, ways.failing[0] ?? null)) return { kind: 'waived', because: null };
        if (ways.failing.length > 0) {
          const way = wayOf(file, ways.failing);
          if (way.kind === 'returns') {
            const inside = file.functionOf(command);
            return inside ? returned(inside) : SEEN;
          }
          if (way.kind === 'exits') {
            escaping = { node: way.node, text: 'this ends only the subshell, and nobody looks at its status' };
            break;
          }
          if (way.kind === 'comes back') {
            if (way.fails && endsOnError(file, command)) return SEEN;
            return { kind: 'dropped', because: { node: way.node, text: `\`${way.name}\` comes back, so the script goes on` } };
          }
          return SEEN;
        }
        // `chmod … && echo done`: the failure only keeps the message back.
        // `chown … && chmod …`: two steps of one thing, no question and its answer.
        if (ways.passing.every((one) => onlyTalks(file, one) || (role === 'left-and' && sharesOut(file, child) && sharesOut(file, one))))
          defeated ??= { node: child, text: quiet[role]! };
        else if (role === 'left-and' && endsRetries(file, ways.passing[0]!)) {
          return { kind: 'dropped', because: { node: ways.passing[0]!, text: 'the loop ends also where it never worked' } };
        } else return SEEN;
        break;
      }
      case 'negated':
        negated = !negated;
        defeated ??= { node: parent, text: quiet.negated! };
        break;
      case 'piped-last':
        // `! a | b`: the grammar hangs the negation of a pipeline on its first part.
        if (parent.namedChildren[0]?.type === 'negated_command') negated = !negated;
        break;
      case 'piped':
        if (following(parent)?.text.slice(0, 200).includes('PIPESTATUS')) return SEEN;
        if (!optionOn(file, '', 'pipefail', command))
          return { kind: 'dropped', because: { node: parent, text: 'without `pipefail` only the last part of a pipeline counts' } };
        break;
      case 'substitution': {
        if (!carried) {
          if (endsOnError(file, command) && inheritsErrexit(file)) carried = true;
          else defeated ??= { node: parent, text: quiet.substitution! };
        }
        if (isLost(parent)) return { kind: 'dropped', because: { node: parent, text: LOST } };
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
        if (next?.type === '&') return fateOfJob(file, child);
        if (next && carried) {
          // The very next statement asks, or leaves with a failure of its own.
          if (/\$(?:\?|\{\?)/.test(next.text.slice(0, 200)) || leavesFailing(file, next)) return SEEN;
          carried = false;
        }
        // Of the rounds of a loop only the last one counts.
        if (role === 'loop') carried = false;
        break;
      }
    }
  }
  if (escaping) return SEEN;
  if (carried && !negated) {
    if (!file.start.isStatusLost) return SEEN;
    return { kind: 'dropped', because: { node: command, text: 'nobody looks at the status of the program that runs this text' } };
  }
  if (!endsOnError(file, command)) return { kind: 'dropped', because: lost };
  return defeated ? { kind: 'dropped', because: defeated } : SEEN;
}

const LOST = 'the status of a substitution inside a command is lost';

/** Only `x=$(…)` by itself has the status of what it runs; `local x=$(…)`, `x=$(…) cmd` and `echo "$(…)"` have another. */
function isLost(substitution: SyntaxNode): boolean {
  const holder = substitution.parent?.type === 'string' ? substitution.parent.parent : substitution.parent;
  if (holder?.type !== 'variable_assignment') return true;
  const { parent } = holder;
  return parent?.type === 'declaration_command' || (parent?.type === 'command' && isPrefix(holder, parent));
}

interface Ways {
  /** The statements that run after the failure, and those that run after success; empty where nothing does. */
  readonly failing: readonly SyntaxNode[];
  readonly passing: readonly SyntaxNode[];
}

/** The ways on from a list or condition, or null where there are more than two of them. */
function waysOn(role: 'condition' | 'left-or' | 'left-and', child: SyntaxNode, parent: SyntaxNode, negated: boolean): Ways | null {
  if (role === 'condition') {
    if (parent.type !== 'if_statement') return null;
    const clauses = parent.namedChildren.filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
    if (clauses.length > 1 || clauses[0]?.type === 'elif_clause') return null;
    const then = bodyOf(parent);
    const otherwise = clauses[0] ? bodyOf(clauses[0]) : [];
    return negated ? { failing: then, passing: otherwise } : { failing: otherwise, passing: then };
  }
  const right = parent.type === 'list' && parent.namedChildren.at(-1)!.equals(child) ? null : rightOf(parent);
  const onFailure = (role === 'left-or') !== negated;
  const statements = right ? [right] : [];
  return onFailure ? { failing: statements, passing: [] } : { failing: [], passing: statements };
}

/** The statements of `then` or `else`. */
function bodyOf(clause: SyntaxNode): readonly SyntaxNode[] {
  const body: SyntaxNode[] = [];
  let inside = clause.type === 'else_clause';
  for (const child of clause.children) {
    if (child.type === 'then') inside = true;
    else if (/^(?:elif_clause|else_clause|fi)$/.test(child.type)) break;
    else if (inside && child.isNamed && child.type !== 'comment') body.push(child);
  }
  return body;
}

type Way =
  | { readonly kind: 'on' }
  | { readonly kind: 'returns' | 'exits'; readonly node: SyntaxNode }
  /** A function that is called as if it never came back. */
  | { readonly kind: 'comes back'; readonly node: SyntaxNode; readonly name: string; readonly fails: boolean };

const ON: Way = { kind: 'on' };

/** How some statements end. */
function wayOf(file: ShellFile, statements: readonly SyntaxNode[]): Way {
  let node = statements.at(-1);
  while (node && /^(?:compound_statement|redirected_statement)$/.test(node.type)) {
    node =
      node.type === 'redirected_statement'
        ? (node.child('body') ?? undefined)
        : node.namedChildren.findLast(({ type }) => type !== 'comment');
  }
  const command = node?.type === 'command' ? file.commandAt(node) : null;
  if (!node || !command) return ON;
  if (command.name === 'return') return literalOf(command.arguments[0]) === '0' ? ON : { kind: 'returns', node };
  if (command.name === 'exit') return literalOf(command.arguments[0]) === '0' ? ON : { kind: 'exits', node };
  const called = file.functionNamed(command.name);
  if (!called) return ON;
  if (leaves(file, node)) return { kind: 'exits', node };
  if (!/^_*(?:die|fatal|abort|bail|croak)(?:_|$)|_(?:exit|die|fatal)$|^exit_|^(?:err|error|fail)_?exit$/i.test(command.name)) return ON;
  const last = called.node.child('body')?.namedChildren.findLast(({ type }) => type !== 'comment');
  const ending = last?.type === 'command' ? file.commandAt(last) : null;
  const fails = ending?.name === 'false' || (ending?.name === 'return' && literalOf(ending.arguments[0]) !== '0');
  return { kind: 'comes back', node, name: command.name, fails };
}

/** `cmd && break` in a loop after which nobody asks whether it ever worked. */
function endsRetries(file: ShellFile, right: SyntaxNode): boolean {
  if (file.commandAt(right)?.name !== 'break') return false;
  for (const { role, parent } of surroundings(right)) {
    if (role === 'function') return false;
    if (role !== 'loop') continue;
    const loop = parent.type === 'do_group' ? (parent.parent ?? parent) : parent;
    if (loop.type === 'while_statement') return false;
    for (const inner of loop.descendants('test_command', 'command')) {
      if (
        inner.type === 'test_command' ||
        /^(?:exit|return|test|false)$/.test(file.commandAt(inner)?.name ?? '') ||
        leaves(file, inner) !== inner.equals(right)
      )
        return false;
    }
    const next = following(loop);
    return next !== null && next.type !== '&' && !/^(?:if_statement|test_command|list|negated_command|case_statement)$/.test(next.type);
  }
  return false;
}

/** The fate of what a function runs for its caller (`run() { log "$@"; "$@"; }`), for one call of it. */
export function fateThrough(file: ShellFile, call: SyntaxNode, inner: SyntaxNode): Fate {
  const telling = onlyTold(file, inner);
  if (telling && endsOnError(file, call))
    return { kind: 'dropped', because: { node: telling, text: 'the failure is only told, and the script goes on' } };
  return fateOf(file, inner, 0, () => fateOf(file, call));
}

/** `"$@" || warn …`: the right side, where it does nothing but talk. */
function onlyTold(file: ShellFile, inner: SyntaxNode): SyntaxNode | null {
  const { parent } = inner;
  const right =
    parent?.type === 'list' && parent.namedChildren[0]?.equals(inner) && parent.children[1]?.type === '||' ? rightOf(parent) : null;
  const command = right?.type === 'command' ? file.commandAt(right) : null;
  if (!right || !command || /^(?:true|:)$/.test(command.name)) return null;
  const body = file.functionNamed(command.name)?.node.child('body');
  const statements = body ? body.namedChildren.filter(({ type }) => type !== 'comment') : [right];
  const talks = statements.every((one) => onlyTalks(file, one.type === 'redirected_statement' ? one.child('body') : one));
  return talks ? right : null;
}

/** What becomes of the failure of a job in the background: `wait` without a number succeeds whatever the jobs ended with. */
function fateOfJob(file: ShellFile, job: SyntaxNode): Fate {
  const waits = file.callsOf('wait').filter(({ node }) => node.index > job.index);
  const asked = /\$!|\$\{!\}|\bjobs\s+-\w*p/.test(file.root.tree.text) || waits.some((wait) => wait.arguments.length > 0);
  const [bare] = waits;
  if (asked || !bare || file.functionOf(bare.node)?.from !== file.functionOf(job)?.from) return SEEN;
  return { kind: 'dropped', because: { node: bare.node, text: '`wait` without a number succeeds, whatever the jobs ended with' } };
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
