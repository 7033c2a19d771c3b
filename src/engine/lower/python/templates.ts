/** Texts put together by operators and templates. */
import type { Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { entriesOf } from './collections.ts';
import { decodeEscapes, type Field, isNumericFormat, percentFields, prefixOf } from './strings.ts';
import { type Frame, safe, text, unknown, type Walk } from './walk.ts';

/** An f-string or a plain one. */
export function literalPieces(walk: Walk, node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
  const prefix = prefixOf(node);
  return node.namedChildren.flatMap((child) => {
    if (child.type === 'string_content') return text(decodeEscapes(child.text, prefix), child);
    const expression = child.type === 'interpolation' ? child.child('expression') : null;
    if (!expression) return [];
    const format = child.child('format_specifier')?.text.slice(1) ?? '';
    return isNumericFormat(format) ? safe(expression) : walk.visit(expression, frame, depth);
  });
}

/** Operators that put texts together: `+`, `%`, the `/` of paths. */
export function operationPieces(walk: Walk, node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
  const left = node.child('left');
  const right = node.child('right');
  if (!left || !right) return unknown(node);
  const operator = node.child('operator')?.text;
  if (operator === '+' || operator === '/' || operator === '|') {
    // A long chain of `+` leans to the left: walked in a loop, its depth is the author's to choose.
    const operands = [right];
    let first = left;
    while (first.type === 'binary_operator' && first.child('operator')?.text === operator) {
      operands.push(first.child('right')!);
      first = first.child('left')!;
    }
    return [first, ...operands.reverse()].flatMap((operand, position) => [
      ...(operator === '/' && position > 0 ? text('/', operand) : []),
      ...walk.visit(operand, frame, depth),
    ]);
  }
  if (operator === '*') return walk.visit(left.type === 'integer' ? right : left, frame, depth);
  if (operator !== '%') return safe(node);
  const template = walk.values.constant(left);
  if (template === null) return walk.all([left, right], frame, depth);
  const positional = right.type === 'tuple' ? right.namedChildren : [right];
  const named = right.type === 'dictionary' ? entriesOf(right) : null;
  return fill(
    walk,
    percentFields(template),
    left,
    frame,
    depth,
    (name, position) => (name ? named?.get(name) : positional[position]),
    right,
  );
}

/** Puts arguments into a template; where none is found for a field, the whole of what was passed stands for it. */
export function fill(
  walk: Walk,
  fields: readonly Field[],
  template: SyntaxNode,
  frame: Frame | null,
  depth: number,
  find: (name: string, position: number) => SyntaxNode | undefined,
  rest: SyntaxNode,
): Piece[] {
  let position = 0;
  return fields.flatMap((field) => {
    if ('text' in field) return text(field.text, template);
    const found = find(field.field, position++) ?? rest;
    return field.numeric ? safe(found) : walk.visit(found, frame, depth);
  });
}
