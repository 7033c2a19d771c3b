/** Test cases of JavaScript's frameworks: what they are called, whether they run, what they assert. One pass over the tree. */
import type { Assertion, CaseState, TestCase } from '../../model/outline.ts';
import { argumentsOf, calleeOf, functionTypes, parametersOf, propertyOf } from '../lower/javascript/syntax.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { assertionAt, type Surroundings } from './javascriptAssertions.ts';
import { type Made, made, stronger } from './javascriptCaseCalls.ts';
import type { Frameworks } from './javascriptFrameworks.ts';
import { type OpenCase, withLentAssertions } from './javascriptLentAssertions.ts';
import { failsWithoutError, swallows } from './javascriptSwallowed.ts';
import { codeOf, type Tokens } from './javascriptTokens.ts';
import { digestOf, shownText } from './parts.ts';

/** Cases in cases that are told apart; the body of each is digested with all that is in it. */
const deepestCase = 12;

const mostAssertions = 20_000;

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

  return { cases: withLentAssertions(cases, byFunction, callsOf), loose, statements };
}
