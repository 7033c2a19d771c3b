/** What is certain about the outcome of a condition where a later statement is reached. */

import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { surroundings } from './control.ts';
import { leaves, rangeLeaves } from './leaving.ts';
import type { ShellFile } from './shellFile.ts';

export type Outcome = 'passed' | 'failed';

/** The parts of an `if` or `elif`: where its `then` ends and what follows. */
function partsOf(clause: SyntaxNode): { readonly thenFrom: number; readonly thenTo: number; readonly otherwise: SyntaxNode | null } {
  const { tree } = clause;
  let thenFrom = clause.index;
  let thenTo = tree.next[clause.index]!;
  let otherwise: SyntaxNode | null = null;
  for (const child of clause.children) {
    if (child.type === 'then') thenFrom = child.index;
    else if (child.type === 'elif_clause' || child.type === 'else_clause') {
      otherwise = child;
      thenTo = child.index;
      break;
    }
  }
  // The grammar puts elif and else beside each other below the `if`.
  if (clause.type === 'elif_clause') otherwise = clause.nextSibling?.isNamed ? clause.nextSibling : null;
  return { thenFrom, thenTo, otherwise };
}

/** The outcome that a condition must have had when `use` is reached, or null if it can be either. */
export function outcomeAt(file: ShellFile, condition: SyntaxNode, use: SyntaxNode): Outcome | null {
  let flipped = false;
  // What the value of the expression climbed to so far says about the condition.
  let onPass = true;
  let onFail = true;
  const certain = (passed: boolean): Outcome | null => {
    if (passed ? !onPass : !onFail) return null;
    return passed !== flipped ? 'passed' : 'failed';
  };
  for (const { role, node, parent } of surroundings(condition)) {
    if (role === 'negated') {
      flipped = !flipped;
      [onPass, onFail] = [onFail, onPass];
      continue;
    }
    const within = parent.contains(use);
    if (role === 'left-and' || role === 'left-or') {
      const and = role === 'left-and';
      if (within && use.index > node.index && !node.contains(use)) return certain(and);
      const right = parent.namedChildren.find((child) => child.index > node.index && child.type !== 'heredoc_redirect') ?? null;
      if (!within && use.index > parent.index && right && leaves(file, right)) return certain(!and);
      if (and) onFail = false;
      else onPass = false;
      continue;
    }
    if (role === 'right-and' || role === 'right-or') {
      if (role === 'right-and') onFail = false;
      else onPass = false;
      continue;
    }
    if (role === 'condition') return conditionOutcome(file, parent, use, certain);
    if (role !== 'plain' || !/^(?:redirected_statement|list|compound_statement)$/.test(parent.type)) return null;
    if (parent.type === 'compound_statement') return null;
  }
  return null;
}

function conditionOutcome(
  file: ShellFile,
  parent: SyntaxNode,
  use: SyntaxNode,
  certain: (passed: boolean) => Outcome | null,
): Outcome | null {
  if (parent.type === 'while_statement') {
    const until = parent.children[0]?.type === 'until';
    if (parent.contains(use)) return certain(!until);
    return use.index > parent.index ? certain(until) : null;
  }
  const { thenFrom, thenTo, otherwise } = partsOf(parent);
  if (use.index < thenFrom) return null;
  if (use.index < thenTo) return certain(true);
  const whole = parent.type === 'elif_clause' ? parent.parent! : parent;
  if (whole.contains(use)) return certain(false);
  if (rangeLeaves(file, parent, thenFrom, thenTo)) return certain(false);
  return otherwise && leaves(file, otherwise) ? certain(true) : null;
}
