/** What a JavaScript program tries that protects something, and what it does with the failure. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, type JavaScriptFile, propertyOf, wrapped } from '../../../src/engine/javascript.ts';
import { type SecurityCall, securityCallsIn } from './securityCalls.ts';

/** A `try` with a handler. */
export interface Attempt {
  readonly statement: SyntaxNode;
  readonly attempted: SyntaxNode;
  readonly handler: SyntaxNode;
  readonly body: SyntaxNode | null;
  /** What protects among what is tried, and whose failure this handler gets. */
  readonly calls: readonly SecurityCall[];
  /** What the attempt sets for those after it. */
  readonly assignments: readonly SyntaxNode[];
  /** The names of that, of variables and of properties. */
  readonly kept: ReadonlySet<string>;
  /** It ends with `return` where all is well. */
  readonly leaves: boolean;
}

const known = new WeakMap<JavaScriptFile, readonly Attempt[]>();

export function attemptsIn(file: JavaScriptFile): readonly Attempt[] {
  let found = known.get(file);
  if (!found) {
    const byTry = new Map<number, SecurityCall[]>();
    for (const call of securityCallsIn(file)) {
      const statement = handlerAround(call.call);
      if (!statement) continue;
      const list = byTry.get(statement.index);
      if (list) list.push(call);
      else byTry.set(statement.index, [call]);
    }
    found = [...file.root.descendants('try_statement')].flatMap((statement) => readAttempt(statement, byTry.get(statement.index) ?? []));
    known.set(file, found);
  }
  return found;
}

/** The `try` whose handler gets what a call throws. */
function handlerAround(call: SyntaxNode): SyntaxNode | null {
  let inside = call;
  for (let at = call.parent; at; inside = at, at = at.parent) {
    if (functionTypes.has(at.type)) return null;
    if (at.type === 'try_statement' && inside.field === 'body' && at.child('handler')) return at;
  }
  return null;
}

function readAttempt(statement: SyntaxNode, calls: readonly SecurityCall[]): Attempt[] {
  const attempted = statement.child('body');
  const handler = statement.child('handler');
  if (!attempted || !handler) return [];
  const own = (node: SyntaxNode) => {
    for (let at = node.parent; at && !at.equals(attempted); at = at.parent) if (functionTypes.has(at.type)) return false;
    return true;
  };
  const assignments = calls.length === 0 ? [] : [...attempted.descendants('assignment_expression')].filter(own);
  const kept = new Set<string>();
  for (const assignment of assignments) {
    const left = assignment.child('left');
    if (left) for (const name of left.type === 'identifier' ? [left.text] : [propertyOf(left) ?? left.text]) kept.add(name);
  }
  const last = attempted.namedChildren.filter((child) => child.type !== 'comment').at(-1);
  return [
    {
      statement,
      attempted,
      handler,
      body: handler.child('body'),
      calls,
      assignments,
      kept,
      leaves: last?.type === 'return_statement',
    },
  ];
}

/** A link of a chain of promises: `.then(…)`, `.catch(…)`, `.finally(…)`. */
export interface Link {
  readonly call: SyntaxNode;
  readonly method: 'then' | 'catch' | 'finally';
  readonly given: readonly SyntaxNode[];
}

const mostLinks = 20;

/** What is chained to the promise that a call gives, in order. */
export function chainOf(call: SyntaxNode): readonly Link[] {
  const links: Link[] = [];
  let at = call;
  for (let step = 0; step < mostLinks; step++) {
    const member = wrapped(at).parent;
    const outer = member?.type === 'member_expression' ? member.parent : null;
    const method = member && outer?.type === 'call_expression' && calleeOf(outer)?.equals(member) ? propertyOf(member) : null;
    if (!outer || (method !== 'then' && method !== 'catch' && method !== 'finally')) return links;
    links.push({ call: outer, method, given: argumentsOf(outer) });
    at = outer;
  }
  return links;
}
