/** The assertions of a Python file, in one pass over its tree: what they demand, and what may keep them from being heard. */
import type { Assertion, CaseState, Strength } from '../../model/outline.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { FoundCase } from './pythonDefinitions.ts';
import { callArguments, dottedName, isDocstring, lastName, type PythonFile } from './pythonFile.ts';
import { leavingMark } from './pythonMarks.ts';
import { assertingCallStrength, conditionStrength, constantTruth, fluentStrength, raisedStrength } from './pythonStrength.ts';

export interface ReadAssertions {
  /** By case: what it asserts, and what its statements make of its state. */
  readonly byCase: readonly { readonly assertions: readonly Assertion[]; readonly state: CaseState }[];
  readonly loose: readonly Assertion[];
  /** The nodes that assert, for what looks at what goes into them. */
  readonly nodes: readonly SyntaxNode[];
}

interface Found {
  readonly subject: SyntaxNode | null;
  readonly strength: Strength;
  /** What is shown of it, where that is not all of it. */
  readonly shown?: readonly [start: number, end: number];
}

const longestFluent = 12;

function isFailure(statement: SyntaxNode): boolean {
  const inner = statement.namedChildren[0];
  if (statement.type === 'raise_statement') {
    const made = inner?.type === 'call' ? inner : null;
    const name = lastName(made ? made.child('function') : (inner ?? null));
    if (name === 'SystemExit') return exitsWithFailure(made);
    return /^(?:AssertionError|TestFailed)$/.test(name);
  }
  if (statement.type === 'assert_statement') return inner?.type === 'false' || inner?.text === '0';
  if (statement.type !== 'expression_statement' || inner?.type !== 'call') return false;
  const name = dottedName(inner.child('function')) ?? '';
  if (/^(?:sys\.exit|exit|quit|os\._exit)$/.test(name)) return exitsWithFailure(inner);
  return /^(?:pytest|self|cls)\.(?:fail|failureException)$|^fail$/.test(name);
}

function exitsWithFailure(call: SyntaxNode | null): boolean {
  const [status, ...more] = call ? callArguments(call).positional : [];
  return status !== undefined && more.length === 0 && (status.type === 'string' || (status.type === 'integer' && status.text !== '0'));
}

/** `if total != 3: sys.exit('…')`: what a script without a framework asserts. */
function failingCondition(node: SyntaxNode): Found | null {
  const statements = node.child('consequence')?.namedChildren.filter((child) => child.type !== 'comment' && !isDocstring(child)) ?? [];
  const last = statements.at(-1);
  if (!last || statements.length > 4 || !isFailure(last)) return null;
  const isTelling = (one: SyntaxNode): boolean => one.type === 'expression_statement' && one.namedChildren[0]?.type === 'call';
  if (!statements.slice(0, -1).every(isTelling)) return null;
  const condition = node.child('condition');
  if (condition && /\bargv\b/.test(condition.text.slice(0, 200))) return null;
  return { subject: subjectOf(condition), strength: conditionStrength(condition, true), shown: [node.start, last.end] };
}

/** What is looked at in a condition: the left of a comparison, what a `not` stands before. */
function subjectOf(condition: SyntaxNode | null): SyntaxNode | null {
  let at = condition;
  for (let depth = 0; at && depth < longestFluent; depth++) {
    if (at.type === 'parenthesized_expression' || at.type === 'comparison_operator')
      at = at.namedChildren.find(({ type }) => type !== 'comment') ?? null;
    else if (at.type === 'not_operator') at = at.child('argument');
    else if (at.type === 'boolean_operator') at = at.child('left');
    else return at;
  }
  return at;
}

/** The first call of a chain that begins with one of these: `expect(x)` of `expect(x).to.equal(3)`. */
function fluentRoot(call: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode | null = call;
  for (let steps = 0; at && steps < longestFluent; steps++) {
    if (at.type === 'attribute') at = at.child('object');
    else if (at.type !== 'call') return null;
    else if (/^(?:expect|(?:\w+\.)?assert_that|(?:self\.)?assertThat)$/.test(at.child('function')?.text.slice(0, 60) ?? '')) return at;
    else at = at.child('function');
  }
  return null;
}

function assertingCall(file: PythonFile, call: SyntaxNode, isInCase: boolean): Found | null {
  const callee = call.child('function');
  const name = lastName(callee);
  if (name === '') return null;
  const receiver = callee?.type === 'attribute' ? callee.child('object') : null;
  const owner = dottedName(receiver);
  const { positional, named } = callArguments(call);
  const first = positional[0] ?? null;
  const around = call.parent!.type === 'await' ? call.parent!.parent : call.parent;
  const isStatement = around?.type === 'expression_statement';

  const root = fluentRoot(call);
  if (root) {
    const [subject, matcher] = callArguments(root).positional;
    // `assert_that(x)` alone asserts nothing; in a chain the last call tells.
    if (root.equals(call) && !matcher) return null;
    return { subject: subject ?? null, strength: fluentStrength(call) };
  }
  if (/^(?:raises|warns|assertRaises\w*|assertWarns\w*|assert_raises\w*|deprecated_call)$/.test(name)) {
    if (receiver && !/^(?:pytest|self|cls|tc|testing|np\.testing|numpy\.testing|t)$/.test(owner ?? '')) return null;
    const hasMessage = named('match') !== null || /[rR]egex|message/i.test(name);
    return { subject: raisingCode(call, positional[/[rR]egex/.test(name) ? 2 : 1] ?? null), strength: raisedStrength(first, hasMessage) };
  }
  if (/^(?:assert(?:_|[A-Z])\w*|fail(?:If|Unless)\w*)$/.test(name)) {
    if (/^assert_(?:called|not_called|any_call|has_calls|awaited|not_awaited|any_await|has_awaits)/.test(name) && receiver) {
      return { subject: receiver, strength: /_with$/.test(name) ? 'exact' : assertingCallStrength(call) };
    }
    return { subject: first, strength: assertingCallStrength(call) };
  }
  if (/^(?:ok_|eq_)$/.test(name)) return { subject: first, strength: name === 'eq_' ? 'exact' : conditionStrength(first) };
  if (name === 'check' && /regression$/.test(owner ?? '')) return { subject: first, strength: 'exact' };
  if (/^_?(?:check|verify|expect)(?:_|[A-Z]|$)/.test(name) && isStatement && first) {
    const isOwn = receiver === null ? isInCase || file.values.has(name) || file.functions.has(name) : /^(?:self|cls)$/.test(owner ?? '');
    if (isOwn) return { subject: first, strength: assertingCallStrength(call) };
  }
  if (isInCase && /^(?:self|cls|pytest)$/.test(owner ?? '') && name === 'fail') return { subject: null, strength: 'truthy' };
  return null;
}

/** What an expected exception is expected of: what stands in its `with`, or what it is given to call. */
function raisingCode(call: SyntaxNode, given: SyntaxNode | null): SyntaxNode | null {
  const item = call.parent?.type === 'as_pattern' ? call.parent.parent : call.parent;
  if (item?.type !== 'with_item') return given;
  return item.ancestor('with_statement')?.child('body') ?? given;
}

const broad = /^(?:Base)?Exception$|^AssertionError$/;

/** Whether it hears whatever goes wrong in its `try` and goes on. */
function handlersOf(node: SyntaxNode): { readonly swallows: boolean; readonly swallowsFailures: boolean } {
  let swallows = false;
  let swallowsFailures = false;
  for (const clause of node.namedChildren) {
    if (clause.type !== 'except_clause' && clause.type !== 'except_group_clause') continue;
    const block = clause.namedChildren.find(({ type }) => type === 'block');
    const isHeard = block?.namedChildren.some(
      (one) =>
        one.type === 'raise_statement' ||
        one.type === 'assert_statement' ||
        isFailure(one) ||
        leavingMark(one) !== null ||
        assertsByName(one),
    );
    if (isHeard) continue;
    swallows = true;
    const value = clause.child('value');
    const type = value?.type === 'as_pattern' ? value.namedChildren[0] : value;
    const types = type?.type === 'tuple' ? type.namedChildren : type ? [type] : [];
    if (types.length === 0 || types.some((one) => broad.test(lastName(one)))) swallowsFailures = true;
  }
  return { swallows, swallowsFailures };
}

function assertsByName(statement: SyntaxNode): boolean {
  const call = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
  return call?.type === 'call' && /^(?:assert|fail|check|verify)/.test(lastName(call.child('function')));
}

const GUARDED = 1;
/** A failure alone is swallowed here, not what asserts: `try: f(); self.fail() except ValueError: pass`. */
const GUARDED_BUT_FAILURES = 2;

/** What a block adds to the guards of what stands in it. */
function guardOf(block: SyntaxNode, failing: ReadonlySet<number>): number {
  const around = block.parent!;
  switch (around.type) {
    case 'if_statement':
    case 'elif_clause': {
      if (block.field !== 'consequence') return 0;
      const condition = around.child('condition');
      return constantTruth(condition) === true || condition?.text.startsWith('__name__') ? 0 : GUARDED;
    }
    case 'else_clause':
      return around.parent!.type === 'if_statement' ? GUARDED : 0;
    case 'case_clause':
      return GUARDED;
    case 'try_statement': {
      const { swallows, swallowsFailures } = handlersOf(around);
      if (swallowsFailures) return GUARDED;
      return swallows ? GUARDED_BUT_FAILURES : 0;
    }
    case 'except_clause':
    case 'except_group_clause':
      return failing.has(around.parent!.index) ? 0 : GUARDED;
    case 'with_statement':
      return /^with\s+(?:contextlib\.)?suppress\(/.test(around.text.slice(0, 60)) ? GUARDED : 0;
    default:
      return 0;
  }
}

export function readAssertions(file: PythonFile, cases: readonly FoundCase[]): ReadAssertions {
  const { tree } = file.root;
  const { tokens } = file;
  const { types } = tree.names;
  const caseOf = new Int32Array(tree.count).fill(-1);
  const scopeOf = new Int32Array(tree.count);
  const guards = new Uint8Array(tree.count);
  const isQuiet = new Uint8Array(tree.count);
  const caseAt = new Map(cases.map(({ node }, index) => [node.index, index]));
  const found: Assertion[][] = cases.map(() => []);
  const states: CaseState[] = cases.map(({ mark }) => mark.state);
  const loose: Assertion[] = [];
  const nodes: SyntaxNode[] = [];
  /** Functions that have been left, at least on a condition. */
  const left = new Set<number>();
  /** `try` statements that fail at the end of what is tried. */
  const failing = new Set<number>();

  const names = new Map<FoundCase, Map<string, number>>();
  /** Whether a function in a test is named anywhere else there; what decorates it may call it. */
  const isCalled = (inner: SyntaxNode, around: FoundCase): boolean => {
    let counts = names.get(around);
    if (!counts) {
      counts = new Map();
      for (const { text } of around.node.descendants('identifier')) counts.set(text, (counts.get(text) ?? 0) + 1);
      names.set(around, counts);
    }
    const isMethod =
      inner.parent!.type === 'decorated_definition' ||
      inner.ancestor('function_definition', 'class_definition')?.type === 'class_definition';
    return isMethod || (counts.get(inner.child('name')?.text ?? '') ?? 0) > 1;
  };

  const record = (node: SyntaxNode, one: Found, isFail = false): void => {
    const { index } = node;
    const owner = caseOf[index]!;
    const guard = guards[index]!;
    const isGuarded =
      (isFail ? (guard & GUARDED) !== 0 : guard !== 0) || left.has(scopeOf[index]!) || (cases[owner]?.mark.isConditional ?? false);
    const [start, end] = one.shown ?? [node.start, node.end];
    (owner < 0 ? loose : found[owner]!).push({
      text: tokens.shown(start, end),
      subject: one.subject ? tokens.shown(one.subject.start, one.subject.end) : '',
      strength: one.strength,
      isGuarded,
      line: file.lineOf(node),
    });
    nodes.push(node);
    isQuiet[index] = 1;
  };

  for (let index = 1; index < tree.count; index++) {
    const parent = tree.parent[index]!;
    caseOf[index] = caseAt.get(index) ?? caseOf[parent]!;
    scopeOf[index] = scopeOf[parent]!;
    guards[index] = guards[index]! | guards[parent]!;
    isQuiet[index] = isQuiet[index]! | isQuiet[parent]!;
    if (isQuiet[index]) continue;
    switch (types[tree.type[index]!]) {
      case 'function_definition':
        scopeOf[index] = index;
        if (caseOf[index]! >= 0 && !caseAt.has(index) && !isCalled(new SyntaxNode(tree, index), cases[caseOf[index]!]!))
          guards[index] = GUARDED;
        break;
      case 'block':
        guards[index] = guards[index]! | guardOf(new SyntaxNode(tree, index), failing);
        break;
      case 'conditional_expression':
        guards[index] = guards[index]! | GUARDED;
        break;
      case 'return_statement':
        left.add(scopeOf[index]!);
        break;
      case 'if_statement': {
        const node = new SyntaxNode(tree, index);
        const failure = failingCondition(node);
        if (!failure) break;
        record(node, failure);
        isQuiet[index] = 0;
        for (const part of [node.child('condition')!, node.child('consequence')!]) isQuiet[part.index] = 1;
        break;
      }
      case 'assert_statement': {
        const node = new SyntaxNode(tree, index);
        const condition = node.namedChildren.find(({ type }) => type !== 'comment') ?? null;
        record(node, { subject: subjectOf(condition), strength: conditionStrength(condition) }, isFailure(node));
        if (isFailure(node)) failing.add(node.ancestor('try_statement')?.index ?? -1);
        break;
      }
      case 'raise_statement':
      case 'expression_statement': {
        const node = new SyntaxNode(tree, index);
        const mark = leavingMark(node);
        const scope = scopeOf[index]!;
        const owner = caseOf[index]!;
        if (mark) {
          const isFirst = owner >= 0 && scope === cases[owner]!.node.index && !left.has(scope) && found[owner]!.length === 0;
          if (isFirst && node.parent!.parent!.index === scope) states[owner] = mark.state;
          else left.add(scope);
          isQuiet[index] = 1;
        } else if (isFailure(node) && (owner >= 0 || node.type === 'raise_statement')) {
          failing.add(node.ancestor('try_statement')?.index ?? -1);
          record(node, { subject: null, strength: 'truthy' }, true);
        }
        break;
      }
      case 'call': {
        const node = new SyntaxNode(tree, index);
        const call = assertingCall(file, node, caseOf[index]! >= 0);
        if (call) record(node, call);
        break;
      }
      case 'attribute': {
        // Twisted hands the assertion on to be called later: `d.addCallback(self.assertEqual, 3)`.
        const node = new SyntaxNode(tree, index);
        if (node.parent!.type !== 'argument_list' || !/^self\.(?:assert|fail)[A-Z]\w*$/.test(node.text.slice(0, 80))) break;
        record(node, { subject: node.nextSibling?.nextSibling ?? null, strength: 'exact', shown: [node.parent!.start, node.parent!.end] });
        break;
      }
    }
  }
  return { byCase: cases.map((_, index) => ({ assertions: found[index]!, state: states[index]! })), loose, nodes };
}
