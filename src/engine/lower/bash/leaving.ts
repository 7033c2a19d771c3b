/** Whether the program goes on after a command or a block: exit, return, and functions made for that. */

import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { surroundings } from './control.ts';
import type { ShellFile } from './shellFile.ts';

/** Names of functions that end the program, where the file does not show their body. */
const enders =
  /^_*(?:die|fail|failed|failure|fatal|error|err|abort|bail|bailout|panic|usage|croak|throw|quit)(?:_|$|\d)|_(?:exit|die|fatal|fail|abort|error|usage)$|^(?:log|print|show|report)_?(?:err|error|fatal|usage)/i;

const MAX_CALLS = 3;

function leavesAt(file: ShellFile, command: SyntaxNode, depth: number): boolean {
  const read = file.commandAt(command);
  const name = read?.name ?? '';
  // A bare `exec` only opens files.
  if (name === 'exit' || read?.wrappers.includes('exec')) return true;
  // What a called function returns from, or breaks out of, is itself.
  if (name === 'return' || name === 'continue' || name === 'break') return depth === 0;
  const called = name ? file.functionNamed(name) : null;
  if (!called) return enders.test(name);
  if (depth >= MAX_CALLS) return false;
  return file.once(leavesAt, `${name} ${depth}`, false, () => blockLeaves(file, called.node.child('body'), depth + 1));
}

/** Whether control never comes back from one command because of what it calls. */
export function endsAt(file: ShellFile, command: SyntaxNode): boolean {
  return leavesAt(file, command, 0);
}

/** Whether nothing between a command and the block around it makes the command conditional. */
function isCertain(command: SyntaxNode, block: SyntaxNode): boolean {
  for (const { role, parent } of surroundings(command)) {
    if (parent.index <= block.index) return true;
    if (role === 'branch' || role === 'loop' || role.startsWith('right') || role === 'substitution' || role === 'subshell') return false;
  }
  return false;
}

function blockLeaves(file: ShellFile, block: SyntaxNode | null, depth: number): boolean {
  if (!block) return false;
  for (let at = file.firstCommandFrom(block.index); at < file.commands.length; at++) {
    const { node } = file.commands[at]!;
    if (!block.contains(node)) break;
    if (leavesAt(file, node, depth) && (node.equals(block) || isCertain(node, block))) return true;
  }
  return false;
}

/** Whether control never comes back from a command or block: what stands after it runs only if it did not run. */
export function leaves(file: ShellFile, block: SyntaxNode | null): boolean {
  return blockLeaves(file, block, 0);
}

/** The same for part of a node: the commands between two indexes. */
export function rangeLeaves(file: ShellFile, around: SyntaxNode, from: number, to: number): boolean {
  for (let at = file.firstCommandFrom(from); at < file.commands.length; at++) {
    const { node } = file.commands[at]!;
    if (node.index >= to) break;
    if (leavesAt(file, node, 0)) {
      let certain = true;
      for (const { role, parent } of surroundings(node)) {
        if (parent.index <= around.index) break;
        if (role === 'branch' || role === 'loop' || role.startsWith('right') || role === 'substitution' || role === 'subshell')
          certain = false;
      }
      if (certain) return true;
    }
  }
  return false;
}
