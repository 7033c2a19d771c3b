/** What methods of strings and collections make of their object and arguments. */
import type { Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Arguments } from './calls.ts';
import { elementsOf } from './collections.ts';
import { braceFields, literalText } from './strings.ts';
import { fill } from './templates.ts';
import { type Frame, safe, text, type Walk } from './walk.ts';

/** Methods of strings and collections; null where this one is not known. */
export function methodPieces(
  walk: Walk,
  node: SyntaxNode,
  method: string,
  object: SyntaxNode,
  args: Arguments,
  frame: Frame | null,
  depth: number,
): Piece[] | null {
  if (walk.question.clears(method)) return safe(node);
  const { positional, named } = args;
  if (method === 'format') {
    const template = walk.values.constant(object);
    if (template === null) return walk.all([object, ...positional, ...named.values()], frame, depth);
    const find = (field: string, position: number): SyntaxNode | undefined =>
      field === '' ? positional[position] : /^\d+$/.test(field) ? positional[Number(field)] : named.get(field);
    return fill(walk, braceFields(template), object, frame, depth, find, node.child('arguments')!);
  }
  const separator = method === 'join' && positional[0] ? literalText(object) : null;
  if (separator !== null) {
    const elements = elementsOf(walk.values.scopes, positional[0]!, 'grown') ?? [positional[0]!];
    return elements.flatMap((element, position) => [
      ...(position > 0 ? text(separator, object) : []),
      ...walk.visit(element, frame, depth),
    ]);
  }
  if (method === 'joinpath') {
    return [object, ...positional].flatMap((part, position) => [
      ...(position > 0 ? text('/', part) : []),
      ...walk.visit(part, frame, depth),
    ]);
  }
  if (method === 'replace' && positional.length >= 2) {
    const [from, to] = [literalText(positional[0]!), literalText(positional[1]!)];
    if (from !== null && to !== null && walk.question.clearsByReplacing?.(from, to)) return safe(node);
    // A constant put in for another adds nothing that anybody steers.
    return to === null ? walk.all([object, positional[1]!], frame, depth) : walk.visit(object, frame, depth);
  }
  if (method === 'get' || method === 'pop' || method === 'setdefault') {
    const elements = elementsOf(walk.values.scopes, object, 'values');
    if (elements) return walk.all([...elements, ...positional.slice(1)], frame, depth);
  }
  return walk.values.model.passingMethods.has(method) ? walk.visit(object, frame, depth) : null;
}
