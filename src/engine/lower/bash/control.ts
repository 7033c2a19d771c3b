/** Where a command stands in the control flow, read from the nodes around it: conditions, branches, lists, loops. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** Left-nested `a && b && …` lists can be as deep as the file is long; nothing real needs more. */
export const MAX_CLIMB = 200;

/** What a parent makes of one of its children. */
export type Role =
  | 'condition'
  | 'branch'
  | 'loop'
  | 'left-and'
  | 'left-or'
  | 'right-and'
  | 'right-or'
  | 'negated'
  | 'piped'
  | 'piped-last'
  | 'subshell'
  | 'substitution'
  | 'function'
  | 'plain';

export interface Surrounding {
  readonly role: Role;
  /** The node that plays the role, child of `parent`. */
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode;
}

function operatorBefore(node: SyntaxNode): string {
  for (let at = node.previousSibling; at; at = at.previousSibling) if (!at.isNamed) return at.type;
  return '';
}

function operatorAfter(node: SyntaxNode): string {
  for (let at = node.nextSibling; at; at = at.nextSibling) if (!at.isNamed) return at.type;
  return '';
}

/** The heredoc's tail: the grammar hangs `|| exit` of `cat <<X || exit` below the redirection. */
function heredocTail(redirected: SyntaxNode): { readonly operator: string; readonly right: SyntaxNode | null } | null {
  for (const redirect of redirected.childrenOf('redirect')) {
    if (redirect.type !== 'heredoc_redirect') continue;
    const operator = redirect.child('operator')?.text ?? '';
    if (operator) return { operator, right: redirect.child('right') };
    const pipeline = redirect.namedChildren.find((child) => child.type === 'pipeline');
    if (pipeline) return { operator: '|', right: pipeline };
  }
  return null;
}

function roleIn(node: SyntaxNode, parent: SyntaxNode): Role {
  switch (parent.type) {
    case 'list': {
      const right = operatorBefore(node);
      const operator = right || operatorAfter(node);
      return right ? (operator === '&&' ? 'right-and' : 'right-or') : operator === '&&' ? 'left-and' : 'left-or';
    }
    case 'heredoc_redirect': {
      const operator = parent.child('operator')?.text;
      if (node.field === 'right') return operator === '&&' ? 'right-and' : 'right-or';
      return 'piped-last';
    }
    case 'redirected_statement': {
      if (node.field !== 'body') return 'plain';
      const tail = heredocTail(parent);
      return tail === null ? 'plain' : tail.operator === '&&' ? 'left-and' : tail.operator === '||' ? 'left-or' : 'piped';
    }
    case 'negated_command':
      return 'negated';
    case 'pipeline':
      return operatorAfter(node) ? 'piped' : 'piped-last';
    case 'if_statement':
    case 'while_statement':
      return node.field === 'condition' ? 'condition' : parent.type === 'while_statement' ? 'loop' : 'branch';
    case 'elif_clause': {
      for (let at = node.previousSibling; at; at = at.previousSibling) if (at.type === 'then') return 'branch';
      return 'condition';
    }
    case 'else_clause':
    case 'case_item':
      return 'branch';
    case 'do_group':
      return 'loop';
    case 'subshell':
      return 'subshell';
    case 'command_substitution':
    case 'process_substitution':
      return 'substitution';
    case 'function_definition':
      return 'function';
  }
  return 'plain';
}

/** What is around a node, innermost first, up to the function or file. */
export function* surroundings(node: SyntaxNode): Generator<Surrounding> {
  let at = node;
  for (let climbed = 0; climbed < MAX_CLIMB; climbed++) {
    const { parent } = at;
    if (!parent) return;
    yield { role: roleIn(at, parent), node: at, parent };
    at = parent;
  }
}

const conditional = new Set<Role>(['branch', 'loop', 'right-and', 'right-or', 'subshell', 'substitution', 'piped', 'function']);

/** Whether what stands at `earlier` has always happened, in this very shell, when `later` is reached. Syntactic dominance. */
export function dominates(earlier: SyntaxNode, later: SyntaxNode): boolean {
  if (earlier.index > later.index) return false;
  for (const { role, node, parent } of surroundings(earlier)) {
    if (!conditional.has(role)) continue;
    // In the same branch it is the branch that counts; elif, else and case items are nodes of their own.
    const region = role === 'branch' && parent.type === 'if_statement' ? branchRegion(node, parent) : parent;
    const holds =
      role === 'right-and' || role === 'right-or' ? node.contains(later) || chainHolds(role, parent, later) : contains(region, later);
    if (!holds) return false;
  }
  return true;
}

/** In `a && b && c`, b has happened when c is reached. */
function chainHolds(role: Role, list: SyntaxNode, later: SyntaxNode): boolean {
  for (const { role: outer, node, parent } of surroundings(list)) {
    if (outer !== (role === 'right-and' ? 'left-and' : 'left-or') && outer !== 'left-and') return false;
    if (parent.contains(later) && !node.contains(later)) return role === 'right-and' && outer === 'left-and';
  }
  return false;
}

type Region = { readonly from: number; readonly to: number } | SyntaxNode;

function contains(region: Region, node: SyntaxNode): boolean {
  return 'contains' in region ? region.contains(node) : node.index >= region.from && node.index < region.to;
}

/** The `then` part of an `if`. */
function branchRegion(node: SyntaxNode, parent: SyntaxNode): Region {
  let to = parent.tree.next[parent.index]!;
  for (let at: SyntaxNode | null = node; at; at = at.nextSibling) {
    if (at.type === 'elif_clause' || at.type === 'else_clause') {
      to = at.index;
      break;
    }
  }
  return { from: node.index, to };
}

/** The whole statement of a command: with its redirections, negation and the list or pipeline it is part of. */
export function wholeStatement(node: SyntaxNode): SyntaxNode {
  let whole = node;
  for (const { node: child, parent } of surroundings(node)) {
    whole = child;
    if (!/^(?:list|pipeline|redirected_statement|negated_command|heredoc_redirect)$/.test(parent.type)) break;
  }
  return whole;
}

/** The branches a place is on, up to its function; kept by who asks about one place often. */
export function branchesAround(node: SyntaxNode): readonly Surrounding[] {
  const branches: Surrounding[] = [];
  for (const surrounding of surroundings(node)) {
    if (surrounding.role === 'function') break;
    if (surrounding.role === 'branch') branches.push(surrounding);
  }
  return branches;
}

/** Whether a place is on another branch of the same `if` or `case` than these, so that only one of the two is reached. */
export function exclusive(branches: readonly Surrounding[], other: SyntaxNode): boolean {
  for (const { parent } of branches) {
    const whole = parent.type === 'if_statement' ? parent : (parent.parent ?? parent);
    if (!whole.contains(other)) continue;
    const then = parent.type === 'if_statement' ? parent.children.find((child) => child.type === 'then') : undefined;
    const region = then ? branchRegion(then, parent) : parent;
    return !contains(region, other) && !inCondition(whole, other);
  }
  return false;
}

/** Conditions are evaluated on the way to any later branch. */
function inCondition(whole: SyntaxNode, node: SyntaxNode): boolean {
  return whole.type === 'if_statement' && whole.childrenOf('condition').some((condition) => condition.contains(node));
}
