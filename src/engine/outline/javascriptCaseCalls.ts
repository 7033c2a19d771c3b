/** Calls that make test cases and groups of them: `it('…', …)`, `test.only.each(table)(…)`, `t.test(…)`. */
import type { CaseState } from '../../model/outline.ts';
import { argumentsOf, calleeOf, functionTypes, propertyOf, stringValue, unwrap, unwrapAwait } from '../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { Frameworks } from './javascriptFrameworks.ts';
import { codeOf } from './javascriptTokens.ts';
import { shownText } from './parts.ts';

/** A call that makes a test case or a group of them. */
export interface Made {
  readonly kind: 'case' | 'group';
  readonly title: string;
  readonly state: CaseState;
  readonly body: SyntaxNode | null;
  /** The name of a function that is the body and stands elsewhere. */
  readonly via: string | null;
  /** What makes the case what it is, its title left out. */
  readonly parts: readonly SyntaxNode[];
}

const order: readonly CaseState[] = ['run', 'focused', 'expected-failure', 'skipped'];
/** Of two marks the one that says more of whether a case runs. */
export const stronger = (a: CaseState, b: CaseState): CaseState => (order.indexOf(a) >= order.indexOf(b) ? a : b);

const marks: Readonly<Record<string, CaseState>> = {
  skip: 'skipped',
  todo: 'skipped',
  fixme: 'skipped',
  ignore: 'skipped',
  pending: 'skipped',
  failing: 'expected-failure',
  fails: 'expected-failure',
  fail: 'expected-failure',
  only: 'focused',
};

const plainSteps = new Set([
  'concurrent',
  'sequential',
  'serial',
  'parallel',
  'each',
  'for',
  'skipIf',
  'runIf',
  'if',
  'todoIf',
  'failingIf',
  'cb',
  'shuffle',
  'extend',
  'describe',
  'default',
  'only',
  'async',
  'test',
  'it',
  'suite',
  'module',
  'context',
  'prod',
  'retries',
]);

/** A callee taken apart: `it.only.each(table)` has the root `it`, the steps `only` and `each`, and the table. */
interface Callee {
  readonly root: string;
  readonly steps: readonly string[];
  readonly tables: readonly SyntaxNode[];
}

function takeApart(call: SyntaxNode): Callee | null {
  const steps: string[] = [];
  const tables: SyntaxNode[] = [];
  let at = calleeOf(call);
  for (let count = 0; at && count < 8; count++) {
    if (at.type === 'identifier') return { root: at.text, steps: steps.reverse(), tables };
    if (at.type === 'this') return { root: 'this', steps: steps.reverse(), tables };
    if (at.type === 'member_expression') {
      steps.push(propertyOf(at) ?? '');
      const object: SyntaxNode | null = at.child('object');
      at = object ? unwrap(object) : null;
    } else if (at.type === 'call_expression') {
      const table = at.child('arguments');
      if (table) tables.push(table);
      at = calleeOf(at);
    } else return null;
  }
  return null;
}

const isFunction = (node: SyntaxNode): boolean => functionTypes.has(node.type);

function titleOf(node: SyntaxNode): string {
  const value = unwrap(node);
  if (value.type === 'string') return shownText(stringValue(value));
  if (value.type === 'template_string') return shownText(value.text.slice(1, -1));
  if (isFunction(value)) return value.child('name')?.text ?? '';
  return codeOf(value);
}

/** What an options object says of whether a case runs; a condition says nothing for sure. */
function stateOfOptions(options: SyntaxNode): CaseState {
  let state: CaseState = 'run';
  for (const pair of options.namedChildren) {
    const key = pair.child('key')?.text.replace(/^['"]|['"]$/g, '');
    const value = pair.child('value');
    const mark = key === undefined || !Object.hasOwn(marks, key) ? undefined : marks[key];
    if (mark && value && (value.type === 'true' || (value.type === 'string' && value.text.length > 2))) state = stronger(state, mark);
  }
  return state;
}

/** A value of `skipIf` that is written out. */
function literalCondition(step: string, tables: readonly SyntaxNode[]): CaseState {
  const [given] = tables[0]?.namedChildren ?? [];
  if (step === 'skipIf' && given?.type === 'true') return 'skipped';
  return (step === 'runIf' || step === 'if') && given?.type === 'false' ? 'skipped' : 'run';
}

/** What a call makes; null of any other call. `handed`: names of what test functions are given, `t` for one. */
export function made(call: SyntaxNode, frameworks: Frameworks, handed: ReadonlySet<string>): Made | null {
  const callee = takeApart(call);
  if (!callee) return null;
  const { root, steps, tables } = callee;
  const given = argumentsOf(call).map(unwrapAwait);
  const functions = given.filter(isFunction);
  const last = given.at(-1);
  let kind = frameworks.kindOf(root);
  if (kind === null) {
    // `t.test(…)`, `QUnit.test(…)`, `Deno.test(…)`, `tap.test(…)`, `lab.experiment(…)`.
    const step = steps[0];
    const first = given[0];
    const isKnown = handed.has(root) || frameworks.isFramework(root);
    if (step === undefined || frameworks.madeBy(step) === null) return null;
    if (!isKnown && !(functions.length > 0 && first && /string/.test(first.type) && given.length > 1)) return null;
    kind = frameworks.madeBy(step)!;
  } else if (steps.some((step) => !plainSteps.has(step) && !Object.hasOwn(marks, step))) return null;
  if (steps.includes('describe') || steps.includes('suite') || steps.includes('module')) kind = 'group';
  if (steps.includes('extend') && steps.at(-1) === 'extend') return null;
  if (/^(?:each|for|skipIf|runIf|if|todoIf)$/.test(steps.at(-1) ?? '') && tables.length === 0) return null;
  let state: CaseState = frameworks.stateOf(root);
  for (const step of steps) if (Object.hasOwn(marks, step)) state = stronger(state, marks[step]!);
  for (const step of steps) state = stronger(state, literalCondition(step, tables));
  const options = given.filter(({ type }) => type === 'object');
  for (const one of options) state = stronger(state, stateOfOptions(one));
  const first = given[0];
  const inObject = options[0]?.namedChildren.find(
    (child) =>
      (child.type === 'method_definition' && child.child('name')?.text === 'fn') ||
      (child.type === 'pair' && child.child('key')?.text === 'fn'),
  );
  let body = functions.at(-1) ?? null;
  if (!body && inObject) {
    const value = inObject.type === 'pair' ? inObject.child('value') : inObject;
    body = value && isFunction(value) ? value : null;
  }
  // `it('…', util.wrap(async () => { … }))`.
  if (!body && last?.type === 'call_expression') body = argumentsOf(last).map(unwrapAwait).findLast(isFunction) ?? null;
  if (kind === 'group' && !body) return null;
  const isTitled = first !== undefined && !isFunction(first) && first.type !== 'object';
  const named = options[0]?.namedChildren.find((child) => child.child('key')?.text === 'name')?.child('value') ?? null;
  const titled = isTitled ? first : (named ?? (first && isFunction(first) ? first : null));
  const title = titled ? titleOf(titled) : '';
  const via = !body && given.length > 1 && last?.type === 'identifier' ? last.text : null;
  if (!body) {
    // A condition of its own test, `test.skip(isWindows, 'why')`, or a call that only looks like one.
    const isPending = first !== undefined && /string/.test(first.type) && (given.length === 1 || via !== null || last?.type !== 'string');
    const isSurelyOne = steps.length === 0 || steps.includes('todo') || tables.length > 0 || given.length > 1;
    if (kind !== 'case' || !isPending || !isSurelyOne || (handed.has(root) && given.length === 1)) return null;
    if (given.length === 1) {
      if (!frameworks.isImplied(root)) return null;
      state = 'skipped';
    }
  }
  const parts = [...tables, ...given.filter((one) => one !== titled)];
  return { kind, title, state, body, via, parts };
}
