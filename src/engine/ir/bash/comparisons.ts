/** What tests and arithmetic compare, in one form: a status is tested by `-eq 0`, whichever way it is written. */
import type { Test } from '../../lower/bash/tests.ts';
import { readWord } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Value } from '../values.ts';
import { holdsWildcard, readPattern } from './patterns.ts';
import { bareValue, type Meanings, wordValue } from './wordValues.ts';

const fileTest = /^-[abcdefghkprstuwxGLNOS]$/;

/** Tests of files, whose answer is the test's own. */
export function asksFile({ operator, left }: Test): boolean {
  return (left === null && fileTest.test(operator)) || operator === '-nt' || operator === '-ot' || operator === '-ef';
}

const operation = (operator: string, operands: readonly Value[], at: number): Value => ({ kind: 'operation', operator, operands, at });
const not = (value: Value): Value => operation('!', [value], value.at);

const fileTestWithin = /-(?:[abcdefghkprstuwxGLNOS]|nt|ot|ef)(?!\w)/;

/** Whether a text of tests can hold one that asks a file: a look at the text, without reading it as tests. */
export function mayAskFile(text: string): boolean {
  return fileTestWithin.test(text);
}

const arithmeticNames: Readonly<Record<string, string>> = { '==': '-eq', '!=': '-ne', '<': '-lt', '<=': '-le', '>': '-gt', '>=': '-ge' };

/** A comparison by number. Only being zero is told apart, for that is what a status and a flag are asked for. */
function byNumber(operator: string, left: Value, right: Value, at: number): Value {
  const number = right.kind === 'literal' ? right.text : '';
  const zero = operation('-eq', [left, { kind: 'literal', text: '0', at: right.at }], at);
  const asked = `${operator} ${number}`;
  if (asked === '-eq 0' || asked === '-lt 1' || asked === '-le 0') return zero;
  if (asked === '-ne 0' || asked === '-gt 0' || asked === '-ge 1' || (operator === '-eq' && /^\d+$/.test(number))) return not(zero);
  return operation(operator, [left, right], at);
}

/** What a text is compared with: `= 0` of a status is a comparison by number. */
export function compared(operator: string, left: Value, right: Value, at: number): Value {
  if (operator.startsWith('-')) return byNumber(operator, left, right, at);
  const isNumber = right.kind === 'literal' && /^\d+$/.test(right.text);
  if (isNumber && (left.kind === 'status' || left.kind === 'variable')) return byNumber(operator === '!=' ? '-ne' : '-eq', left, right, at);
  return operation(operator === '!=' ? '!=' : operator === '=' || operator === '==' ? '=' : operator, [left, right], at);
}

const literalAt = (text: string, at: number): Value => ({ kind: 'literal', text, at });

const EQUALITY = /^[=!]?=$/;

/** The value of one test that asks no file; `doubled` in `[[ … ]]`. */
export function comparison(test: Test, meanings: Meanings, doubled: boolean): Value {
  if (doubled && test.left && EQUALITY.test(test.operator)) {
    // `[[ x == a* ]]` matches a pattern; `[ x = "a*" ]` compares.
    const { literal, glob } = readPattern(test.right);
    if (literal === null && (glob !== null || holdsWildcard(test.right))) {
      const pattern = glob === null ? wordValue(test.right, meanings) : literalAt(glob, test.right.node.index);
      return operation(test.operator === '!=' ? '!=*' : '=*', [bareValue(wordValue(test.left, meanings)), pattern], test.at);
    }
  }
  const value = (word: Test['right']) => bareValue(wordValue(word, meanings));
  // A backslash in a pattern is the pattern's.
  const right = test.right.node.type === 'regex' ? literalAt(test.right.node.text, test.right.node.index) : value(test.right);
  const empty: Value = { kind: 'literal', text: '', at: test.at };
  if (test.left) return compared(test.operator, value(test.left), right, test.at);
  if (test.operator === '-z') return operation('=', [right, empty], test.at);
  if (test.operator === '-n' || test.operator === '') return operation('!=', [right, empty], test.at);
  return operation(test.operator, [right], test.at);
}

const MAX_NESTED = 50;

/** The value of `(( … ))`, which holds where it is not zero. */
export function arithmeticCondition(node: SyntaxNode, meanings: Meanings, depth = 0): Value {
  const at = node.index;
  const operand = (child: SyntaxNode | null | undefined): Value =>
    !child || depth > MAX_NESTED
      ? { kind: 'unknown', at }
      : child.type === 'variable_name'
        ? bareValue(wordValue({ node: child, parts: [variablePart(child)] }, meanings))
        : /_expression$/.test(child.type)
          ? arithmeticCondition(child, meanings, depth + 1)
          : bareValue(wordValue(readWord(child), meanings));
  // A number as a condition: not zero. Expressions are conditions already.
  const truth = (child: SyntaxNode | null | undefined): Value => {
    const value = operand(child);
    return child && /_expression$/.test(child.type) ? value : not(operation('-eq', [value, { kind: 'literal', text: '0', at }], at));
  };
  switch (node.type) {
    case 'compound_statement':
    case 'parenthesized_expression':
      return truth(node.namedChildren.at(-1));
    case 'unary_expression':
      return node.child('operator')?.text === '!' ? not(truth(node.namedChildren.at(-1))) : operand(node.namedChildren.at(-1));
    case 'binary_expression': {
      const operator = node.child('operator')?.text ?? '';
      const left = operand(node.child('left'));
      const right = operand(node.child('right'));
      if (Object.hasOwn(arithmeticNames, operator)) return byNumber(arithmeticNames[operator]!, left, right, at);
      return operation(operator, [left, right], at);
    }
    default:
      return { kind: 'unknown', at };
  }
}

function variablePart(node: SyntaxNode) {
  return { kind: 'variable', name: node.text, operator: '', argument: null, quoting: 'bare', node } as const;
}
