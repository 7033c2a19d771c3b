/** How much an assertion of Python demands: of a condition, and of the calls of pytest, unittest, mock, numpy, hamcrest and their like. */
import type { Strength } from '../../model/outline.ts';
import { strengths } from '../../model/outline.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { callArguments, dottedName, lastName } from './pythonFile.ts';
import { givenBefore, isSameCode } from './sameRun.ts';

/** Conditions nested deeper are not looked into. */
const deepest = 40;

const literalTypes = new Set(['integer', 'float', 'string', 'concatenated_string', 'true', 'false', 'none']);

function stronger(a: Strength, b: Strength): Strength {
  return strengths.indexOf(a) > strengths.indexOf(b) ? a : b;
}

function weaker(a: Strength, b: Strength): Strength {
  return strengths.indexOf(a) > strengths.indexOf(b) ? b : a;
}

/** Whether the value stands in the file. */
export function isLiteral(node: SyntaxNode, depth = 0): boolean {
  if (depth > deepest) return false;
  if (node.type === 'string') return node.namedChildren.every(({ type }) => type !== 'interpolation');
  if (literalTypes.has(node.type)) return true;
  if (node.type === 'unary_operator') return isLiteral(node.child('argument')!, depth + 1);
  if (node.type === 'pair') return node.namedChildren.every((child) => isLiteral(child, depth + 1));
  if (!['parenthesized_expression', 'list', 'tuple', 'dictionary', 'set', 'expression_list'].includes(node.type)) return false;
  return node.namedChildren.every((child) => child.type === 'comment' || isLiteral(child, depth + 1));
}

/** The truth of a condition that is the same in every run; null where the program has a say. */
export function constantTruth(node: SyntaxNode | null, depth = 0): boolean | null {
  if (!node || depth > deepest) return null;
  switch (node.type) {
    case 'true':
    case 'lambda':
      return true;
    case 'false':
    case 'none':
      return false;
    case 'integer':
      return !/^0+$/.test(node.text);
    case 'string':
      return node.namedChildren.some(({ type }) => type === 'interpolation')
        ? null
        : node.namedChildren.some((c) => c.type === 'string_content');
    case 'tuple':
    case 'list':
      return node.namedChildren.length > 0;
    case 'parenthesized_expression':
      return constantTruth(node.namedChildren.find(({ type }) => type !== 'comment') ?? null, depth + 1);
    case 'not_operator': {
      const inner = constantTruth(node.child('argument'), depth + 1);
      return inner === null ? null : !inner;
    }
    case 'boolean_operator': {
      const isOr = node.child('operator')?.text === 'or';
      const sides = [node.child('left'), node.child('right')].map((side) => constantTruth(side, depth + 1));
      if (sides.includes(isOr)) return isOr;
      return sides.includes(null) ? null : !isOr;
    }
    case 'comparison_operator': {
      const [left, right, more] = node.namedChildren;
      const operator = node.childrenOf('operators')[0]?.text;
      if (!left || !right || more || !isLiteral(left) || !isLiteral(right)) return null;
      if (operator === '==' || operator === 'is') return left.text === right.text;
      return operator === '!=' || operator === 'is not' ? left.text !== right.text : null;
    }
    default:
      return null;
  }
}

const isNone = (node: SyntaxNode | undefined): boolean => node?.type === 'none';
const isApproximate = (node: SyntaxNode): boolean =>
  node.type === 'call' && /^(?:approx|ANY|isclose)$/.test(lastName(node.child('function')));

function comparisonStrength(node: SyntaxNode, negated: boolean): Strength {
  const operands = node.namedChildren.filter(({ type }) => type !== 'comment');
  let found: Strength = 'none';
  node.childrenOf('operators').forEach(({ text }, index) => {
    const operator = text.replace(/\s+/g, ' ');
    const isEqual = operator === (negated ? '!=' : '==') || operator === (negated ? 'is not' : 'is');
    const isUnequal = operator === (negated ? '==' : '!=') || operator === (negated ? 'is' : 'is not');
    const right = operands[index + 1];
    if (isEqual && right && isSameRun(operands[index]!, right)) {
      found = stronger(found, 'truthy');
      return;
    }
    let strength: Strength = 'partial';
    if (isEqual) strength = operands.slice(index, index + 2).some(isApproximate) ? 'partial' : 'exact';
    else if (isUnequal && isNone(right)) strength = 'truthy';
    found = stronger(found, strength);
  });
  return found;
}

/** Whether a call is compared with itself, or with what it gave before: that says it is steady, not that it is right. */
export function isSameRun(one: SyntaxNode, other: SyntaxNode): boolean {
  const call = one.type === 'call' ? one : other;
  const beside = call === one ? other : one;
  if (call.type !== 'call') return false;
  const given = beside.type === 'identifier' ? assignedTo(beside) : beside;
  return given !== null && isSameCode(given, call);
}

function assignedTo(name: SyntaxNode): SyntaxNode | null {
  return givenBefore(name, 'block', (statement) => {
    const set = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    return set?.type === 'assignment' && set.child('left')?.text === name.text ? set.child('right') : undefined;
  });
}

const exactCalls = /^(?:array_equal|array_equiv|equals|issubset|issuperset)$/;
const partialCalls =
  /^(?:startswith|endswith|match|search|fullmatch|findall|isinstance|issubclass|hasattr|callable|isclose|allclose|all|any|exists|is_file|is_dir|isfile|isdir|isdigit|islower|isupper)$/;

/** What holds if this condition does, or if it does not. */
export function conditionStrength(node: SyntaxNode | null, negated = false, depth = 0): Strength {
  if (!node || depth > deepest) return 'truthy';
  const truth = constantTruth(node);
  if (truth !== null) return truth === negated ? 'truthy' : 'none';
  switch (node.type) {
    case 'parenthesized_expression':
    case 'await':
      return conditionStrength(node.namedChildren.find(({ type }) => type !== 'comment') ?? null, negated, depth + 1);
    case 'named_expression':
      return conditionStrength(node.child('value'), negated, depth + 1);
    case 'not_operator':
      return conditionStrength(node.child('argument'), !negated, depth + 1);
    case 'boolean_operator': {
      const both = [node.child('left'), node.child('right')].map((side) => conditionStrength(side, negated, depth + 1));
      const isAll = (node.child('operator')?.text === 'and') !== negated;
      return isAll ? stronger(both[0]!, both[1]!) : weaker(both[0]!, both[1]!);
    }
    case 'comparison_operator':
      return comparisonStrength(node, negated);
    case 'call': {
      const name = lastName(node.child('function'));
      if (!negated && exactCalls.test(name)) return 'exact';
      return partialCalls.test(name) ? 'partial' : 'truthy';
    }
    default:
      return 'truthy';
  }
}

/** Names of assertions in lower case without `assert`, underscores and the old `fail`. */
const byCondition: Readonly<Record<string, boolean>> = {
  true: false,
  '': false,
  unless: false,
  ok: false,
  istrue: false,
  false: true,
  if: true,
  isfalse: true,
};
const truthyNames = /^(?:isnotnone|notnone|isnotnull|called)$/;
const partialNames =
  /^(?:not|in$|in[a-z]*range|is(?:instance|not)|greater|less|almost|allclose|allalmost|raises|warns|logs|nologs|regex|regexpmatches|contains|startswith|endswith|dictcontains|issubset|hasattr|hasnoattr|anycall|hascalls|anyawait|hasawaits|calledonce$|awaitedonce$|awaited$|hasattributes|regexp)|(?:approx|almostequal|almostequals|in|allclose)$/;

/** How much a call demands whose name says that it asserts: `assertEqual(…)`, `assert_called_with(…)`, `assert_frame_equal(…)`. */
export function assertingCallStrength(call: SyntaxNode): Strength {
  const name = lastName(call.child('function'))
    .toLowerCase()
    .replaceAll('_', '')
    .replace(/^(?:assert|fail(?=if|unless))/, '');
  const { positional, named } = callArguments(call);
  if (Object.hasOwn(byCondition, name)) return conditionStrength(positional[0] ?? null, byCondition[name]);
  if (/^(?:notcalled|notawaited|isnone|none)$/.test(name)) return positional[0] && isLiteral(positional[0]) ? 'none' : 'exact';
  if (truthyNames.test(name)) return positional[0] && isLiteral(positional[0]) ? 'none' : 'truthy';
  if (/^raises(?:regex|regexp|message)$|^warns(?:regex|message)$/.test(name)) return raisedStrength(positional[0] ?? null, true);
  if (/^(?:raises|warns)$/.test(name)) return raisedStrength(positional[0] ?? null, named('match') !== null);
  if (partialNames.test(name)) return 'partial';
  if (/^(?:is|same|.*equals?)$/.test(name) && positional[0] && isLiteral(positional[0]) && positional[0].text === positional[1]?.text)
    return 'none';
  if (/equals?$/.test(name) && positional[0] && positional[1] && isSameRun(positional[0], positional[1])) return 'truthy';
  if (positional.slice(0, 2).some(isApproximate)) return 'partial';
  return positional.length >= 2 || /equals?$|^calledwith|^calledoncewith|^awaited/.test(name) ? 'exact' : 'partial';
}

/** An expected exception is told apart from all others by its type and its message. */
export function raisedStrength(type: SyntaxNode | null, hasMessage: boolean): Strength {
  const name = dottedName(type)?.split('.').at(-1);
  return name !== undefined && !/^(?:Base)?Exception$/.test(name) && hasMessage ? 'exact' : 'partial';
}

/** `assert_that(x).is_equal_to(3)`, `assert_that(x, equal_to(3))`, `expect(x).to.equal(3)`: of the matcher. */
export function fluentStrength(call: SyntaxNode): Strength {
  const words = [lastName(call.child('function'))];
  for (const given of callArguments(call).positional) if (given.type === 'call') words.push(lastName(given.child('function')));
  const said = words.join(' ').toLowerCase();
  if (/not_?none|\bis_true\b|truthy|be_ok\b/.test(said)) return 'truthy';
  if (/\bnot_|\bnot\b|close_to|contain|has_|starts|ends|greater|less|match|instance|any_of|between/.test(said)) return 'partial';
  return /equal|\bis_\b|\bbe\b|same|to_have_(?:text|url|value|count|title|attribute|css)|is_empty|is_none|is_length|has_length/.test(said)
    ? 'exact'
    : 'partial';
}
