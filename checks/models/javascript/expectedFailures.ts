/** Whether a failure is expected where something is tried. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, functionTypes, propertyOf } from '../../../src/engine/javascript.ts';

/** True where the failure of the act is expected: a `catch` of its own, which does not stand around the question too; a callback that gets the error. */
export function isAttempted(call: SyntaxNode, asked: SyntaxNode): boolean {
  const last = argumentsOf(call).at(-1);
  if (last && functionTypes.has(last.type)) return true;
  for (let at = call.parent, inside = call; at; inside = at, at = at.parent) {
    if (functionTypes.has(at.type)) return false;
    if (at.type === 'member_expression' && propertyOf(at) === 'catch') return true;
    if (at.type === 'try_statement' && inside.field === 'body' && at.child('handler') && !inside.contains(asked)) return true;
  }
  return false;
}
