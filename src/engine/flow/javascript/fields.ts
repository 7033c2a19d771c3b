/** What a field of a class is given inside that class. */
import { propertyOf } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** The values of `this.name` in the body of a class: where it is declared, and wherever it is assigned. */
export function fieldValues(body: SyntaxNode, name: string): SyntaxNode[] {
  const declared = body.namedChildren.find(
    (child) => /field_definition$/.test(child.type) && (child.child('name') ?? child.child('property'))?.text === name,
  );
  const values: SyntaxNode[] = [];
  const initial = declared?.child('value');
  if (initial) values.push(initial);
  for (const assignment of body.descendants('assignment_expression')) {
    const left = assignment.child('left');
    if (left?.type !== 'member_expression' || left.child('object')?.type !== 'this' || propertyOf(left) !== name) continue;
    const right = assignment.child('right');
    if (right) values.push(right);
  }
  return values;
}
