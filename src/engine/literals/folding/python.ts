/** Python to the folder. */
import type { FlatTree } from '../../parse/flatTree.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { stretchesOf } from './escapes.ts';
import type { Argument, FoldingLanguage, Operation, Shape, Stretch, Write } from './shape.ts';
import { elementsOf, operandsOf } from './sums.ts';

function dottedName(node: SyntaxNode | null): string | null {
  if (!node || node.end - node.start > 100 || !/^(?:identifier|attribute)$/.test(node.type)) return null;
  return /^[\w.]+$/.test(node.text) ? node.text.replace(/^cls\./, 'self.') : null;
}

const done = (operation: Operation, ...to: Argument[]): Shape => ({ kind: 'done', operation, to });

function literal(node: SyntaxNode): Shape {
  const { text } = node.tree;
  const [open] = node.children;
  const prefix = /^[a-zA-Z]*/.exec(open?.text ?? '')![0];
  const style = /r/i.test(prefix) ? 'none' : 'c';
  const isTemplate = /[ft]/i.test(prefix);
  const parts: (SyntaxNode | Stretch)[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'interpolation') parts.push(child.child('expression') ?? child);
    else if (child.type === 'string_content') {
      let from = child.start;
      for (const brace of isTemplate ? child.namedChildren.filter((part) => part.type === 'escape_interpolation') : []) {
        parts.push(...stretchesOf(text, from, brace.start, style), { from: brace.start, to: brace.end, text: text[brace.start]! });
        from = brace.end;
      }
      parts.push(...stretchesOf(text, from, child.end, style));
    }
  }
  return { kind: 'text', parts };
}

/** By the last part of its name, what a function makes of its first argument. */
const functions: Readonly<Record<string, Operation>> = {
  b64decode: 'base64',
  urlsafe_b64decode: 'base64',
  standard_b64decode: 'base64',
  decodebytes: 'base64',
  decodestring: 'base64',
  a2b_base64: 'base64',
  fromhex: 'hex',
  unhexlify: 'hex',
  a2b_hex: 'hex',
  b16decode: 'hex',
  unquote: 'percent',
  unquote_plus: 'percent',
  unquote_to_bytes: 'percent',
  chr: 'characters',
  bytes: 'characters',
  bytearray: 'characters',
  reversed: 'reverse',
};

const codecs: Readonly<Record<string, Operation>> = {
  base64: 'base64',
  base64_codec: 'base64',
  hex: 'hex',
  hex_codec: 'hex',
  rot13: 'rot13',
  'rot-13': 'rot13',
  rot_13: 'rot13',
};

function codec(of: SyntaxNode, name: SyntaxNode | undefined): Shape {
  const operation = codecs[name?.text.replace(/^[a-z]*["']|["']$/g, '').toLowerCase() ?? ''];
  return operation ? done(operation, of) : done('characters', of);
}

function method(object: SyntaxNode, name: string, of: readonly SyntaxNode[], named: ReadonlyMap<string, SyntaxNode>): Shape | null {
  const [first, second] = of;
  switch (name) {
    case 'join':
      return first ? done('join', first, object) : null;
    case 'format':
      return { kind: 'format', style: 'brace', template: object, values: of, named };
    case 'format_map':
    case 'substitute':
    case 'safe_substitute':
      return null;
    case 'replace':
      return first && second ? done('replace', object, first, second) : null;
    case 'translate':
      return null;
    case 'split':
      return first ? done('split', object, first) : null;
    case 'strip':
    case 'rstrip':
    case 'lstrip':
      return done('trim', object);
    case 'decode':
      return codec(object, first);
    case 'encode':
      return codecs[first?.text.slice(1, -1) ?? ''] === 'rot13' ? done('rot13', object) : { kind: 'same', as: object };
  }
  return null;
}

function call(node: SyntaxNode): Shape | null {
  const callee = node.child('function');
  const given = node.child('arguments');
  if (!callee || !given) return null;
  // `"".join(chr(c) for c in codes)`: the only argument, without brackets of its own.
  const isGenerator = given.type === 'generator_expression';
  const of = isGenerator ? [given] : elementsOf(given).filter((argument) => argument.type !== 'keyword_argument');
  const named = new Map<string, SyntaxNode>();
  for (const argument of isGenerator ? [] : given.namedChildren) {
    const [name, value] = argument.type === 'keyword_argument' ? [argument.child('name'), argument.child('value')] : [];
    if (name && value) named.set(name.text, value);
  }
  const [first, second] = of;
  const object = callee.type === 'attribute' ? callee.child('object') : null;
  const name = (callee.type === 'attribute' ? callee.child('attribute') : callee)?.text ?? '';
  if (name === 'decode' && object?.text === 'codecs') return first ? codec(first, second) : null;
  if (name === 'reduce') return second && /\badd\b|\+/.test(first!.text.slice(0, 100)) ? done('join', second, '') : null;
  if (name === 'map' && !object) return second && first ? perEach(first.text.slice(0, 100), second) : null;
  if (/^(?:str|list|tuple|memoryview|SecretStr)$/.test(name) && !object) return first ? done('characters', first) : null;
  if (Object.hasOwn(functions, name)) return first ? done(functions[name]!, first) : null;
  return object ? method(object, name, of, named) : null;
}

/** What `chr` makes of each number of a list is a text. */
function perEach(how: string, list: SyntaxNode): Shape | null {
  if (/\bchr\b|^bytes\b/.test(how)) return done('characters', list);
  return /^str\b/.test(how) ? { kind: 'same', as: list } : null;
}

function comprehension(node: SyntaxNode): Shape | null {
  const body = node.child('body');
  const clauses = node.namedChildren.filter((child) => child.type === 'for_in_clause');
  const [left, right] = [clauses[0]?.child('left'), clauses[0]?.child('right')];
  if (!body || !left || !right || clauses.length !== 1 || node.namedChildren.length !== 2) return null;
  if (body.text === left.text) return { kind: 'same', as: right };
  return body.end - body.start < 100 ? perEach(body.text, right) : null;
}

/** `x[::-1]`, `x[2:5]`, `x[0]`. */
function subscript(node: SyntaxNode): Shape | null {
  const value = node.child('value');
  const index = node.child('subscript');
  if (!value || !index) return null;
  if (index.type !== 'slice') return done('item', value, index);
  const bounds: (SyntaxNode | null)[] = [null, null, null];
  let place = 0;
  for (const child of index.children) {
    if (child.text === ':') place++;
    else if (place < 3) bounds[place] = child;
  }
  const [from, to, step] = bounds;
  if (step) return step.text === '-1' && !from && !to ? done('reverse', value) : null;
  return done('slice', value, from ?? 0, ...(to ? [to] : []));
}

function shapeOf(node: SyntaxNode): Shape | null {
  switch (node.type) {
    case 'string':
      return literal(node);
    case 'concatenated_string':
      return { kind: 'text', parts: elementsOf(node) };
    case 'binary_operator': {
      const [left, right] = [node.child('left'), node.child('right')];
      if (node.child('operator')?.text === '%' && left && right) {
        const named = new Map<string, SyntaxNode>();
        if (right.type === 'dictionary')
          for (const pair of right.namedChildren) {
            const [key, value] = [pair.child('key'), pair.child('value')];
            if (key && value) named.set(key.text.slice(1, -1), value);
          }
        return { kind: 'format', style: 'percent', template: left, values: right.type === 'tuple' ? elementsOf(right) : [right], named };
      }
      const parts = operandsOf(node);
      return parts && done('chain', ...parts);
    }
    case 'parenthesized_expression':
    case 'await': {
      const [inner] = elementsOf(node);
      return inner ? { kind: 'same', as: inner } : null;
    }
    case 'list_splat':
      return node.namedChildren[0] ? { kind: 'same', as: node.namedChildren[0] } : null;
    case 'identifier':
    case 'attribute': {
      const name = dottedName(node);
      return name === null ? null : { kind: 'name', name };
    }
    case 'list':
    case 'tuple': {
      const items = elementsOf(node);
      return items.some((item) => item.type === 'list_splat') ? done('chain', ...items) : { kind: 'list', items };
    }
    case 'integer': {
      const value = Number(node.text.replaceAll('_', ''));
      return Number.isInteger(value) ? { kind: 'number', value } : null;
    }
    case 'unary_operator':
      return /^-\d{1,9}$/.test(node.text) ? { kind: 'number', value: Number(node.text) } : null;
    case 'subscript':
      return subscript(node);
    case 'list_comprehension':
    case 'generator_expression':
      return comprehension(node);
    case 'call':
      return call(node);
  }
  return null;
}

function* given(name: string, value: SyntaxNode | null, node: SyntaxNode): Generator<Write> {
  const around = node.ancestor('class_definition', 'function_definition');
  const isMember = around?.type === 'class_definition';
  yield { name, how: 'set', values: value ? [value] : [], isShared: name.includes('.') };
  if (isMember) {
    for (const whose of ['self', around.child('name')?.text])
      if (whose) yield { name: `${whose}.${name}`, how: 'set', values: value ? [value] : [], isShared: true };
  }
}

function* writesOf(node: SyntaxNode): Generator<Write> {
  switch (node.type) {
    case 'assignment': {
      const [target, value] = [node.child('left'), node.child('right')];
      if (!target || !value) return;
      if (/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(target.type)) {
        const values = /^(?:expression_list|tuple|list)$/.test(value.type) ? elementsOf(value) : [];
        for (const [index, name] of elementsOf(target).entries())
          if (name.type === 'identifier') yield* given(name.text, values[index] ?? null, node);
        return;
      }
      const name = dottedName(target);
      if (name !== null) yield* given(name, value, node);
      return;
    }
    case 'named_expression': {
      const name = dottedName(node.child('name'));
      if (name !== null) yield { name, how: 'set', values: [node.child('value')!].filter((value) => value !== null) };
      return;
    }
    case 'augmented_assignment': {
      const name = dottedName(node.child('left'));
      const value = node.child('right');
      if (name === null || !value) return;
      const isAdded = node.child('operator')?.text === '+=';
      yield { name, how: isAdded ? 'append' : 'set', values: isAdded ? [value] : [], isShared: name.includes('.') };
      return;
    }
    case 'call': {
      const callee = node.child('function');
      if (callee?.type !== 'attribute') return;
      const how = callee.child('attribute')?.text;
      const name = dottedName(callee.child('object'));
      const values = elementsOf(node.child('arguments'));
      if (name === null || values.length !== 1) return;
      if (how === 'append') yield { name, how: 'push', values, isShared: name.includes('.') };
      else if (how === 'extend') yield { name, how: 'append', values, isShared: name.includes('.') };
    }
  }
}

/** What a callee ends with whose call is worked out. */
const callees = new Set([
  ...Object.keys(functions),
  ...[
    'join',
    'format',
    'replace',
    'split',
    'strip',
    'lstrip',
    'rstrip',
    'decode',
    'encode',
    'reduce',
    'map',
    'str',
    'list',
    'tuple',
    'SecretStr',
  ],
]);
const LONGEST_CALLEE = 20;

const isNameCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;

function mayMake({ text, start, end, next, type, names }: FlatTree, node: number): boolean {
  const first = node + 1;
  switch (names.types[type[node]!]) {
    case 'string':
      // Two quotes and a text are not put together.
      return next[node]! > first + 3;
    case 'binary_operator': {
      const operator = text.charCodeAt(start[next[first]!]!);
      return operator === 43 || operator === 37;
    }
    case 'call': {
      const to = end[first]!;
      let from = to;
      while (from > 0 && to - from <= LONGEST_CALLEE && isNameCode(text.charCodeAt(from - 1))) from--;
      return to - from <= LONGEST_CALLEE && callees.has(text.slice(from, to));
    }
  }
  return true;
}

function keyName(node: SyntaxNode | null): string | null {
  return node ? node.text.replace(/^[a-zA-Z]?["']|["']$/g, '').slice(0, 200) : null;
}

export const python: FoldingLanguage = {
  expressions: new Set(['binary_operator', 'concatenated_string', 'string', 'call', 'subscript']),
  writers: new Set(['assignment', 'augmented_assignment', 'named_expression', 'call']),
  scopes: new Set(['function_definition', 'lambda']),
  mayMake,
  shapeOf,
  writesOf: (node) => [...writesOf(node)],
  nameFor(parent, child) {
    switch (parent.type) {
      case 'assignment':
      case 'augmented_assignment':
        return child.field === 'right' ? keyName(parent.child('left')) : null;
      case 'named_expression':
      case 'keyword_argument':
      case 'default_parameter':
      case 'typed_default_parameter':
        return child.field === 'value' ? keyName(parent.child('name')) : null;
      case 'pair':
        return child.field === 'value' ? keyName(parent.child('key')) : null;
      case 'module':
      case 'block':
      case 'expression_statement':
        return null;
    }
    return undefined;
  },
};
