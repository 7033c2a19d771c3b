/** Whether the answer of a check decides that a later act of the same function is reached. */
import { python, type SyntaxNode } from '../../../src/engine/check.ts';

export function governing(check: SyntaxNode, act: SyntaxNode): boolean {
  if (check.index >= act.index) return false;
  for (const condition of conditionsOf(check)) if (decides(condition, act)) return true;
  return false;
}

/** The expressions whose truth hangs on the check: the condition around it, or those that test the name it was stored in. */
function conditionsOf(check: SyntaxNode): SyntaxNode[] {
  let at = check;
  for (let parent = at.parent; parent; parent = at.parent) {
    if (/^(?:boolean_operator|not_operator|parenthesized_expression|comparison_operator|named_expression)$/.test(parent.type)) at = parent;
    else break;
  }
  const holder = at.parent;
  if (holder?.type !== 'assignment' || holder.child('left')?.type !== 'identifier') return [at, check];
  const name = holder.child('left')!.text;
  const conditions: SyntaxNode[] = [];
  // It is tested soon after it was stored, if at all.
  let statement = python.statementAround(check).nextSibling;
  for (let distance = 0; statement && distance < 15; distance++, statement = statement.nextSibling) {
    for (const test of [statement, ...statement.descendants('if_statement', 'conditional_expression', 'while_statement')].slice(0, 40)) {
      const condition = test.type === 'conditional_expression' ? test.namedChildren[1] : test.child('condition');
      if (condition && (condition.text === name || condition.text === `not ${name}`)) conditions.push(condition);
    }
  }
  return conditions;
}

function decides(condition: SyntaxNode, act: SyntaxNode): boolean {
  const parent = condition.parent;
  if (!parent) return false;
  switch (parent.type) {
    case 'if_statement':
    case 'elif_clause':
    case 'while_statement': {
      if (condition.field !== 'condition') return false;
      if (parent.contains(act)) return true;
      // `if exists(p): return`, and everything after it.
      const then = parent.child('consequence');
      const owner = parent.parent;
      return (
        parent.type === 'if_statement' &&
        then !== null &&
        python.blockExits(then) &&
        !parent.child('alternative') &&
        owner?.contains(act) === true &&
        python.relate(condition, act).reaches
      );
    }
    case 'conditional_expression':
      return parent.contains(act);
    case 'boolean_operator':
      return parent.child('right')?.contains(act) ?? false;
    default:
      return false;
  }
}
