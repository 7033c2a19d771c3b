/** Texts that JavaScript code puts together: folded to a constant, or to constant and computed parts in order. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { additionsTo } from './additions.ts';
import type { Bindings } from './bindings.ts';
import { nameOf, onlyValue } from './names.ts';
import { argumentsOf, calleeOf, functionTypes, propertyOf, stringValue, unescaped, unwrap } from './syntax.ts';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string; readonly node: SyntaxNode }
  | { readonly kind: 'value'; readonly node: SyntaxNode };

const mostParts = 400;
const mostSteps = 4000;

/**
 * The parts of a text, through templates, `+`, `[…].join('…')`, `''.concat(…)` and variables that are written once. Constant parts are
 * given as their text. A work list, so that a concatenation of a thousand lines needs no stack.
 */
export function partsOf(node: SyntaxNode, bindings: Bindings): readonly TextPart[] {
  const parts: TextPart[] = [];
  const work: (SyntaxNode | TextPart)[] = [node];
  const followed = new Set<number>();
  for (let steps = 0; work.length > 0 && steps < mostSteps && parts.length < mostParts; steps++) {
    const item = work.pop()!;
    if ('kind' in item) {
      parts.push(item);
      continue;
    }
    const at = unwrap(item);
    const inner = piecesOf(at, bindings, followed);
    if (inner === null) parts.push({ kind: 'value', node: at });
    else for (const piece of inner.reverse()) work.push(piece);
  }
  // What was not looked at is not known to be constant.
  for (const rest of work.reverse()) parts.push('kind' in rest ? rest : { kind: 'value', node: rest });
  return parts;
}

/**
 * As `partsOf`; and of a variable that text is added to, or a list that grows before it is joined, everything it was given before, in
 * reading order. That is not the text of any one run, but it shows every part that may be in it.
 */
export function writtenPartsOf(node: SyntaxNode, bindings: Bindings): readonly TextPart[] {
  const parts = partsOf(node, bindings);
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'value') return parts;
  if (only.node.type === 'call_expression') return grownParts(only.node, bindings) ?? parts;
  if (only.node.type !== 'identifier') return parts;
  const binding = bindings.resolve(only.node);
  if (!binding || binding.path.length > 0 || (binding.kind !== 'let' && binding.kind !== 'var')) return parts;
  const writes = bindings.writesTo(binding).filter((write) => write.at.index < node.index);
  if (writes.length === 0) return parts;
  const isSelf = (part: TextPart) =>
    part.kind === 'value' && part.node.type === 'identifier' && bindings.resolve(part.node)?.identifier.equals(binding.identifier) === true;
  const given = [binding.value, ...writes.map((write) => write.value ?? write.at)].filter((value) => value !== null);
  return given.flatMap((value) => partsOf(value, bindings)).filter((part) => !isSelf(part));
}

/** The parts of `list.join('…')` where elements were added to the list after its declaration; null for anything else. */
function grownParts(call: SyntaxNode, bindings: Bindings): readonly TextPart[] | null {
  const callee = calleeOf(call);
  if (callee?.type !== 'member_expression' || propertyOf(callee) !== 'join') return null;
  const list = unwrap(callee.child('object') ?? callee);
  const binding = list.type === 'identifier' ? bindings.resolve(list) : null;
  const literal = binding?.value && binding.path.length === 0 ? unwrap(binding.value) : null;
  if (!binding || literal?.type !== 'array') return null;
  const separator = argumentsOf(call)[0];
  const between: TextPart = { kind: 'text', text: separator ? (constantOf(separator, bindings) ?? '') : ',', node: separator ?? call };
  const elements = literal.namedChildren.filter((child) => child.type !== 'comment');
  const added = additionsTo(binding, list, bindings).map(({ value }) => value);
  return [...elements, ...added].flatMap((element, index) => [...(index === 0 ? [] : [between]), ...partsOf(element, bindings)]);
}

/** One level of a text taken apart, or null for a value that is not put together here. */
function piecesOf(at: SyntaxNode, bindings: Bindings, followed: Set<number>): (SyntaxNode | TextPart)[] | null {
  const text = (value: string, node = at): TextPart => ({ kind: 'text', text: value, node });
  switch (at.type) {
    case 'string':
      return [text(stringValue(at))];
    case 'number':
    case 'true':
    case 'false':
    case 'null':
    case 'undefined':
      return [text(at.text)];
    case 'regex':
      return [text(at.text)];
    case 'template_string':
      return at.namedChildren.map((child) => {
        if (child.type === 'template_substitution') return child.namedChildren.find((part) => part.type !== 'comment') ?? text('', child);
        return text(child.type === 'escape_sequence' ? unescaped(child.text) : child.text, child);
      });
    case 'binary_expression': {
      const left = at.child('left');
      const right = at.child('right');
      if (at.child('operator')?.text !== '+' || !left || !right) return null;
      return [left, right];
    }
    case 'identifier': {
      if (at.text === 'undefined') return [text('undefined')];
      const binding = bindings.resolve(at);
      if (!binding || binding.path.length > 0 || followed.has(binding.identifier.index)) return null;
      const value = onlyValue(binding, bindings);
      if (!value || !isText(unwrap(value), bindings)) return null;
      followed.add(binding.identifier.index);
      return [value];
    }
    case 'member_expression':
    case 'subscript_expression': {
      const value = memberValue(at, bindings);
      return value ? [value] : null;
    }
    case 'call_expression':
      return callPieces(at, bindings);
    default:
      return null;
  }
}

const textual = new Set(['string', 'template_string', 'binary_expression', 'number', 'true', 'false']);

/**
 * True for a value that is text made here. A variable that only holds what something else gave is left as it is: a check of the
 * variable is a check of the value, and would be lost with its name.
 */
function isText(value: SyntaxNode, bindings: Bindings): boolean {
  if (textual.has(value.type)) return true;
  if (value.type === 'member_expression') return memberValue(value, bindings) !== null;
  const callee = value.type === 'call_expression' ? calleeOf(value) : null;
  if (callee?.type === 'member_expression' && ['join', 'concat'].includes(propertyOf(callee) ?? '')) return true;
  return callee !== null && (formatPieces(value, callee, bindings) ?? filledPieces(value, callee, bindings)) !== null;
}

function callPieces(call: SyntaxNode, bindings: Bindings): (SyntaxNode | TextPart)[] | null {
  const callee = calleeOf(call);
  if (call.child('arguments')?.type === 'template_string') {
    // `String.raw` and `dedent` paste like an untagged template; other tags see their values and may quote them.
    const tag = callee ? nameOf(callee, bindings) : null;
    const template = call.child('arguments');
    return template && tag !== null && pastingTags.has(tag) ? piecesOf(template, bindings, new Set()) : null;
  }
  const formatted = callee && formatPieces(call, callee, bindings);
  if (formatted) return formatted;
  if (callee?.type !== 'member_expression') {
    return callee?.type === 'identifier' && callee.text === 'String' && !bindings.resolve(callee) ? argumentsOf(call).slice(0, 1) : null;
  }
  const object = callee.child('object');
  if (!object) return null;
  const method = propertyOf(callee);
  if (method === 'concat' && ['string', 'template_string'].includes(unwrap(object).type)) return [object, ...argumentsOf(call)];
  if (method === 'trim' || method === 'toString' || method === 'trimEnd' || method === 'trimStart') {
    return ['string', 'template_string', 'binary_expression'].includes(unwrap(object).type) ? [object] : null;
  }
  if (method === 'replace' || method === 'replaceAll') return filledPieces(call, callee, bindings);
  if (method !== 'join') return null;
  const array = arrayOf(object, bindings);
  const separator = argumentsOf(call)[0];
  const between = separator ? constantOf(separator, bindings) : ',';
  if (!array || between === null || array.some((element) => element.type === 'spread_element')) return null;
  return array.flatMap((element, index): (SyntaxNode | TextPart)[] =>
    index === 0 ? [element] : [{ kind: 'text', text: between, node: separator ?? call }, element],
  );
}

/** The text of a literal, also through a constant. Deeper it does not look: this is asked of every link of a chain of calls. */
function literalText(node: SyntaxNode, bindings: Bindings): string | null {
  let at = unwrap(node);
  const binding = at.type === 'identifier' ? bindings.resolve(at) : null;
  if (binding?.kind === 'const' && binding.path.length === 0 && binding.value) at = unwrap(binding.value);
  if (at.type === 'string') return stringValue(at);
  const isPlain = at.type === 'template_string' && !at.namedChildren.some((child) => child.type === 'template_substitution');
  return isPlain ? at.text.slice(1, -1) : null;
}

/** `util.format('file %s', name)`: the text with its values in place; numbers stay numbers. */
function formatPieces(call: SyntaxNode, callee: SyntaxNode, bindings: Bindings): (SyntaxNode | TextPart)[] | null {
  if ((callee.type === 'identifier' ? callee.text : propertyOf(callee)) !== 'format' || nameOf(callee, bindings) !== 'util.format')
    return null;
  const [first, ...values] = argumentsOf(call);
  const format = first ? literalText(first, bindings) : null;
  if (!first || format === null) return null;
  const pieces: (SyntaxNode | TextPart)[] = [];
  for (const [index, text] of format.split(/(%[sdifjoOc])/).entries()) {
    const value = index % 2 === 1 ? values.shift() : undefined;
    if (value && !'%d%i%f'.includes(text)) pieces.push(value);
    else pieces.push({ kind: 'text', text: value ? '0' : text, node: value ?? first });
  }
  for (const value of values) pieces.push({ kind: 'text', text: ' ', node: value }, value);
  return pieces;
}

/** `'file NAME'.replace('NAME', name)`: a constant text with a value put into it. */
function filledPieces(call: SyntaxNode, callee: SyntaxNode, bindings: Bindings): (SyntaxNode | TextPart)[] | null {
  const object = callee.type === 'member_expression' ? callee.child('object') : null;
  if (!object || !/^replace(?:All)?$/.test(propertyOf(callee) ?? '')) return null;
  const text = literalText(object, bindings);
  const [pattern, value] = argumentsOf(call);
  if (text === null || !pattern || !value || functionTypes.has(unwrap(value).type)) return null;
  const sought = literalText(pattern, bindings);
  const at = sought === null ? -1 : text.indexOf(sought);
  const end = at < 0 ? text.length : at + sought!.length;
  const part = (piece: string): TextPart => ({ kind: 'text', text: piece, node: object });
  return [part(at < 0 ? text : text.slice(0, at)), value, part(text.slice(end))];
}

const pastingTags = new Set([
  'String.raw',
  'dedent',
  'outdent',
  'ts-dedent',
  'ts-dedent.dedent',
  'common-tags.stripIndent',
  'common-tags.oneLine',
]);

/** The elements of an array literal, also through a variable that nothing is pushed to; else null. */
export function arrayOf(node: SyntaxNode, bindings: Bindings): SyntaxNode[] | null {
  let at = unwrap(node);
  if (at.type === 'identifier') {
    const binding = bindings.resolve(at);
    const value = binding && binding.path.length === 0 ? onlyValue(binding, bindings) : null;
    if (!value || grows(at)) return null;
    at = unwrap(value);
  }
  return at.type === 'array' ? at.namedChildren.filter((child) => child.type !== 'comment') : null;
}

/** True where elements are added to an array of this name anywhere in the file. */
function grows(array: SyntaxNode): boolean {
  const { text } = array.tree;
  return ['push', 'unshift', 'splice'].some((method) => text.includes(`${array.text}.${method}(`));
}

/** The value of a member of a constant object or of an enum, if it is written out in this file. */
export function memberValue(node: SyntaxNode, bindings: Bindings): SyntaxNode | null {
  const property = propertyOf(node);
  const object = node.child('object');
  if (property === null || object?.type !== 'identifier') return null;
  const binding = bindings.resolve(object);
  if (!binding || binding.path.length > 0) return null;
  if (binding.kind === 'enum') {
    const body = binding.value?.child('body');
    return body?.namedChildren.find((member) => member.child('name')?.text === property)?.child('value') ?? null;
  }
  if (binding.kind !== 'const' || !binding.value) return null;
  const value = unwrap(binding.value);
  return value.type === 'object' ? optionOf(value, property) : null;
}

/** The constant text of an expression, or null. */
export function constantOf(node: SyntaxNode, bindings: Bindings): string | null {
  let value = '';
  for (const part of partsOf(node, bindings)) {
    if (part.kind === 'value') return null;
    value += part.text;
  }
  return value;
}

/** The value an object literal gives a key, the last one if it is given twice; null if it does not. */
export function optionOf(object: SyntaxNode, key: string): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (const member of object.namedChildren) {
    if (member.type === 'shorthand_property_identifier' && member.text === key) found = member;
    else if (member.type === 'pair') {
      const name = member.child('key');
      if (name && (name.type === 'string' ? stringValue(name) : name.text) === key) found = member.child('value');
    }
  }
  return found;
}

/** The object literal an expression is, also through a variable that is written once. */
export function objectOf(node: SyntaxNode, bindings: Bindings): SyntaxNode | null {
  let at = unwrap(node);
  for (let step = 0; step < 5; step++) {
    if (at.type === 'object') return at;
    if (at.type !== 'identifier') return null;
    const binding = bindings.resolve(at);
    const value = binding && binding.path.length === 0 ? onlyValue(binding, bindings) : null;
    if (!value) return null;
    at = unwrap(value);
  }
  return null;
}
