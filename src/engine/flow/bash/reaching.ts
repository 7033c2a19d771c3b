/** Which assignments a use of a variable can see: the last one that always happens, and those on branches since. */
import { branchesAround, dominates, exclusive, surroundings } from '../../lower/bash/control.ts';
import type { Definition } from '../../lower/bash/definitions.ts';
import { lastBefore, type ShellFile } from '../../lower/bash/shellFile.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { BranchCover } from './branches.ts';

export interface Reaching {
  readonly definitions: readonly Definition[];
  /** No assignment is certain to come first: the value can be the caller's or the environment's. */
  readonly open: boolean;
}

/** A subshell's or substitution's own assignments end with it. */
function staysInside(definition: Definition, use: SyntaxNode): boolean {
  for (const { role, parent } of surroundings(definition.node)) {
    if (role === 'function') return false;
    if ((role === 'subshell' || role === 'substitution') && !parent.contains(use)) return true;
  }
  return false;
}

/** The outermost loop around a use, below its function: what is assigned later in it reaches the next round. */
function loopAround(use: SyntaxNode): SyntaxNode | null {
  let loop: SyntaxNode | null = null;
  for (const { role, parent } of surroundings(use)) {
    if (role === 'function') break;
    if (role === 'loop') loop = parent;
  }
  return loop;
}

export function reaching(file: ShellFile, name: string, use: SyntaxNode): Reaching {
  return file.once(reaching, `${name} ${use.index}`, NOTHING, () => compute(file, name, use));
}

const NOTHING: Reaching = { definitions: [], open: true };

function compute(file: ShellFile, name: string, use: SyntaxNode): Reaching {
  const all = file.definitionsOf(name);
  if (all.length === 0) return { definitions: [], open: true };
  const inside = file.functionOf(use);
  const found: Definition[] = [];
  const local = inside !== null && all.some((definition) => definition.local && definition.function === inside);
  const cover = new BranchCover(file, use);
  const loop = loopAround(use);
  const branches = branchesAround(use);
  let certain = false;
  const last = lastBefore(all, use.index);
  for (let at = last; at >= 0 && !certain; at--) {
    file.budget.spend();
    const definition = all[at]!;
    // The values of `x=$x` see the assignments before.
    if (definition.function !== inside || (definition.kind !== 'loop' && definition.node.contains(use))) continue;
    if (staysInside(definition, use)) continue;
    // Another arm of the same statement is passed only in another round of a loop around both.
    if (exclusive(branches, definition.node) && !loop?.contains(definition.node)) continue;
    found.push(definition);
    certain =
      definition.kind !== 'append' &&
      (definition.kind === 'loop' ? definition.node.contains(use) : dominates(definition.node, use) || cover.add(definition.node));
  }
  if (loop) {
    for (const definition of all.slice(last + 1)) {
      file.budget.spend();
      if (
        definition.function === inside &&
        definition.node.index > use.index &&
        loop.contains(definition.node) &&
        !definition.node.contains(use)
      ) {
        // Unless the certain one is set anew in each round.
        if (!certain || !loop.contains(found[found.length - 1]!.node)) found.push(definition);
      }
    }
  }
  if (certain || local) return { definitions: found, open: false };
  for (const definition of all) {
    file.budget.spend();
    if (definition.function !== inside && !definition.local) {
      found.push(definition);
      // A file-level assignment before the function's text is taken as made before it is called.
      if (definition.function === null && inside !== null && dominates(definition.node, inside.node)) certain = true;
    }
  }
  return { definitions: found, open: !certain };
}
