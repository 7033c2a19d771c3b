/** Which calls and statements of JavaScript are assertions, and what they demand. */
import type { Strength } from '../../model/outline.ts';
import { argumentsOf, calleeOf, functionAround, propertyOf, unwrap } from '../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { alwaysHolds, conditionStrength, isCalculation, isConstant, matcherStrength, sameRun, sameValue } from './javascriptStrength.ts';
import { codeOf } from './javascriptTokens.ts';

export interface FoundAssertion {
  readonly node: SyntaxNode;
  readonly text: string;
  readonly subject: string;
  readonly strength: Strength;
  /** It says so in a promise that nobody waits for. */
  readonly isUnheard?: boolean;
}

/** Where an expression stands. */
export interface Surroundings {
  /** The function of the innermost test case around it, or null outside of all. */
  readonly body: SyntaxNode | null;
  /** Whether it stands in a test case. */
  readonly isInCase: boolean;
  /** Names of what the test cases around it are given: `t`, `assert`. */
  readonly handed: ReadonlySet<string>;
  /** Local names of assertion libraries, and of functions taken from them by what these are called there. */
  readonly libraries: ReadonlySet<string>;
  readonly taken: ReadonlyMap<string, string>;
  /** A script that is a test as a whole: it throws, or ends with an error, where something is not as it should be. */
  readonly isPlainTest: boolean;
  /** Of a file of tests: what stands in its functions can be called by them. */
  readonly isTest: boolean;
}

/** What an object of assertions is called by habit. */
const habitual = new Set(['assert', 'should', 'chai', 'tap', 'QUnit', 't', 'tt', 'st']);

/** Methods of a test's parameter that assert nothing. */
const noAssertion = new Set(
  `plan end done timeout timeoutAfter skip todo test before after beforeEach afterEach teardown comment diagnostic log context mock name
  fullname signal runOnly step setup async expect expected assertions hasAssertions extend addSnapshotSerializer getState setState soft
  poll configure use verifySteps strict try discard bailout emit on once only cleanup title attachments annotations retry slow
  onTestFinished onTestFailed task any anything objectContaining arrayContaining stringContaining stringMatching closeTo
  addEqualityTesters fixme AssertionError CallTracker`.split(/\s+/),
);

/** Bare names of the assertions of QUnit and of those that node and tap are taken apart into. */
const bare =
  /^(?:ok|notOk|equal|notEqual|strictEqual|notStrictEqual|deepEqual|notDeepEqual|deepStrictEqual|propEqual|throws|rejects|doesNotThrow|doesNotReject|raises)$/;

/** Names that helpers have that assert. */
const helper = /^(?:assert|expect|check|verify|should)(?:[A-Z_\d]\w*|)$/;
const surely = /^(?:assert|expect)[A-Z_\d]\w*$/;

/** Steps of a chain after its root: `.not`, `.toBe(3)`. */
interface Chain {
  readonly top: SyntaxNode;
  readonly steps: readonly { readonly name: string; readonly given: readonly SyntaxNode[] | null }[];
}

/** Steps that are followed; no chain that is written by hand is longer. */
const longestChain = 200;

function chainFrom(root: SyntaxNode): Chain {
  const steps: { name: string; given: SyntaxNode[] | null }[] = [];
  let top = root;
  for (let count = 0; count < longestChain; count++) {
    const parent = top.parent;
    if (!parent) break;
    if ((parent.type === 'member_expression' || parent.type === 'subscript_expression') && parent.child('object')?.equals(top)) {
      steps.push({ name: propertyOf(parent) ?? '', given: null });
    } else if (parent.type === 'call_expression' && parent.child('function')?.equals(top)) {
      const last = steps.at(-1);
      if (last && last.given === null) last.given = argumentsOf(parent);
      else steps.push({ name: '', given: argumentsOf(parent) });
    } else if (parent.type !== 'non_null_expression') break;
    top = parent;
  }
  return { top, steps };
}

/** Words of chai that only make it read well, and those that turn what follows. */
const fillers = new Set(
  `to be been is that which and has have with at of same but does still also deep deeply nested own ordered any all itself resolves rejects eventually
  should it soft poll not finally`.split(/\s+/),
);

function chainStrength({ steps }: Chain, subject: SyntaxNode | undefined): Strength {
  const negated = steps.filter(({ name }) => name === 'not' || name === 'never').length % 2 === 1;
  const last = steps.findLast(({ name, given }) => name !== '' && !fillers.has(name) && (given !== null || !/^(?:then|catch)$/.test(name)));
  const step =
    last && /^(?:then|catch|finally|length)$/.test(last.name) ? steps.find(({ name }) => name !== '' && !fillers.has(name)) : last;
  if (!step) return steps.some(({ given }) => given !== null) ? 'exact' : 'none';
  const expected = step.given ?? [];
  if (subject && isConstant(subject) && expected.every((value) => isConstant(value))) {
    const holds = alwaysHolds(subject);
    if (expected.length === 1) return sameValue(subject, expected[0]!) === negated ? 'exact' : 'none';
    const asks = /^(?:toBeTruthy|ok|true|toBeTrue|toBeDefined|exist|exists|toBeOk)$/.test(step.name);
    return asks && holds !== negated ? 'none' : 'exact';
  }
  if (subject && isCalculation(subject) && expected.every((value) => isConstant(value))) return 'none';
  if (subject && !isConstant(subject) && alwaysHolds(subject)) return 'none';
  if (subject && expected.length === 1 && !negated && sameValue(subject, expected[0]!)) return 'none';
  if (subject && expected.length === 1 && !negated && sameRun(subject, expected[0]!)) return 'truthy';
  return matcherStrength(step.name, expected, negated);
}

/** Whether nobody takes the value of an expression: what it does is all it is for. */
function standsAlone(node: SyntaxNode): boolean {
  let at = node;
  for (;;) {
    const parent = at.parent;
    if (!parent) return false;
    if (parent.type === 'await_expression' || parent.type === 'parenthesized_expression' || parent.type === 'non_null_expression')
      at = parent;
    else
      return (
        parent.type === 'expression_statement' ||
        parent.type === 'return_statement' ||
        (parent.type === 'arrow_function' && at.field === 'body')
      );
  }
}

function foundChain(root: SyntaxNode, subject: SyntaxNode | undefined): FoundAssertion | null {
  const chain = chainFrom(root);
  if (chain.steps.length === 0 && !standsAlone(root)) return null;
  return {
    node: chain.top,
    text: codeOf(chain.top),
    subject: subject ? codeOf(subject) : '',
    strength: chainStrength(chain, subject),
    isUnheard: isDropped(chain.top) && isPromised(chain),
  };
}

/** Whether a chain asks what comes of a promise, and hands that on to nobody. */
function isPromised({ steps }: Chain): boolean {
  const isHandedOn = steps.some(({ name, given }) => given !== null && /^(?:then|catch|finally|notify|fulfilled)$/.test(name));
  return !isHandedOn && steps.some(({ name }) => /^(?:resolves|rejects|eventually|rejectedWith|become)$/.test(name));
}

/** Whether nobody takes, returns or awaits the value of an expression. */
function isDropped(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent?.type === 'parenthesized_expression') at = at.parent;
  return at.parent?.type === 'expression_statement';
}

/** `ok(x)`, `t.is(a, b)`: by the method's name and its arguments. */
function foundMethod(call: SyntaxNode, name: string): FoundAssertion {
  const given = argumentsOf(call);
  const [subject, expected] = given;
  const found = (strength: Strength, of: SyntaxNode | null = subject ?? null): FoundAssertion => ({
    node: call,
    text: codeOf(call),
    subject: of ? codeOf(of) : '',
    strength,
    isUnheard: /^(?:rejects|doesNotReject|throwsAsync|notThrowsAsync|assertRejects)$/.test(name) && isDropped(call),
  });
  if (/^(?:fail|unreachable|unreached|notReached)$/.test(name)) return found('exact', null);
  if (name === 'pass' || name === 'passed') return found('none', null);
  if (!subject) return found(name === 'verify' ? 'partial' : 'exact');
  if (
    /^(?:|ok|assert|truthy|isOk|okay|isTrue|true|assertTrue|console|expect|that|notOk|falsy|isFalse|false|isNotOk|assertFalse)$/.test(name)
  ) {
    const negated = /^(?:not|fals|isFalse|isNotOk|assertFalse)/.test(name);
    if (!negated && alwaysHolds(subject)) return found('none');
    if (negated && /^(?:false|null|undefined|0|''|"")$/.test(subject.text)) return found('none');
    if (isConstant(subject)) return found('exact');
    const condition = conditionStrength(subject, negated);
    const inner = unwrap(subject);
    const side = inner.type === 'binary_expression' ? (inner.child('left') ?? subject) : subject;
    return found(condition === 'truthy' && /^(?:isTrue|true|isFalse|false)$/.test(name) ? 'exact' : condition, side);
  }
  if (/^(?:throws|rejects|doesNotThrow|doesNotReject|assertThrows|assertRejects|raises)/.test(name))
    return found(
      matcherStrength(name, expected && expected.type !== 'string' && expected.type !== 'template_string' ? [expected] : [], false),
    );
  if (expected && sameValue(subject, expected)) return found(/^(?:not|isNot|doesNot|never)/.test(name) ? 'exact' : 'none');
  if (expected && !/^(?:not|isNot|doesNot|never)/.test(name) && sameRun(subject, expected)) return found('truthy');
  return found(matcherStrength(name, given.slice(1), false));
}

function atCall(call: SyntaxNode, where: Surroundings): FoundAssertion | null {
  const callee = calleeOf(call);
  if (!callee) return null;
  if (callee.type === 'identifier') {
    const name = callee.text;
    const original = where.taken.get(name);
    if (name === 'expect' || name === 'expectTypeOf' || original === 'expect') return foundChain(call, argumentsOf(call)[0]);
    if (name === 'should' && argumentsOf(call).length > 0 && isObjectOfChain(call)) return foundChain(call, argumentsOf(call)[0]);
    if (original !== undefined && !noAssertion.has(original)) return foundMethod(call, original);
    if (where.libraries.has(name) || name === 'assert') return foundMethod(call, 'assert');
    if (where.isInCase && name === 'fail') return standsAlone(call) ? foundMethod(call, name) : null;
    if ((where.isInCase || where.isPlainTest) && bare.test(name)) return standsAlone(call) ? foundMethod(call, name) : null;
    const isHelper = where.isInCase || where.isTest ? helper.test(name) : where.isPlainTest && surely.test(name);
    return isHelper && standsAlone(call) ? foundMethod(call, name) : null;
  }
  if (callee.type !== 'member_expression' && callee.type !== 'subscript_expression') return null;
  const object = callee.child('object');
  const name = propertyOf(callee);
  if (!object || name === null) return null;
  if (object.type === 'identifier') return atMethod(call, object.text, name, where);
  if (object.type === 'call_expression' && name === 'expect') return atRequest(call, callee);
  if (name === 'should' || name === 'and') return object.type === 'call_expression' ? atCommand(call, callee, object) : null;
  if (object.type === 'member_expression') {
    const library = object.child('object');
    const part = propertyOf(object);
    if (
      library?.type === 'identifier' &&
      (part === 'assert' || part === 'strict' || part === 'not' || part === 'is' || part === 'should')
    ) {
      const known =
        where.libraries.has(library.text) ||
        where.handed.has(library.text) ||
        library.text === 'assert' ||
        library.text === 'chai' ||
        library.text === 'sinon';
      if (known && !noAssertion.has(name)) return foundMethod(call, part === 'not' ? `not${name[0]?.toUpperCase()}${name.slice(1)}` : name);
    }
  }
  return where.isInCase && object.type === 'this' && helper.test(name) && standsAlone(call) ? foundMethod(call, name) : null;
}

function isObjectOfChain(call: SyntaxNode): boolean {
  return call.parent?.type === 'member_expression';
}

/** A method of something that has a name: `assert.equal(…)`, `t.is(…)`, `chai.expect(…)`. */
function atMethod(call: SyntaxNode, object: string, name: string, where: Surroundings): FoundAssertion | null {
  const isHanded = where.handed.has(object);
  const isLibrary = where.libraries.has(object) || object === 'assert';
  if (name === 'expect' && (isHanded || object === 'chai' || isObjectOfChain(call))) {
    return isObjectOfChain(call) ? foundChain(call, argumentsOf(call)[0]) : null;
  }
  if (object === 'expect' || where.taken.get(object) === 'expect') {
    if (name === 'soft' || name === 'poll') return foundChain(call, argumentsOf(call)[0]);
    return name === 'fail' || name === 'unreachable' ? foundMethod(call, name) : null;
  }
  if (object === 'console') return name === 'assert' && (where.isInCase || where.isPlainTest) ? foundMethod(call, 'console') : null;
  if (name === 'assert' && (isHanded || isLibrary || object === 'chai')) return foundMethod(call, name);
  if (noAssertion.has(name)) return null;
  if (isLibrary) return foundMethod(call, name);
  if (isHanded && standsAlone(call)) return isAsserting(name) ? foundMethod(call, name) : null;
  if (habitual.has(object) && where.isTest && isAsserting(name)) return standsAlone(call) ? foundMethod(call, name) : null;
  if (!where.isInCase && !where.isPlainTest) return null;
  if (name === 'verify' && (object === 'td' || argumentsOf(call).length === 0) && standsAlone(call)) return foundMethod(call, name);
  return surely.test(name) && standsAlone(call) ? foundMethod(call, name) : null;
}

/** What is handed to a test can be anything; a page, a fixture or a browser has methods of its own. */
const asserting =
  /^(?:ok|notOk|is|not|isNot\w*|equals?|eq|notEquals?|strictEquals?|notStrictEqual|deepEquals?|notDeepEquals?|deepStrictEqual|notDeepStrictEqual|partialDeepStrictEqual|deepLooseEqual|notDeepLooseEqual|looseEquals?|looseNotEqual|same|notSame|strictSame|strictNotSame|equivalent|inequivalent|isEquivalent|isNotEquivalent|isLike|match|notMatch|matches|doesNotMatch|like|unlike|regex|notRegex|true|false|truthy|falsy|assert|ifError|error|ifErr|throws|throwsAsync|notThrows|notThrowsAsync|doesNotThrow|rejects|doesNotReject|resolves|resolveMatch\w*|fail|pass|snapshot|matchSnapshot|fileSnapshot|type|hasStrict|has|hasProp\w*|hasOwn\w*|include\w*|contains?|propEqual|notPropEqual|propContains|isA|isDeep\w*|isEqual|emits|assertSnapshot|expect[A-Z]\w*|assert[A-Z]\w*|check[A-Z]\w*|verify[A-Z]\w*|okay|unreachable|deepEquals|notDeepEquals|raises)$/;

const isAsserting = (name: string): boolean => asserting.test(name);

/** `request(app).get('/').expect(200)`: what stands before it makes the request. */
function atRequest(call: SyntaxNode, callee: SyntaxNode): FoundAssertion | null {
  const given = argumentsOf(call);
  const property = callee.child('property');
  if (!property || given.length === 0) return null;
  const isLoose = given.some(
    ({ type }) => type === 'regex' || type === 'arrow_function' || type === 'function_expression' || type === 'identifier',
  );
  return { node: call, text: codeOf(call, property.start), subject: '', strength: isLoose ? 'partial' : 'exact' };
}

/** `cy.get('a').should('have.text', 'b')`. */
function atCommand(call: SyntaxNode, callee: SyntaxNode, object: SyntaxNode): FoundAssertion | null {
  const [what, ...expected] = argumentsOf(call);
  const property = callee.child('property');
  if (!what || !property) return null;
  if (what.type !== 'string')
    return what.type.includes('function')
      ? { node: call, text: codeOf(call, property.start), subject: codeOf(object), strength: 'partial' }
      : null;
  const steps = what.text.slice(1, -1).split('.');
  const strength = matcherStrength(steps.at(-1)!, expected, steps.includes('not'));
  return { node: call, text: codeOf(call, property.start), subject: codeOf(object), strength };
}

/** `value.should.equal(3)`, `expect` has its own. */
function atShould(member: SyntaxNode): FoundAssertion | null {
  const object = member.child('object');
  if (!object || object.text === 'chai' || object.text === 'exports') return null;
  if (member.parent?.type === 'call_expression' && member.field === 'function') return null;
  const { top, steps } = chainFrom(member);
  if (steps.length === 0 || !standsAlone(top)) return null;
  // `should` itself is a step of the chain, and `should.exist(x)` looks at its argument.
  return { node: top, text: codeOf(top), subject: codeOf(object), strength: chainStrength({ top, steps }, undefined) };
}

/** `should.not.exist(value)`. */
function atShouldOf(root: SyntaxNode): FoundAssertion | null {
  const chain = chainFrom(root);
  const subject = chain.steps.at(-1)?.given?.[0];
  if (!subject || !standsAlone(chain.top)) return null;
  return { node: chain.top, text: codeOf(chain.top), subject: codeOf(subject), strength: chainStrength(chain, undefined) };
}

/** What a branch does when something is wrong: throws, or ends the program with an error. */
function ends(branch: SyntaxNode): boolean {
  const statements = branch.type === 'statement_block' ? branch.namedChildren : [branch];
  return statements.some((statement) => {
    if (statement.type === 'throw_statement') return true;
    if (statement.type !== 'expression_statement') return false;
    const text = statement.text.slice(0, 60);
    return /^process\.(?:exit\((?!0?\))|exitCode\s*=\s*[1-9])|^(?:Deno|Bun)\.exit\((?!0?\))/.test(text);
  });
}

/** `if (a !== b) throw …` of a test; an error that is only handed on (`if (err) throw err`) tells of nothing that was asked. */
function atCondition(statement: SyntaxNode, where: Surroundings): FoundAssertion | null {
  if (!where.isInCase && !where.isPlainTest) return null;
  if (where.isInCase && !functionAround(statement)?.equals(where.body)) return null;
  const [condition, then] = [statement.child('condition'), statement.child('consequence')];
  if (!condition || !then || !ends(then)) return null;
  const inner = unwrap(condition);
  if (inner.type === 'identifier') return null;
  const subject = inner.type === 'binary_expression' ? (inner.child('left') ?? inner) : inner;
  return { node: statement, text: codeOf(statement), subject: codeOf(subject), strength: conditionStrength(inner, true) };
}

/** A place that must not be reached. */
function atThrow(statement: SyntaxNode, where: Surroundings): FoundAssertion | null {
  if (!where.isInCase || !functionAround(statement)?.equals(where.body)) return null;
  const [thrown] = statement.namedChildren;
  if (thrown?.type !== 'new_expression') return null;
  for (let at = statement.parent; at && !at.equals(where.body); at = at.parent)
    if (at.type === 'if_statement' || at.type === 'catch_clause') return null;
  return { node: statement, text: codeOf(statement), subject: '', strength: 'exact' };
}

/** The assertion whose first node, in the order of the tree, this is; null of everything else. */
export function assertionAt(node: SyntaxNode, where: Surroundings): FoundAssertion | null {
  switch (node.type) {
    case 'call_expression':
      return atCall(node, where);
    case 'member_expression':
      return propertyOf(node) === 'should' ? atShould(node) : null;
    case 'identifier':
      // `should.exist(x)`, `should.not.exist(x)`.
      return node.text === 'should' && node.field === 'object' ? atShouldOf(node) : null;
    case 'if_statement':
      return atCondition(node, where);
    case 'throw_statement':
      return atThrow(node, where);
    default:
      return null;
  }
}
