/**
 * Whether a value is only used after a check that rejects: a closed pattern, a list of allowed values, a number. A guard counts
 * where it stands around the use, or before it and leaves.
 */
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, functionTypes, parametersOf, propertyOf, unwrap } from '../../lower/javascript/syntax.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { calledFunction } from './functions.ts';
import { allowsOnlySafe, regexParts, removesAllBut } from './patterns.ts';

/** The characters that mean something where the value is going. */
export interface GuardContext {
  readonly file: JavaScriptFile;
  /** Sets of characters; a pattern is closed that lets none of one of these sets through. */
  readonly forbidden: readonly string[];
}

const mostLevels = 60;
const mostConditions = 40;

/** True if `node`, where it stands, was checked against something that leaves no forbidden character in it. */
export function isGuarded(node: SyntaxNode, context: GuardContext): boolean {
  if (node.type !== 'identifier' && node.type !== 'member_expression') return false;
  const subject = node.text;
  if (subject.length > 200) return false;
  let inside = node;
  for (let at = node.parent, level = 0; at && level < mostLevels; inside = at, at = at.parent, level++) {
    if (at.type === 'if_statement' || at.type === 'ternary_expression') {
      const condition = at.child('condition');
      if (!condition || condition.equals(inside)) continue;
      if (implies(condition, subject, inside.field === 'consequence', context)) return true;
    } else if (at.type === 'binary_expression' && inside.field === 'right') {
      const operator = at.child('operator')?.text;
      const left = at.child('left');
      if (left && operator === '&&' && implies(left, subject, true, context)) return true;
      if (left && operator === '||' && implies(left, subject, false, context)) return true;
    } else if (at.type === 'switch_case') {
      const value = at.parent?.parent?.child('value');
      if (value && unwrap(value).text === subject && !inside.equals(at.child('value'))) return true;
    }
    if (at.type === 'statement_block' || at.type === 'program' || at.type === 'switch_case') {
      if (anyRejects(at, inside.index, subject, context)) return true;
    }
    // A variable of the function itself cannot have been checked outside of it.
    if (functionTypes.has(at.type) && ownsName(at, subject)) return false;
  }
  return false;
}

const guarding = new Set(['if_statement', 'switch_statement', 'expression_statement']);
const mostGuards = 200;

/** Looks at the statements of a block before a place; those that do not name the subject are passed over by their text. */
function anyRejects(block: SyntaxNode, before: number, subject: string, context: GuardContext): boolean {
  const { tree } = block;
  let looked = 0;
  for (let child = block.index + 1; child < before && looked < mostGuards; child = tree.next[child]!) {
    if (!guarding.has(tree.names.types[tree.type[child]!]!)) continue;
    if (!tree.text.slice(tree.start[child]!, Math.min(tree.end[child]!, tree.start[child]! + 600)).includes(subject)) continue;
    looked++;
    if (rejects(new SyntaxNode(tree, child), subject, context)) return true;
  }
  return false;
}

function ownsName(fn: SyntaxNode, subject: string): boolean {
  const root = /^[\w$]+/.exec(subject)?.[0] ?? '';
  const parameters = fn.child('parameters') ?? fn.child('parameter');
  return parameters !== null && new RegExp(`(?<![\\w$])${root.replaceAll('$', '\\$')}(?![\\w$])`).test(parameters.text.slice(0, 2000));
}

/** A statement that leaves (or throws) unless the subject passed a check. */
function rejects(statement: SyntaxNode, subject: string, context: GuardContext): boolean {
  if (statement.type === 'if_statement') {
    const condition = statement.child('condition');
    const branch = statement.child('consequence');
    return condition !== null && branch !== null && leaves(branch) && implies(condition, subject, false, context);
  }
  if (statement.type === 'switch_statement') return isSortedOut(statement, subject, context.file);
  if (statement.type !== 'expression_statement') return false;
  const call = unwrap(statement.namedChildren[0] ?? statement);
  if (call.type !== 'call_expression') return false;
  const given = argumentsOf(call);
  const name = calleeOf(call)?.text ?? '';
  if (given[0] && /^(?:assert|invariant|console\.assert|assert\.ok|assert\.equal)$/.test(name) && name !== 'console.assert')
    return implies(given[0], subject, true, context);
  // A function of this file that throws unless the value fits.
  const index = given.findIndex((argument) => unwrap(argument).text === subject);
  const fn = index >= 0 ? calledFunction(call, context.file) : null;
  const body = fn?.child('body');
  const parameter = (fn?.child('parameters')?.namedChildren ?? [])[index];
  const inner = parameter ? (parameter.child('pattern') ?? parameter) : null;
  if (body?.type !== 'statement_block' || inner?.type !== 'identifier') return false;
  return body.namedChildren.some((part) => part.type === 'if_statement' && rejects(part, inner.text, context));
}

/** `switch (x) { case 'a': …; default: throw … }`: what comes out of it is one of the cases. */
function isSortedOut(statement: SyntaxNode, subject: string, file: JavaScriptFile): boolean {
  const value = statement.child('value');
  const branches = statement.child('body')?.namedChildren ?? [];
  const otherwise = branches.find((branch) => branch.type === 'switch_default');
  if (!value || unwrap(value).text !== subject || !otherwise || !leaves(otherwise)) return false;
  return branches.every((branch) => {
    const one = branch.type === 'switch_case' ? branch.child('value') : null;
    return one === null || file.constantOf(one) !== null;
  });
}

/** True if every way through this branch ends the function, the loop or the process. */
export function leaves(branch: SyntaxNode): boolean {
  let last: SyntaxNode | undefined = branch;
  if (branch.type === 'else_clause') last = branch.namedChildren[0];
  if (branch.type === 'switch_default') last = branch.namedChildren.filter((child) => child.type !== 'comment').at(-1);
  if (last?.type === 'statement_block') last = last.namedChildren.filter((child) => child.type !== 'comment').at(-1);
  if (!last) return false;
  if (/^(?:return|throw|continue|break)_statement$/.test(last.type)) return true;
  return last.type === 'expression_statement' && /^(?:process\.exit|exit|fail|die|usage|[\w$]{1,20}\.throw)\(/.test(last.text.slice(0, 30));
}

/** How deep alternatives may lie in one another: each of them has to be a proof of its own. */
const mostAlternatives = 12;

/** True if the condition, having come out as `outcome`, proves the subject harmless. */
function implies(condition: SyntaxNode, subject: string, outcome: boolean, context: GuardContext, depth = 0): boolean {
  const work: { node: SyntaxNode; outcome: boolean }[] = [{ node: condition, outcome }];
  for (let step = 0; step < mostConditions; step++) {
    const item = work.pop();
    if (!item) return false;
    const node = unwrap(item.node);
    if (node.type === 'unary_expression' && node.child('operator')?.text === '!') {
      const inner = node.child('argument');
      if (inner) work.push({ node: inner, outcome: !item.outcome });
    } else if (node.type === 'binary_expression') {
      const operator = node.child('operator')?.text;
      const left = node.child('left');
      const right = node.child('right');
      if (!left || !right) continue;
      // Of `a && b` being true both are; of `a || b` being false neither is.
      if ((operator === '&&' && item.outcome) || (operator === '||' && !item.outcome)) {
        work.push({ node: left, outcome: item.outcome }, { node: right, outcome: item.outcome });
      } else if (operator === '&&' || operator === '||') {
        // Of `a || b` being true one is, and nobody knows which.
        const proves = (side: SyntaxNode) => implies(side, subject, item.outcome, context, depth + 1);
        if (depth < mostAlternatives && proves(right) && proves(left)) return true;
      } else if (compares(operator ?? '', left, right, subject, item.outcome, context)) return true;
    } else if (node.type === 'call_expression' && passes(node, subject, item.outcome, context)) return true;
  }
  return false;
}

function compares(
  operator: string,
  left: SyntaxNode,
  right: SyntaxNode,
  subject: string,
  outcome: boolean,
  context: GuardContext,
): boolean {
  const { file } = context;
  const equal = (operator === '===' || operator === '==') === outcome && /^[!=]==?$/.test(operator);
  // `x.match(/…/) === null`, `/…/.test(x) === false`.
  const asked = unwrap(left);
  if (asked.type === 'call_expression' && /^[!=]==?$/.test(operator) && /^(?:null|false|true)$/.test(right.text)) {
    // Only a match is null where it fails.
    if (right.text === 'null' && propertyOf(calleeOf(asked) ?? asked) !== 'match') return false;
    const isTrue = operator.startsWith('=') === outcome;
    return passes(asked, subject, right.text === 'true' ? isTrue : !isTrue, context);
  }
  if (operator === 'in') return outcome && unwrap(left).text === subject && isTable(right, file);
  if (!equal) {
    // `LIST.indexOf(x) === -1` that came out false, and its kin.
    const found = unwrap(left);
    const isIndex =
      found.type === 'call_expression' &&
      /\.indexOf$/.test(calleeOf(found)?.text ?? '') &&
      unwrap(argumentsOf(found)[0] ?? found).text === subject;
    const missing = (/^[!=]==?$/.test(operator) && right.text === '-1') || (operator === '<' && right.text === '0');
    const receiver = isIndex ? calleeOf(found)?.child('object') : null;
    return Boolean(receiver && missing && !outcome && isList(receiver, file)) && operator !== '!==' && operator !== '!=';
  }
  if (unwrap(left).text === subject) return file.constantOf(right) !== null;
  if (unwrap(right).text === subject) return file.constantOf(left) !== null;
  const type = unwrap(left);
  return type.type === 'unary_expression' && type.text === `typeof ${subject}` && /number|boolean|bigint/.test(right.text);
}

const numberTests = new Set(['Number.isInteger', 'Number.isSafeInteger', 'Number.isFinite', 'isFinite']);

/** A test that came out as `outcome` and lets only harmless values through. */
function passes(call: SyntaxNode, subject: string, outcome: boolean, { file, forbidden }: GuardContext): boolean {
  const callee = calleeOf(call);
  if (!callee) return false;
  const given = argumentsOf(call).map(unwrap);
  const concerns = given[0]?.text === subject || given[0]?.text === `String(${subject})`;
  const name = callee.text;
  if (!outcome) return concerns && (name === 'isNaN' || name === 'Number.isNaN');
  if (concerns && numberTests.has(name)) return true;
  if (callee.type === 'identifier') {
    // A predicate of this file: `const isSafe = (s) => /^[a-z]+$/.test(s)`.
    const fn = concerns ? calledFunction(call, file) : null;
    const body = fn?.child('body');
    const parameter = (fn ? (fn.child('parameter') ?? fn.child('parameters')?.namedChildren[0]) : null) ?? null;
    const inner = parameter ? (parameter.child('pattern') ?? parameter).text : '';
    const only = body?.type === 'statement_block' ? body.namedChildren.filter((child) => child.type !== 'comment') : null;
    const result = only ? (only.length === 1 && only[0]!.type === 'return_statement' ? only[0]!.namedChildren[0] : null) : body;
    const test = result ? unwrap(result) : null;
    return (
      test?.type === 'call_expression' && calleeOf(test)?.type === 'member_expression' && passes(test, inner, true, { file, forbidden })
    );
  }
  const object = callee.child('object');
  if (callee.type !== 'member_expression' || !object) return false;
  const method = propertyOf(callee);
  if (method === 'test' && concerns) return isClosed(object, file, forbidden);
  if ((method === 'includes' || method === 'has') && concerns) return isList(object, file);
  if (method === 'some' && given[0]) return isList(object, file) && equals(given[0], subject);
  if (method === 'match' && unwrap(object).text === subject) return given[0] !== undefined && isClosed(given[0], file, forbidden);
  if (method === 'hasOwnProperty' && concerns) return isTable(object, file);
  if (name === 'Object.hasOwn' && given[1]?.text === subject) return given[0] !== undefined && isTable(given[0], file);
  return concerns && /^is(?:UUID|Uuid|Int|Numeric|Alphanumeric|Alpha|Hexadecimal|MongoId|IP|Port)$/.test(method ?? '');
}

/** `(known) => known === subject`. */
function equals(fn: SyntaxNode, subject: string): boolean {
  const [parameter] = fn.type === 'arrow_function' ? parametersOf(fn) : [];
  const body = unwrap(fn.child('body') ?? fn);
  if (!parameter || body.type !== 'binary_expression' || !/^===?$/.test(body.child('operator')?.text ?? '')) return false;
  const sides = [body.child('left')?.text, body.child('right')?.text];
  return sides.includes(subject) && sides.includes((parameter.child('pattern') ?? parameter).text);
}

/** What a name is bound to once, or the expression itself. */
function literalOf(node: SyntaxNode, file: JavaScriptFile): SyntaxNode {
  const at = unwrap(node);
  if (at.type !== 'identifier') return at;
  const binding = file.bindings.resolve(at);
  return binding?.kind === 'const' && binding.path.length === 0 && binding.value ? unwrap(binding.value) : at;
}

function isClosed(pattern: SyntaxNode, file: JavaScriptFile, forbidden: readonly string[]): boolean {
  const literal = literalOf(pattern, file);
  const parts = literal.type === 'regex' ? regexParts(literal.text) : null;
  return parts !== null && forbidden.some((characters) => allowsOnlySafe(parts, characters));
}

/** A list or set of values written out in the file, or one whose name is shouted like a constant. */
function isList(node: SyntaxNode, file: JavaScriptFile): boolean {
  const literal = literalOf(node, file);
  if (literal.type === 'array')
    return literal.namedChildren.every((element) => element.type === 'comment' || file.constantOf(element) !== null);
  if (literal.type === 'new_expression' && calleeOf(literal)?.text === 'Set') {
    const [elements] = argumentsOf(literal);
    return elements !== undefined && isList(elements, file);
  }
  if (literal.type === 'call_expression' && calleeOf(literal)?.text === 'Object.keys')
    return isTable(argumentsOf(literal)[0] ?? literal, file);
  if (literal.type === 'call_expression' && calleeOf(literal)?.text === 'Object.freeze')
    return isList(argumentsOf(literal)[0] ?? literal, file);
  return (
    literal.type === 'identifier' &&
    (/^[A-Z][A-Z0-9_]+$/.test(literal.text) || /^(?:allow|valid|known|permitted|supported|white)/i.test(literal.text))
  );
}

function isTable(node: SyntaxNode, file: JavaScriptFile): boolean {
  const literal = literalOf(node, file);
  if (literal.type === 'object') return true;
  return literal.type === 'identifier' && /^[A-Z][A-Z0-9_]+$/.test(literal.text);
}

/** True for `x.replace(/[^a-z0-9-]/g, '')`: what comes out holds nothing forbidden. */
export function isCleaned(node: SyntaxNode, { file, forbidden }: GuardContext): boolean {
  if (node.type !== 'call_expression') return false;
  const callee = calleeOf(node);
  const method = callee?.type === 'member_expression' ? propertyOf(callee) : null;
  if (method !== 'replace' && method !== 'replaceAll') return false;
  const [pattern, replacement] = argumentsOf(node);
  const literal = pattern ? literalOf(pattern, file) : null;
  const parts = literal?.type === 'regex' ? regexParts(literal.text) : null;
  const text = replacement ? file.constantOf(replacement) : null;
  if (!parts || text === null) return false;
  return forbidden.some((characters) => {
    for (const character of text) if (characters.includes(character)) return false;
    return removesAllBut(parts, characters) || (/^\\W\+?$/.test(parts.pattern) && parts.flags.includes('g'));
  });
}
