/** What a condition of a shell script demands, and which statements make the script fail. */
import type { Strength } from '../../model/outline.ts';
import { type Command, readCommand } from '../lower/bash/commands.ts';
import { readTestCommand, readTests, type Test, type Tests } from '../lower/bash/tests.ts';
import { literalOf, type Word } from '../lower/bash/words.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { FAILING_COUNTER, FAILING_TEXT, isFailingCall, preparation, strengthOfCall } from './bashVocabulary.ts';
import { spoken, wordsOf } from './bashWords.ts';

/** Conditions nest no deeper in code that somebody reads. */
const DEEPEST = 40;
const order: readonly Strength[] = ['none', 'truthy', 'partial', 'exact'];

export interface Demand {
  readonly strength: Strength;
  readonly subject: string;
}

const stronger = (one: Demand | null, other: Demand | null): Demand | null =>
  one && other ? (order.indexOf(other.strength) > order.indexOf(one.strength) ? other : one) : (one ?? other);

const isPattern = (word: Word): boolean =>
  word.parts.some((part) => part.kind === 'literal' && part.quoting === 'bare' && /[*?[]/.test(part.text));

/** `isDenied`: the script fails where it holds, `if [ "$a" != b ]; then fail`. */
function demandOfTest({ operator, negated, left, right }: Test, doubled: boolean, isDenied: boolean): Demand | null {
  if (left === null) {
    const literal = literalOf(right);
    if (operator === '') return { strength: literal === null ? 'truthy' : 'none', subject: literal === null ? spoken(right) : '' };
    return { strength: 'truthy', subject: spoken(right) };
  }
  const isLeftFixed = literalOf(left) !== null;
  const isRightFixed = literalOf(right) !== null;
  const subject = spoken(isLeftFixed && !isRightFixed ? right : left);
  // How many arguments a script got is no answer of what it tests.
  if (/^\$\{?#\}?$/.test(subject)) return null;
  if ((isLeftFixed && isRightFixed) || left.node.text === right.node.text) return { strength: 'none', subject };
  if (!(negated === isDenied ? /^(?:==?|-eq)$/ : /^(?:!=|-ne)$/).test(operator)) return { strength: 'partial', subject };
  return { strength: doubled && isPattern(right) ? 'partial' : 'exact', subject };
}

function demandOfTests({ all, doubled }: Tests, isDenied = false): Demand | null {
  let demand: Demand | null = null;
  for (const test of all) demand = stronger(demand, demandOfTest(test, doubled, isDenied));
  return demand;
}

export const commandOf = (node: SyntaxNode): Command =>
  readCommand(
    node,
    () => null,
    () => null,
  );

/** What a call demands by its name; null where it compares nothing by itself. */
export function demandOfCall(command: Command, helpers: ReadonlySet<string>, isDenied = false): Demand | null {
  const { name, arguments: operands } = command;
  if (name === 'test' || name === '[') return demandOfTests(readTestCommand(command), isDenied);
  const words = operands.map(spoken);
  const strength = strengthOfCall(name, words, helpers.has(name));
  if (strength === null) return null;
  if (/^assert_(?:output|line|stderr|success|failure)|^refute_/.test(name))
    return { strength, subject: /succ|fail/.test(name) ? '$status' : '$output' };
  const open = operands.filter((word) => literalOf(word) === null);
  return { strength, subject: spoken(open.length === 1 ? open[0] : operands.at(-1)) };
}

const saying = /^(?:echo|printf|pass(?:ed)?|ok|success|log\w*|info|debug|cat|true|:|PASS|record_pass|tput|say)$/;

/** What a condition demands whose failing makes a script fail; null where that is but its set-up. */
export function demandOfCondition(node: SyntaxNode, helpers: ReadonlySet<string>, isDenied = false, depth = 0): Demand | null {
  if (depth > DEEPEST) return null;
  const inner = (child: SyntaxNode | null | undefined, denied = isDenied) =>
    child ? demandOfCondition(child, helpers, denied, depth + 1) : null;
  switch (node.type) {
    case 'test_command':
      return node.children[0]?.type === '((' ? demandOfNumbers(node) : demandOfTests(readTests(node), isDenied);
    case 'command': {
      const command = commandOf(node);
      if (preparation.has(command.name)) return null;
      const demand = demandOfCall(command, helpers, isDenied);
      // That two things differ says little of either.
      if (demand)
        return isDenied && demand.strength === 'exact' && !/^(?:test|\[)$/.test(command.name) ? { ...demand, strength: 'partial' } : demand;
      return saying.test(command.name) ? null : { strength: 'truthy', subject: node.text.slice(0, 1200) };
    }
    case 'compound_statement':
      if (node.children[0]?.type === '((') return demandOfNumbers(node);
      return inner(node.namedChildren.at(-1));
    case 'negated_command':
      return inner(node.namedChildren[0], !isDenied);
    case 'subshell':
    case 'pipeline':
      return inner(node.namedChildren.filter(({ type }) => type !== 'comment').at(-1));
    case 'redirected_statement':
      return inner(node.child('body'));
    case 'list': {
      let demand: Demand | null = null;
      for (const child of node.namedChildren) demand = stronger(demand, inner(child));
      return demand;
    }
  }
  return null;
}

/** `(( count == 3 ))` */
export function demandOfNumbers(node: SyntaxNode): Demand | null {
  const text = node.text.slice(0, 2000);
  if (/[=!<>]=|[<>]/.test(text)) {
    const subject = /[A-Za-z_$][\w${}[\]]{0,80}/.exec(text)?.[0] ?? '';
    return { strength: subject === '' ? 'none' : text.includes('==') ? 'exact' : 'partial', subject };
  }
  return null;
}

const leaving = /^(?:exit|return)$/;

/** Whether a statement makes the script fail, or counts a failure. Only what stands in it directly is looked at. */
export function isFailure(node: SyntaxNode, depth = 0): boolean {
  if (depth > 3) return false;
  switch (node.type) {
    case 'command': {
      const [name, ...operands] = wordsOf(node).map(spoken);
      if (name === undefined) return node.namedChildren.some((child) => isFailure(child, depth + 1));
      if (leaving.test(name)) return operands[0] !== '0';
      if (name === 'false' || isFailingCall(name)) return true;
      if (name === 'let') return operands.some((operand) => FAILING_COUNTER.test(operand.split(/\W/, 1)[0]!));
      return /^(?:echo|printf)$/.test(name) && FAILING_TEXT.test(operands.find((operand) => !operand.startsWith('-')) ?? '');
    }
    case 'variable_assignment': {
      const value = node.child('value')?.text ?? '';
      return FAILING_COUNTER.test(node.child('name')?.text ?? '') && !/^(?:|""|''|"?0"?|false)$/.test(value);
    }
    case 'compound_statement': {
      if (node.children[0]?.type !== '((') return node.namedChildren.some((child) => isFailure(child, depth + 1));
      const counter = /^\(\(\s{0,20}(?:\+\+\s?)?(\w{1,80})\s{0,20}(?:\+\+|\+?=(?!=)|\)\))/.exec(node.text.slice(0, 200));
      return counter !== null && FAILING_COUNTER.test(counter[1]!);
    }
    case 'subshell':
    case 'list':
      return node.namedChildren.some((child) => isFailure(child, depth + 1));
    case 'redirected_statement': {
      const body = node.child('body');
      return body !== null && isFailure(body, depth + 1);
    }
  }
  return false;
}
