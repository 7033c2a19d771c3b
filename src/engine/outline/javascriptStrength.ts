/** How much the words of JavaScript's assertion libraries demand. */

import type { Strength } from '../../model/outline.ts';
import { calleeOf, propertyOf, unwrapAwait } from '../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { givenBefore, isSameCode } from './sameRun.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Matchers and methods that hold for many values, whatever they are given. */
const partial = words(`
  toContain toContainEqual toMatch toMatchObject toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan toBeLessThanOrEqual toBeInstanceOf
  toSatisfy toBeOneOf toHaveProperty toHaveLength toBeCloseTo toBeTypeOf toContainKey toContainText toHaveTextContent toHaveClass
  toStartWith toEndWith toInclude toHaveBeenCalledOnce toBeA toBeAn toExist toHaveBeenCalledBefore toHaveBeenCalledAfter toContainEntry
  match matches doesNotMatch include includes contain contains containSubset like unlike notMatch notRegex regex above below least most
  gt gte lt lte greaterThan lessThan within closeTo approximately property instanceof instanceOf a an satisfy satisfies oneOf key
  isAbove isBelow isAtLeast isAtMost isArray isObject isString isNumber isFunction isBoolean isInstanceOf typeOf type has hasStrict
  propContains partialDeepStrictEqual matchObject notThrows notThrowsAsync doesNotThrow doesNotReject startsWith endsWith isIn
  hasProperty haveOwnProperty ownProperty respondTo notInclude notMatch inRange isGreaterThan isLessThan string
  doesNotInclude isClose stringContaining stringMatching assertMatch assertStringIncludes assertArrayIncludes assertInstanceOf
`);

/** Those that most values pass. */
const truthy = words(`
  toBeTruthy toBeFalsy toBeDefined toHaveBeenCalled toBeCalled toHaveReturned toHaveResolved toBeOk toBeVisible toBeInTheDocument toBeAttached
  ok notOk truthy falsy isOk isNotOk exist exists isDefined isNotNull isNotUndefined notEqual notStrictEqual notDeepEqual
  notDeepStrictEqual notPropEqual notSame notLooseEqual notDeepLooseEqual not isNot notDeepEquals notEquals isTruthy isFalsy called
  isNotEmpty isNotFalse isNotTrue ifError error assert isDone notOkay okay assertExists assertNotEquals assertNotStrictEquals notStrictSame
`);

/** Those that demand one value without being given it. */
const exactAlone = words(`
  toBeNull toBeUndefined toBeNaN toMatchSnapshot toMatchInlineSnapshot toThrowErrorMatchingSnapshot toThrowErrorMatchingInlineSnapshot
  toHaveScreenshot toMatchFileSnapshot true false null undefined NaN nan empty isTrue isFalse isNull isUndefined isNaN isEmpty snapshot
  matchSnapshot fail unreachable calledOnce calledTwice calledThrice notCalled neverCalledWith assertFalse finite beTrue beFalse
  isEmptyString toBeEmpty toBeTrue toBeFalse
`);

const throwing =
  /^(?:toThrow(?:Error)?|toThrowError|throws?(?:Async|A)?|Throw|rejects|rejected|rejectedWith|throwException|throwError|raises|assertThrows|assertRejects)$/;

/** Values that stand for many, in the place of a value that is expected. */
const looseValue =
  /\b(?:expect\.(?:not\.)?(?:any|anything|objectContaining|arrayContaining|stringContaining|stringMatching|closeTo)|sinon\.match|(?:jasmine|td\.matchers|asymmetric)\.\w+|Match\.\w+)\b/;

const literals = new Set(['number', 'string', 'true', 'false', 'null', 'undefined', 'regex']);

/** How deep a literal is looked into. */
const deepest = 6;

/** Whether an expression has its value written out. */
export function isConstant(node: SyntaxNode, depth = 0): boolean {
  if (literals.has(node.type)) return true;
  if (depth > deepest) return false;
  switch (node.type) {
    case 'identifier':
      return node.text === 'undefined' || node.text === 'NaN' || node.text === 'Infinity';
    case 'template_string':
      return !node.namedChildren.some(({ type }) => type === 'template_substitution');
    case 'array':
    case 'object':
    case 'parenthesized_expression':
    case 'unary_expression':
      return node.namedChildren.every((child) => isConstant(child, depth + 1));
    case 'pair': {
      const value = node.child('value');
      return value !== null && isConstant(value, depth + 1);
    }
    case 'comment':
      return true;
    default:
      return false;
  }
}

/** Whether an expression calculates with written values alone, as `1 + 1` does. */
export function isCalculation(node: SyntaxNode, depth = 0): boolean {
  if (node.type !== 'binary_expression' || depth > deepest) return false;
  return [node.child('left'), node.child('right')].every((side) => side && (isConstant(side) || isCalculation(side, depth + 1)));
}

const plain = (node: SyntaxNode): string => node.text.slice(0, 500).replace(/^(['"`])([^'"`\\]*)\1$/, '"$2"');

/** Whether an expression is true whatever the program does: a literal, `… || true`, one compared with itself. */
export function alwaysHolds(given: SyntaxNode): boolean {
  const node = unwrapAwait(given);
  if (node.type === 'identifier') return false;
  if (isConstant(node)) return !/^(?:false|null|0|''|""|!1|!true)$/.test(node.text);
  if (node.type !== 'binary_expression') return false;
  const [left, right] = [node.child('left'), node.child('right')];
  const operator = node.child('operator')?.text ?? '';
  if (!left || !right) return false;
  if (operator === '||') return holdsAlone(right) || holdsAlone(left);
  return /^===?$/.test(operator) && sameValue(left, right);
}

const holdsAlone = (node: SyntaxNode): boolean => /^(?:true|!0|!false|1)$/.test(node.text);

/** Two sides that cannot differ. */
export function sameValue(left: SyntaxNode, right: SyntaxNode): boolean {
  const isValue = (node: SyntaxNode): boolean => isConstant(node) || node.type === 'identifier' || node.type === 'this';
  return isValue(left) && isValue(right) && plain(left) === plain(right);
}

/** Whether a call is compared with itself, or with what it gave before: that says it is steady, not that it is right. */
export function sameRun(subject: SyntaxNode, expected: SyntaxNode): boolean {
  const call = unwrapAwait(subject);
  if (call.type !== 'call_expression') return false;
  const value = unwrapAwait(expected);
  const given = value.type === 'identifier' ? declaredAs(value) : value;
  return given !== null && isSameCode(given, call);
}

function declaredAs(name: SyntaxNode): SyntaxNode | null {
  return givenBefore(name, 'statement_block', (statement) => {
    if (statement.type !== 'lexical_declaration') return undefined;
    const declarator = statement.namedChildren.find((one) => one.child('name')?.text === name.text);
    const value = declarator?.child('value');
    return value ? unwrapAwait(value) : undefined;
  });
}

/** Of a condition that has to hold. */
export function conditionStrength(given: SyntaxNode, isNegated = false): Strength {
  let node = unwrapAwait(given);
  let negated = isNegated;
  while (node.type === 'unary_expression' && node.child('operator')?.text === '!') {
    const inner = node.child('argument');
    if (!inner) break;
    node = unwrapAwait(inner);
    negated = !negated;
  }
  if (!negated && alwaysHolds(node)) return 'none';
  if (node.type === 'call_expression') {
    const callee = calleeOf(node);
    const name = callee ? (propertyOf(callee) ?? callee.text) : '';
    if (/^(?:deep|is)?(?:equals?|deepEqual|isEqual|isDeepStrictEqual|is)$/i.test(name)) return negated ? 'truthy' : 'exact';
    return /^(?:includes|startsWith|endsWith|test|match|some|every|has|isArray|hasOwn|hasOwnProperty|existsSync)$/.test(name)
      ? 'partial'
      : 'truthy';
  }
  if (node.type !== 'binary_expression') return 'truthy';
  const operator = node.child('operator')?.text ?? '';
  if (operator === '&&' || operator === '||') {
    const sides = [node.child('left'), node.child('right')].flatMap((side) => (side ? [unwrapAwait(side)] : []));
    // One level is enough to tell; a chain of thousands is not followed.
    const found = sides.map((side) =>
      /^(?:&&|\|\|)$/.test(side.child('operator')?.text ?? '') ? 'partial' : conditionStrength(side, negated),
    );
    return found.includes('exact') ? 'exact' : found.includes('partial') ? 'partial' : 'truthy';
  }
  const equal = /^===?$/.test(operator);
  if (equal || /^!==?$/.test(operator)) return equal === negated ? 'truthy' : 'exact';
  return 'partial';
}

/** Of a matcher or an assertion's method by its name, with what it is given beside what it looks at. */
export function matcherStrength(name: string, expected: readonly SyntaxNode[], isNegated: boolean): Strength {
  const strength = plainStrength(name, expected);
  if (!isNegated) return strength;
  if (name === 'toHaveBeenCalled' || name === 'toBeCalled' || name === 'called') return 'exact';
  return strength === 'exact' && !throwing.test(name) ? 'truthy' : throwing.test(name) ? 'partial' : strength;
}

function plainStrength(name: string, expected: readonly SyntaxNode[]): Strength {
  if (throwing.test(name)) return expected.length > 0 ? 'exact' : 'partial';
  if (truthy.has(name)) return 'truthy';
  if (partial.has(name)) return 'partial';
  if (exactAlone.has(name)) return 'exact';
  if (expected.length === 0) return 'partial';
  if (expected.length === 1 && /^expect\.anything\(\)$/.test(expected[0]!.text)) return 'truthy';
  return expected.some((value) => looseValue.test(value.text.slice(0, 5000))) ? 'partial' : 'exact';
}
