/** Test cases of JavaScript's frameworks: what they are called, whether they run, what they assert. One pass over the tree. */
import type { Assertion, CaseState, TestCase } from '../../model/outline.ts';
import {
  argumentsOf,
  calleeOf,
  functionTypes,
  parametersOf,
  propertyOf,
  stringValue,
  unwrap,
  unwrapAwait,
} from '../lower/javascript/syntax.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { assertionAt, type Surroundings } from './javascriptAssertions.ts';
import type { Frameworks } from './javascriptFrameworks.ts';
import type { Tokens } from './javascriptTokens.ts';
import { codeOf } from './javascriptTokens.ts';
import { digestOf, shownText } from './parts.ts';

/** Cases in cases that are told apart; the body of each is digested with all that is in it. */
const deepestCase = 12;

const mostAssertions = 20_000;

/** A call that makes a test case or a group of them. */
interface Made {
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
const stronger = (a: CaseState, b: CaseState): CaseState => (order.indexOf(a) >= order.indexOf(b) ? a : b);

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

function made(call: SyntaxNode, frameworks: Frameworks, handed: ReadonlySet<string>): Made | null {
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

/** A case that is being read. */
interface OpenCase {
  readonly name: string;
  readonly line: number;
  state: CaseState;
  readonly assertions: Assertion[];
  readonly bodyText: string;
  readonly isEmpty: boolean;
  readonly via: string | null;
  /** Local functions it calls: they may assert. */
  readonly calls: { readonly name: string; readonly at: Assertion; readonly place: number }[];
  holdsCases: boolean;
}

/** A part of the tree with what it makes of what stands in it. */
interface Scope {
  readonly end: number;
  readonly title: string;
  readonly state: CaseState;
  readonly open: OpenCase | null;
  readonly body: SyntaxNode | null;
  readonly handed: ReadonlySet<string>;
  readonly isGuarded: boolean;
  readonly depth: number;
  /** Of the innermost function that has a name and stands outside of all cases. */
  readonly fn: string | null;
}

function isNothing(body: SyntaxNode | null): boolean {
  const block = body?.child('body');
  if (!block) return true;
  if (block.type !== 'statement_block') return false;
  const statements = block.namedChildren.filter(({ type }) => type !== 'comment' && type !== 'empty_statement');
  return statements.every((statement) => /^(?:return\s+)?(?:\w{1,20}\.)?(?:done|end)\(\s*\);?$/.test(statement.text.slice(0, 60)));
}

/** Whether a `catch` keeps an error for itself: nothing in it throws, asserts or tells anybody. */
function swallows(block: SyntaxNode | null): boolean {
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
function failsWithoutError(statement: SyntaxNode, body: SyntaxNode | null): boolean {
  const tried = statement.child('body');
  const last = tried?.namedChildren.findLast(({ type }) => type !== 'comment');
  if (last && failing.test(last.text.slice(0, 300))) return true;
  return body !== null && /\bexpect\.(?:assertions|hasAssertions)\(|\.plan\(/.test(body.text.slice(0, 2000));
}

export interface Cases {
  readonly cases: readonly TestCase[];
  readonly loose: readonly Assertion[];
  /** Top-level statements that make cases, by their node. */
  readonly statements: ReadonlySet<number>;
}

export function findCases(source: SourceText, tokens: Tokens, frameworks: Frameworks): Cases {
  const { tree } = tokens;
  const { types } = tree.names;
  const isLooked = new Set([
    'call_expression',
    'if_statement',
    'throw_statement',
    'return_statement',
    'try_statement',
    'catch_clause',
    'else_clause',
    'switch_case',
    'switch_default',
    'ternary_expression',
    'binary_expression',
    'function_declaration',
    'generator_function_declaration',
    'method_definition',
    'variable_declarator',
  ]);
  // Names are many, and only this one makes an assertion of them.
  if (source.text.includes('should')) for (const type of ['member_expression', 'identifier']) isLooked.add(type);
  const looked: (boolean | undefined)[] = [];
  const nobody: ReadonlySet<string> = new Set();
  const stack: Scope[] = [
    { end: tree.count, title: '', state: 'run', open: null, body: null, handed: nobody, isGuarded: false, depth: 0, fn: null },
  ];
  /** Scopes that begin at a node further on. */
  const later = new Map<number, (top: Scope) => Scope>();
  const cases: OpenCase[] = [];
  const loose: Assertion[] = [];
  /** Assertions of functions that cases may call, and which local functions they call themselves. */
  const byFunction = new Map<string, Assertion[]>();
  const callsOf = new Map<string, Set<string>>();
  const statements = new Set<number>();
  let count = 0;
  const guardAt = (node: SyntaxNode | null): void => {
    if (node) later.set(node.index, (top) => ({ ...top, end: tree.next[node.index]!, isGuarded: true }));
  };

  function surroundings(top: Scope): Surroundings {
    const { libraries, taken, isPlainTest, isTest } = frameworks;
    return { body: top.body, isInCase: top.open !== null, handed: top.handed, libraries, taken, isPlainTest, isTest };
  }

  function open(node: SyntaxNode, what: Made, top: Scope): void {
    const title = top.title === '' ? what.title : shownText(`${top.title} > ${what.title}`);
    const state = stronger(what.state, top.state);
    const parameters = what.body ? parametersOf(what.body) : [];
    const handed = new Set(top.handed);
    for (const parameter of parameters.slice(0, 4)) {
      const pattern = parameter.child('pattern') ?? parameter;
      if (pattern.type === 'identifier') handed.add(pattern.text);
    }
    let statement = node.index;
    while (tree.parent[statement]! > 0) statement = tree.parent[statement]!;
    statements.add(statement);
    if (what.kind === 'group') {
      stack.push({ ...top, end: tree.next[node.index]!, title, state, handed });
      return;
    }
    if (top.open) top.open.holdsCases = true;
    const opened: OpenCase = {
      name: title,
      line: source.lineAt(node.start),
      state,
      assertions: [],
      bodyText: digestOf(what.parts.flatMap((part) => tokens.of(part))),
      isEmpty: what.body ? isNothing(what.body) : what.via === null && what.parts.length === 0,
      via: what.via,
      calls: [],
      holdsCases: false,
    };
    cases.push(opened);
    stack.push({
      ...top,
      end: tree.next[node.index]!,
      title,
      state,
      open: opened,
      body: what.body,
      handed,
      isGuarded: false,
      depth: top.depth + 1,
      fn: null,
    });
  }

  /** `this.skip()`, `t.skip()` as a statement of the case itself. */
  function readSkip(call: SyntaxNode, top: Scope): boolean {
    const callee = calleeOf(call);
    const name = callee ? propertyOf(callee) : null;
    const object = callee?.child('object')?.text;
    const isPending = callee?.type === 'identifier' && callee.text === 'pending';
    if (!isPending && !(name && object && /^(?:skip|todo|fixme|fail)$/.test(name))) return false;
    const given = argumentsOf(call);
    const isOwn = object === 'this' || (object !== undefined && top.handed.has(object) && name !== 'fail' && !frameworks.skipsAssertions);
    const isRunner = object !== undefined && frameworks.kindOf(object) === 'case' && (given.length === 0 || given[0]!.type === 'true');
    if (!isPending && !isOwn && !isRunner) return false;
    const parent = call.parent;
    const block = parent?.type === 'expression_statement' || parent?.type === 'return_statement' ? parent.parent : null;
    if (top.isGuarded || !block?.parent?.equals(top.body)) return false;
    if (top.open) top.open.state = stronger(top.open.state, name === 'fail' ? 'expected-failure' : 'skipped');
    return true;
  }

  function note(node: SyntaxNode, top: Scope): void {
    const found = assertionAt(node, surroundings(top));
    if (found) {
      if (++count > mostAssertions) return;
      const { text, subject, strength, isUnheard } = found;
      const assertion: Assertion = {
        text,
        subject,
        strength,
        isGuarded: top.isGuarded || isUnheard === true,
        line: source.lineAt(found.node.start),
      };
      if (top.open) top.open.assertions.push(assertion);
      else loose.push(assertion);
      if (top.fn !== null) {
        const known = byFunction.get(top.fn);
        if (known) known.push(assertion);
        else byFunction.set(top.fn, [assertion]);
      }
      return;
    }
    if (node.type !== 'call_expression') return;
    const callee = calleeOf(node);
    if (callee?.type !== 'identifier' || !frameworks.functions.has(callee.text)) return;
    if (top.open) {
      const at: Assertion = {
        text: codeOf(node),
        subject: '',
        strength: 'exact',
        isGuarded: top.isGuarded,
        line: source.lineAt(node.start),
      };
      top.open.calls.push({ name: callee.text, at, place: top.open.assertions.length });
    } else if (top.fn !== null) {
      const called = callsOf.get(top.fn) ?? new Set();
      called.add(callee.text);
      callsOf.set(top.fn, called);
    }
  }

  for (let index = 0; index < tree.count; index++) {
    while (stack.length > 1 && stack.at(-1)!.end <= index) stack.pop();
    const scope = later.get(index);
    if (scope) {
      later.delete(index);
      stack.push(scope(stack.at(-1)!));
    }
    const id = tree.type[index]!;
    looked[id] ??= isLooked.has(types[id]!);
    if (!looked[id]) continue;
    const node = new SyntaxNode(tree, index);
    const top = stack.at(-1)!;
    switch (node.type) {
      case 'call_expression': {
        const what = top.depth < deepestCase ? made(node, frameworks, top.handed) : null;
        if (what) open(node, what, top);
        else if (!(top.open && readSkip(node, top))) {
          note(node, top);
          guardByCatch(node);
        }
        break;
      }
      case 'if_statement':
        note(node, top);
        guardAt(node.child('consequence'));
        guardAt(node.child('alternative'));
        break;
      case 'ternary_expression':
        guardAt(node.child('consequence'));
        guardAt(node.child('alternative'));
        break;
      case 'binary_expression':
        if (/^(?:&&|\|\||\?\?)$/.test(node.child('operator')?.text ?? '')) guardAt(node.child('right'));
        break;
      case 'switch_case':
      case 'switch_default':
        stack.push({ ...top, end: tree.next[index]!, isGuarded: true });
        break;
      case 'try_statement': {
        const handler = node.child('handler');
        if (handler && swallows(handler.child('body')) && !node.child('finalizer')) guardAt(node.child('body'));
        else if (handler && swallows(handler.child('body'))) guardAt(node.child('body'));
        if (handler && !failsWithoutError(node, top.body)) guardAt(handler);
        break;
      }
      case 'return_statement':
      case 'throw_statement': {
        note(node, top);
        const parent = tree.parent[index]!;
        const next = tree.next[index]!;
        const end = tree.next[parent]!;
        if (types[tree.type[parent]!] === 'statement_block' && next < end) later.set(next, (now) => ({ ...now, end, isGuarded: true }));
        break;
      }
      case 'function_declaration':
      case 'generator_function_declaration': {
        const name = node.child('name')?.text ?? null;
        stack.push({ ...top, end: tree.next[index]!, isGuarded: false, fn: top.open ? name : (top.fn ?? name) });
        break;
      }
      case 'variable_declarator':
      case 'method_definition': {
        const value = node.type === 'method_definition' ? node : node.child('value');
        const name = node.child('name');
        if (!top.open && top.fn === null && value && functionTypes.has(value.type) && name && name.type !== 'object_pattern')
          stack.push({ ...top, end: tree.next[index]!, fn: name.text });
        break;
      }
      default:
        note(node, top);
    }
  }

  function guardByCatch(call: SyntaxNode): void {
    const callee = calleeOf(call);
    if (callee?.type !== 'member_expression' || propertyOf(callee) !== 'catch') return;
    const [handler] = argumentsOf(call);
    if (handler && functionTypes.has(handler.type) && swallows(handler.child('body'))) guardAt(callee.child('object'));
  }

  return { cases: settle(cases, byFunction, callsOf), loose, statements };
}

/** Rounds in which functions that call asserting functions are found. */
const rounds = 4;

function settle(
  cases: readonly OpenCase[],
  byFunction: ReadonlyMap<string, readonly Assertion[]>,
  callsOf: ReadonlyMap<string, ReadonlySet<string>>,
): TestCase[] {
  const asserting = new Set(byFunction.keys());
  for (let round = 0; round < rounds; round++) {
    const before = asserting.size;
    for (const [name, called] of callsOf) if (!asserting.has(name) && [...called].some((one) => asserting.has(one))) asserting.add(name);
    if (asserting.size === before) break;
  }
  let lent = 0;
  return cases.flatMap((one) => {
    const calls = one.calls.filter(({ name }) => asserting.has(name));
    if (one.holdsCases && one.assertions.length + calls.length === 0) return [];
    let taken = 0;
    const own: Assertion[] = [];
    for (const { at, place } of calls) {
      for (; taken < place; taken++) own.push(one.assertions[taken]!);
      own.push(at);
    }
    const borrowed = one.via === null || lent >= mostAssertions ? [] : (byFunction.get(one.via) ?? []);
    lent += borrowed.length;
    const assertions = own.concat(one.assertions.slice(taken), borrowed);
    return [{ name: one.name, line: one.line, state: one.state, assertions, body: one.bodyText, isEmpty: one.isEmpty }];
  });
}
