/** JavaScript, TypeScript and JSX to the folder. */
import type { FlatTree } from '../../parse/flatTree.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { stretchesOf } from './escapes.ts';
import type { Argument, FoldingLanguage, Operation, Shape, Write } from './shape.ts';
import { elementsOf, operandsOf } from './sums.ts';

/** `a.b.c` as one name; null for what is computed. */
function dottedName(node: SyntaxNode | null): string | null {
  if (!node || node.end - node.start > 100) return null;
  if (!/^(?:identifier|this|property_identifier|private_property_identifier|member_expression)$/.test(node.type)) return null;
  const name = node.text.replace(/\s+|\?(?=\.)/g, '');
  return /^[\w$#.]+$/.test(name) ? name : null;
}

function template(node: SyntaxNode, isRaw: boolean): Shape {
  const { text } = node.tree;
  const parts: Extract<Shape, { kind: 'text' }>['parts'][number][] = [];
  let from = node.start + 1;
  const style = isRaw ? 'none' : 'c';
  for (const child of node.namedChildren) {
    if (child.type !== 'template_substitution') continue;
    parts.push(...stretchesOf(text, from, child.start, style));
    parts.push(child.namedChildren[0] ?? child);
    from = child.end;
  }
  parts.push(...stretchesOf(text, from, node.end - 1, style));
  return { kind: 'text', parts };
}

const done = (operation: Operation, ...to: Argument[]): Shape => ({ kind: 'done', operation, to });

/** What a function of this name makes of its first argument. */
const functions: Readonly<Record<string, Operation>> = {
  atob: 'base64',
  decodeURIComponent: 'percent',
  decodeURI: 'percent',
  unescape: 'percent',
  String: 'trim',
  'Uint8Array.from': 'characters',
  Uint8Array: 'characters',
  'CryptoJS.enc.Base64.parse': 'base64',
  'CryptoJS.enc.Hex.parse': 'hex',
};

const encodings: Readonly<Record<string, Operation>> = { base64: 'base64', base64url: 'base64', hex: 'hex' };

/** `Buffer.from(x, 'base64')`. */
function buffer([of, encoding]: readonly SyntaxNode[]): Shape | null {
  if (!of) return null;
  const name = encoding ? encoding.text.slice(1, -1).toLowerCase() : '';
  return done(encodings[name] ?? 'characters', of);
}

/** The body of `(x) => body`. */
function bodyOf(callback: SyntaxNode | undefined): string {
  const body = callback?.child('body');
  return body && body.end - body.start < 200 ? body.text : '';
}

function mapped(list: SyntaxNode, callback: SyntaxNode | undefined): Shape | null {
  const how = callback && callback.end - callback.start < 200 ? `${dottedName(callback) ?? ''} ${bodyOf(callback)}` : '';
  if (/\bString\.from(?:CharCode|CodePoint)\b/.test(how)) return done('characters', list);
  return /^String\b/.test(how) ? { kind: 'same', as: list } : null;
}

function method(object: SyntaxNode, name: string, of: readonly SyntaxNode[]): Shape | null {
  const [first, second] = of;
  switch (name) {
    case 'join':
      return done('join', object, first ?? ',');
    case 'concat':
      return done('chain', object, ...of);
    case 'reverse':
    case 'toReversed':
      return done('reverse', object);
    case 'split':
      return first ? done('split', object, first) : null;
    case 'replace':
    case 'replaceAll':
      return first && second ? done(name === 'replace' ? 'replaceFirst' : 'replace', object, first, second) : null;
    case 'slice':
    case 'substring':
      return done('slice', object, first ?? 0, ...(second ? [second] : []));
    case 'substr':
      return done('substr', object, first ?? 0, ...(second ? [second] : []));
    case 'at':
    case 'charAt':
      return first ? done('item', object, first) : null;
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
      return done('trim', object);
    case 'map':
      return mapped(object, first);
    case 'reduce':
      return /\+/.test(bodyOf(first)) ? done('join', object, '') : null;
    case 'toString':
    case 'valueOf':
      return first && Object.hasOwn(encodings, first.text.slice(1, -1)) ? null : { kind: 'same', as: object };
    case 'decode':
      // `new TextDecoder().decode(bytes)`
      return first ? done('characters', first) : null;
    case 'apply':
      return /^String\.from(?:CharCode|CodePoint)$/.test(dottedName(object) ?? '') && second ? done('characters', second) : null;
    case 'format':
      return first ? { kind: 'format', style: 'printf', template: first, values: of.slice(1), named: new Map() } : null;
  }
  return null;
}

function call(node: SyntaxNode): Shape | null {
  const callee = node.child(node.type === 'new_expression' ? 'constructor' : 'function');
  const given = node.child('arguments');
  if (!callee) return null;
  const name = (dottedName(callee) ?? '').replace(/^(?:window|globalThis|self|global)\./, '');
  if (given?.type === 'template_string') return name === 'String.raw' ? template(given, true) : null;
  const of = elementsOf(given);
  if (/^String\.from(?:CharCode|CodePoint)$/.test(name)) return done('characters', given);
  if (name === 'Buffer.from' || (name === 'Buffer' && node.type === 'new_expression')) return buffer(of);
  if (name === 'Buffer.concat') return of[0] ? done('join', of[0], '') : null;
  if (Object.hasOwn(functions, name)) return of[0] ? done(functions[name]!, of[0]) : null;
  const object = callee.type === 'member_expression' ? callee.child('object') : null;
  return object ? method(object, callee.child('property')?.text ?? '', of) : null;
}

function list(items: readonly SyntaxNode[]): Shape {
  const only = items[0];
  // `[...'abc']`, `f(...codes)`
  if (items.length === 1 && only?.type === 'spread_element' && only.namedChildren[0]) return { kind: 'same', as: only.namedChildren[0] };
  if (!items.some((item) => item.type === 'spread_element')) return { kind: 'list', items };
  return done('chain', ...items);
}

function shapeOf(node: SyntaxNode): Shape | null {
  const { text } = node.tree;
  switch (node.type) {
    case 'string':
      return { kind: 'text', parts: stretchesOf(text, node.start + 1, node.end - 1, 'c') };
    case 'template_string':
      return template(node, false);
    case 'binary_expression': {
      const parts = operandsOf(node);
      return parts && { kind: 'text', parts };
    }
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
    case 'await_expression':
    case 'spread_element': {
      const inner = node.namedChildren[0];
      return inner ? { kind: 'same', as: inner } : null;
    }
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'member_expression': {
      const name = dottedName(node);
      return name === null ? null : { kind: 'name', name };
    }
    case 'subscript_expression': {
      const [object, index] = [node.child('object'), node.child('index')];
      return object && index ? done('item', object, index) : null;
    }
    case 'array':
    case 'arguments':
      return list(elementsOf(node));
    case 'number': {
      const value = Number(node.text.replaceAll('_', ''));
      return Number.isInteger(value) ? { kind: 'number', value } : null;
    }
    case 'unary_expression': {
      const value = /^-\d{1,9}$/.test(node.text) ? Number(node.text) : null;
      return value === null ? null : { kind: 'number', value };
    }
    case 'regex': {
      const source = node.child('pattern')?.text ?? '';
      return { kind: 'pattern', source, isGlobal: /g/.test(node.child('flags')?.text ?? '') };
    }
    case 'call_expression':
    case 'new_expression':
      return call(node);
  }
  return null;
}

const set = (name: string, value: SyntaxNode | null, isShared = false): Write => ({
  name,
  how: 'set',
  values: value ? [value] : [],
  isShared,
});

const MAX_MEMBERS = 200;

/** A name with what it is given, taken apart where it is an object. */
function* given(name: string, value: SyntaxNode | null, depth = 0): Generator<Write> {
  const isShared = name.includes('.');
  yield set(name, value, isShared);
  const object =
    value?.type === 'as_expression'
      ? value.namedChildren[0]
      : value?.type === 'call_expression'
        ? elementsOf(value.child('arguments'))[0]
        : value;
  if (object?.type !== 'object' || depth > 2) return;
  for (const member of object.namedChildren.slice(0, MAX_MEMBERS)) {
    if (member.type !== 'pair') continue;
    const key = member.child('key')?.text.replace(/^["']|["']$/g, '') ?? '';
    if (/^[\w$]{1,60}$/.test(key)) yield* given(`${name}.${key}`, member.child('value'), depth + 1);
  }
}

function* writesOf(node: SyntaxNode): Generator<Write> {
  switch (node.type) {
    case 'variable_declarator':
    case 'assignment_expression': {
      const target = node.child(node.type === 'variable_declarator' ? 'name' : 'left');
      const value = node.child(node.type === 'variable_declarator' ? 'value' : 'right');
      if (target?.type === 'array_pattern' && value?.type === 'array') {
        const values = elementsOf(value);
        for (const [index, name] of elementsOf(target).entries())
          if (name.type === 'identifier') yield set(name.text, values[index] ?? null);
        return;
      }
      const name = dottedName(target);
      if (name !== null && value) yield* given(name, value);
      return;
    }
    case 'augmented_assignment_expression': {
      const name = dottedName(node.child('left'));
      const value = node.child('right');
      if (name === null || !value) return;
      const isAdded = node.child('operator')?.text === '+=';
      yield isAdded ? { name, how: 'append', values: [value], isShared: name.includes('.') } : set(name, null, name.includes('.'));
      return;
    }
    case 'public_field_definition':
    case 'field_definition': {
      const name = dottedName(node.child('name') ?? node.child('property'));
      const owner = node.ancestor('class_declaration', 'class')?.child('name')?.text;
      for (const whose of ['this', owner]) if (name !== null && whose) yield set(`${whose}.${name}`, node.child('value'), true);
      return;
    }
    case 'enum_assignment': {
      const owner = node.ancestor('enum_declaration')?.child('name')?.text;
      if (owner) yield set(`${owner}.${node.child('name')?.text ?? ''}`, node.child('value'), true);
      return;
    }
    case 'call_expression': {
      const callee = node.child('function');
      if (callee?.type !== 'member_expression' || callee.child('property')?.text !== 'push') return;
      const name = dottedName(callee.child('object'));
      if (name !== null) yield { name, how: 'push', values: elementsOf(node.child('arguments')), isShared: name.includes('.') };
    }
  }
}

/** What a callee ends with whose call is worked out. */
const callees = new Set([
  ...['join', 'concat', 'reverse', 'toReversed', 'split', 'replace', 'replaceAll', 'slice', 'substring', 'substr', 'at', 'charAt', 'trim'],
  ...['map', 'reduce', 'toString', 'decode', 'apply', 'format', 'fromCharCode', 'fromCodePoint', 'from', 'parse', 'raw', 'Buffer'],
  ...['atob', 'decodeURIComponent', 'decodeURI', 'unescape', 'Uint8Array'],
]);
const LONGEST_CALLEE = 18;

const isNameCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 36;

/** The last word before an offset; '' for a long one. */
function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start <= LONGEST_CALLEE && isNameCode(text.charCodeAt(start - 1))) start--;
  return end - start > LONGEST_CALLEE ? '' : text.slice(start, end);
}

function mayMake({ text, start, end, next }: FlatTree, node: number): boolean {
  const first = node + 1;
  switch (text.charCodeAt(start[node]!)) {
    case 96:
      // A template: not without a value put in.
      return next[node]! > first + 2 || end[node]! - start[node]! > 2;
  }
  // `new` is a node, `a` of `a + b` another; the operator or the brackets follow what comes first.
  const second = next[first]!;
  const isSum = second < next[node]! && text.charCodeAt(start[second]!) === 43 && end[second]! - start[second]! === 1;
  if (isSum) return true;
  const callee = text.startsWith('new', start[first]!) && end[first]! - start[first]! === 3 ? second : first;
  return callee < next[node]! && callees.has(wordBefore(text, end[callee]!));
}

function keyName(node: SyntaxNode | null): string | null {
  return node ? node.text.replace(/^["'`]|["'`]$/g, '').slice(0, 200) : null;
}

export const javaScript: FoldingLanguage = {
  expressions: new Set(['binary_expression', 'template_string', 'call_expression', 'new_expression']),
  writers: new Set([
    'variable_declarator',
    'assignment_expression',
    'augmented_assignment_expression',
    'public_field_definition',
    'field_definition',
    'enum_assignment',
    'call_expression',
  ]),
  scopes: new Set([
    'function_declaration',
    'function_expression',
    'arrow_function',
    'method_definition',
    'generator_function',
    'generator_function_declaration',
  ]),
  mayMake,
  shapeOf,
  writesOf: (node) => [...writesOf(node)],
  nameFor(parent, child) {
    switch (parent.type) {
      case 'variable_declarator':
        return keyName(parent.child('name'));
      case 'assignment_expression':
      case 'augmented_assignment_expression':
      case 'assignment_pattern':
        return child.field === 'right' ? keyName(parent.child('left')) : null;
      case 'pair':
        return child.field === 'value' ? keyName(parent.child('key')) : null;
      case 'public_field_definition':
      case 'field_definition':
      case 'enum_assignment':
      case 'required_parameter':
        return keyName(parent.child('name') ?? parent.child('property') ?? parent.child('pattern'));
      case 'jsx_attribute':
        return keyName(parent.namedChildren[0] ?? null);
      case 'statement_block':
      case 'program':
      case 'expression_statement':
      case 'class_body':
        return null;
      case 'arguments': {
        // `headers.set('Authorization', value)`
        const first = parent.namedChildren[0];
        return first?.type === 'string' && !first.equals(child) ? keyName(first) : undefined;
      }
    }
    return undefined;
  },
};
