/** Errors that are caught and kept quiet: what asserts before them does not fail its test. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';

/** Whether a `catch` keeps an error for itself: nothing in it throws, asserts or tells anybody. */
export function swallows(block: SyntaxNode | null): boolean {
  if (!block) return true;
  if (block.type !== 'statement_block')
    return !['call_expression', 'await_expression', 'new_expression', 'assignment_expression'].includes(block.type);
  for (const node of block.descendants(
    'throw_statement',
    'call_expression',
    'return_statement',
    'assignment_expression',
    'yield_expression',
  )) {
    if (node.type !== 'call_expression') return false;
    if (!/^console\.(?:log|warn|error|info|debug)\b/.test(node.text.slice(0, 20))) return false;
  }
  return true;
}

const failing =
  /\b(?:assert|expect|t|chai|should|test|done)\.(?:fail|unreachable|assertions|hasAssertions|plan|ok\(false|true\(false)|\bfail\(|\bthrow\b|\bunreachable\b/;

/** A `try` whose way without an error fails says that its `catch` is reached. */
export function failsWithoutError(statement: SyntaxNode, body: SyntaxNode | null): boolean {
  const tried = statement.child('body');
  const last = tried?.namedChildren.findLast(({ type }) => type !== 'comment');
  if (last && failing.test(last.text.slice(0, 300))) return true;
  return body !== null && /\bexpect\.(?:assertions|hasAssertions)\(|\.plan\(/.test(body.text.slice(0, 2000));
}
