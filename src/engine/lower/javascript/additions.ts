/** What is put into a list or an object after its declaration: `list.push(x)`, `table.name = x`. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Binding, Bindings } from './bindings.ts';
import { argumentsOf, calleeOf, functionAround, propertyOf, unwrap } from './syntax.ts';

export interface Addition {
  /** The property that is written; `*` for an element of a list, or a property that is computed. */
  readonly key: string;
  readonly value: SyntaxNode;
}

/** Methods that add to their receiver, and the first argument that ends up in it. */
const adding: Readonly<Record<string, number>> = { push: 0, unshift: 0, add: 0, splice: 2, set: 1 };
const containers = new Set(['array', 'object']);
const mostAdditions = 60;

/** Additions to a variable that is declared with a list or an object written out; those that come after `use` are left away. */
export function additionsTo(binding: Binding, use: SyntaxNode, bindings: Bindings): readonly Addition[] {
  if (!binding.value || binding.path.length > 0 || !holdsMore(unwrap(binding.value))) return [];
  const found: Addition[] = [];
  const around = functionAround(use);
  for (const mention of bindings.mentionsOf(binding)) {
    if (found.length >= mostAdditions) break;
    const member = mention.parent;
    if (mention.field !== 'object' || !member) continue;
    // A function of its own may run at any time.
    if (mention.index > use.index && isSame(functionAround(mention), around)) continue;
    found.push(...additionsBy(member));
  }
  return found;
}

function holdsMore(value: SyntaxNode): boolean {
  return containers.has(value.type) || (value.type === 'new_expression' && /^(?:Array|Set|Map)$/.test(calleeOf(value)?.text ?? ''));
}

function isSame(a: SyntaxNode | null, b: SyntaxNode | null): boolean {
  return a === null ? b === null : b !== null && a.equals(b);
}

function additionsBy(member: SyntaxNode): Addition[] {
  const outer = member.parent;
  if (outer?.type === 'assignment_expression' || outer?.type === 'augmented_assignment_expression') {
    const value = member.field === 'left' ? outer.child('right') : null;
    return value ? [{ key: propertyOf(member) ?? '*', value }] : [];
  }
  if (outer?.type !== 'call_expression' || member.field !== 'function' || member.type !== 'member_expression') return [];
  const from = adding[propertyOf(member) ?? ''];
  return from === undefined
    ? []
    : argumentsOf(outer)
        .slice(from)
        .map((value) => ({ key: '*', value }));
}
