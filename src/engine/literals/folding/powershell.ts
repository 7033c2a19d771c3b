/** PowerShell to the folder. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { stretchesOf } from './escapes.ts';
import type { Argument, FoldingLanguage, Operand, Operation, Shape, Stretch, Write } from './shape.ts';

const done = (operation: Operation, ...to: Argument[]): Shape => ({ kind: 'done', operation, to });

/** The grammar wraps a value in a dozen levels of precedence: the innermost node that is the same text. */
function innermost(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (;;) {
    const { namedChildren } = at;
    const [only] = namedChildren;
    if (namedChildren.length !== 1 || only!.start !== at.start || only!.end !== at.end || at.type === 'variable') return at;
    at = only!;
  }
}

/** Names are the same in whatever case. */
function nameOf(node: SyntaxNode): string | null {
  const inner = innermost(node);
  if (inner.type === 'braced_variable' || inner.type === 'variable') {
    return inner.text
      .replace(/^\$\{?|\}$/g, '')
      .replace(/^(?:script|global|local|private):/i, '')
      .toLowerCase();
  }
  if (inner.type === 'member_access') {
    const [object, member] = inner.namedChildren;
    const whose = object?.type === 'variable' ? nameOf(object) : null;
    return whose !== null && member?.type === 'member_name' ? `${whose}.${member.text.toLowerCase()}` : null;
  }
  // `[string]$name`
  if (inner.type === 'expression_with_unary_operator' || inner.type === 'cast_expression') {
    const last = inner.namedChildren.at(-1);
    return last ? nameOf(last) : null;
  }
  return null;
}

function quoted(node: SyntaxNode): Shape {
  const { text } = node.tree;
  const isHere = text[node.start] === '@';
  const isVerbatim = node.type.startsWith('verbatim');
  const parts: (Operand | Stretch)[] = [];
  let from = node.start + (isHere ? 2 : 1);
  const style = isVerbatim ? 'none' : 'powershell';
  for (const child of isVerbatim ? [] : node.namedChildren) {
    parts.push(...stretchesOf(text, from, child.start, style), child);
    from = child.end;
  }
  parts.push(...stretchesOf(text, from, node.end - (isHere ? 2 : 1), style));
  return { kind: 'text', parts };
}

/** The flattened sides of `a + b + …`. */
function operandsOf(node: SyntaxNode): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let at = node;
  while (/^additive_/.test(at.type)) {
    const [left, right] = at.namedChildren;
    if (!left || !right) break;
    if (at.children[1]?.text !== '+') break;
    operands.push(right);
    at = left;
  }
  operands.push(at);
  return operands.reverse();
}

/** The elements of `a, b` or of `@(…)`, or the value alone. */
function elementsOf(node: SyntaxNode): SyntaxNode[] {
  const inner = innermost(node);
  return inner.type === 'array_literal_expression' ? inner.namedChildren : [inner];
}

/** A literal without variables, for patterns. */
function plainText(node: SyntaxNode | undefined): string | null {
  const text = node ? innermost(node).text : '';
  return /^(?:'[^']*'|"[^"$`]*")$/.test(text) ? text.slice(1, -1) : null;
}

function compared(left: SyntaxNode, operator: string, right: SyntaxNode): Shape | null {
  switch (operator.toLowerCase().replace(/^-[ci](?=join|split|replace)/, '-')) {
    case '-join':
      return done('join', left, right);
    case '-split': {
      const separator = plainText(right);
      return separator === null ? null : done('split', left, separator.replace(/^\\/, ''));
    }
    case '-replace': {
      const [sought, by] = elementsOf(right);
      const source = plainText(sought);
      return source === null ? null : done('replace', left, { kind: 'pattern', source, isGlobal: true }, by ?? '');
    }
  }
  return null;
}

function unary(node: SyntaxNode): Shape | null {
  const value = node.namedChildren.at(-1);
  if (!value) return null;
  if (/^-join\b/i.test(node.text)) return done('join', value, '');
  if (/^-\d{1,9}$/.test(node.text)) return { kind: 'number', value: Number(node.text) };
  if (node.type !== 'cast_expression') return null;
  const type = node.namedChildren[0]!.text.toLowerCase();
  return /char|byte|string/.test(type) ? done('characters', value) : { kind: 'same', as: value };
}

/** By the last part of its name. */
const decoders: Readonly<Record<string, Operation>> = {
  frombase64string: 'base64',
  fromhexstring: 'hex',
  unescapedatastring: 'percent',
  urldecode: 'percent',
  unescape: 'unescape',
  getstring: 'characters',
  convertfromutf32: 'characters',
};

function argumentsOf(node: SyntaxNode): SyntaxNode[] {
  const given = node.namedChildren.find((child) => child.type === 'argument_list')?.namedChildren[0];
  return given ? given.namedChildren : [];
}

function call(node: SyntaxNode): Shape | null {
  const [object, member] = node.namedChildren;
  // `[Text.Encoding]::UTF8.GetString(…)`: the first is a member of its own.
  const name =
    node.namedChildren
      .filter((child) => child.type === 'member_name')
      .at(-1)
      ?.text.toLowerCase() ??
    member?.text.toLowerCase() ??
    '';
  const of = argumentsOf(node);
  const [first, second, third] = of;
  if (!object) return null;
  if (Object.hasOwn(decoders, name)) return first ? done(decoders[name]!, first) : null;
  if (object.type === 'type_literal') {
    switch (name) {
      case 'join':
        return first && second ? done('join', third ? { kind: 'list', items: of.slice(1) } : second, first) : null;
      case 'concat':
        return done('join', of.length === 1 ? first! : { kind: 'list', items: of }, '');
      case 'new':
        return first ? done('characters', first) : null;
      case 'format':
        return first ? { kind: 'format', style: 'brace', template: first, values: of.slice(1), named: new Map() } : null;
    }
    return null;
  }
  switch (name) {
    case 'replace':
      return first && second ? done('replace', object, first, second) : null;
    case 'substring':
      return first ? done('substr', object, first, ...(second ? [second] : [])) : null;
    case 'split':
      return first ? done('split', object, first) : null;
    case 'trim':
    case 'tostring':
    case 'tochararray':
      return { kind: 'same', as: object };
  }
  return null;
}

/** `$x[0]`, `$x[0..3]`, `$x[-1..-40]`. */
function element(node: SyntaxNode): Shape | null {
  const [object, index] = node.namedChildren;
  if (!object || !index) return null;
  const inner = innermost(index);
  if (inner.type !== 'range_expression') return done('item', object, inner);
  const [, from, to] = /^(-?\d{1,6})\.\.(.*)$/s.exec(inner.text) ?? [];
  if (from === '-1') return done('reverse', object);
  return from !== undefined && /^\d{1,6}$/.test(to!) ? done('slice', object, Number(from), Number(to) + 1) : null;
}

/** `103, 104 | % { [char]$_ }` */
function pipeline(node: SyntaxNode): Shape | null {
  const [first, second] = node.namedChildren;
  if (!first) return null;
  if (!second) return node.namedChildren.length === 1 ? { kind: 'same', as: first } : null;
  const each = second.type === 'command' && second.end - second.start < 100 ? second.text : '';
  if (node.namedChildren.length !== 2 || !/^(?:%|foreach(?:-object)?)\s*\{/i.test(each)) return null;
  if (/\[char\]\s*\$_|\$_\s*-as\s*\[char\]/i.test(each)) return done('characters', first);
  return /\{\s*\$_\s*\}/.test(each) ? { kind: 'same', as: first } : null;
}

function shapeOf(outer: SyntaxNode): Shape | null {
  const node = innermost(outer);
  switch (node.type) {
    case 'verbatim_string_characters':
    case 'verbatim_here_string_characters':
    case 'expandable_string_literal':
    case 'expandable_here_string_literal':
      return quoted(node);
    case 'generic_token':
      return { kind: 'text', parts: stretchesOf(node.tree.text, node.start, node.end, 'powershell') };
    case 'additive_expression':
    case 'additive_argument_expression': {
      const parts = operandsOf(node);
      return parts.length > 1 ? done('chain', ...parts) : null;
    }
    case 'comparison_expression':
    case 'comparison_argument_expression': {
      const [left, operator, right] = node.namedChildren;
      return left && operator && right ? compared(left, operator.text, right) : null;
    }
    case 'format_expression':
    case 'format_argument_expression': {
      const [template, , values] = node.namedChildren;
      return template && values ? { kind: 'format', style: 'brace', template, values: elementsOf(values), named: new Map() } : null;
    }
    case 'expression_with_unary_operator':
    case 'cast_expression':
      return unary(node);
    case 'integer_literal':
    case 'decimal_integer_literal':
    case 'hexadecimal_integer_literal': {
      const value = Number(node.text);
      return Number.isInteger(value) ? { kind: 'number', value } : null;
    }
    case 'array_literal_expression':
    case 'argument_expression_list':
      return { kind: 'list', items: node.namedChildren };
    case 'array_expression': {
      const [inner] = node.namedChildren;
      // `@('one')` is a list of one.
      return inner ? done('chain', { kind: 'list', items: [] }, inner) : { kind: 'list', items: [] };
    }
    case 'statement_list': {
      const statements = node.namedChildren.filter((child) => child.type !== 'empty_statement' && child.type !== 'comment');
      if (statements.length === 1) return { kind: 'same', as: statements[0]! };
      return { kind: 'list', items: statements };
    }
    case 'parenthesized_expression':
    case 'sub_expression': {
      const [inner] = node.namedChildren;
      return inner ? { kind: 'same', as: inner } : null;
    }
    case 'pipeline':
    case 'pipeline_chain':
      return pipeline(node);
    case 'invokation_expression':
      return call(node);
    case 'element_access':
      return element(node);
    case 'variable':
    case 'braced_variable':
    case 'member_access': {
      const name = nameOf(node);
      return name === null ? null : { kind: 'name', name, runsOn: node.type === 'variable' };
    }
  }
  return null;
}

function* writesOf(node: SyntaxNode): Generator<Write> {
  if (node.type === 'hash_entry') {
    const table = node.ancestor('assignment_expression')?.namedChildren[0];
    const whose = table ? nameOf(table) : null;
    const [key, value] = node.namedChildren;
    if (whose !== null && key && value) yield { name: `${whose}.${key.text.toLowerCase()}`, how: 'set', values: [value], isShared: true };
    return;
  }
  const [target] = node.namedChildren;
  const value = node.child('value');
  const name = target ? nameOf(target) : null;
  if (name === null || !value) return;
  const operator = node.namedChildren.find((child) => child.type === 'assignement_operator')?.text;
  const how = operator === '+=' ? 'append' : 'set';
  yield { name, how, values: operator === '=' || operator === '+=' ? [value] : [], isShared: name.includes('.') };
}

export const powerShell: FoldingLanguage = {
  expressions: new Set([
    'additive_expression',
    'additive_argument_expression',
    'comparison_expression',
    'comparison_argument_expression',
    'format_expression',
    'format_argument_expression',
    'expression_with_unary_operator',
    'expandable_string_literal',
    'expandable_here_string_literal',
    'invokation_expression',
  ]),
  writers: new Set(['assignment_expression', 'hash_entry']),
  scopes: new Set(['function_statement']),
  // What is nothing but its only part is told as that.
  mayMake: ({ start, end }, node) => start[node] !== start[node + 1] || end[node] !== end[node + 1],
  shapeOf,
  writesOf: (node) => [...writesOf(node)],
  nameFor(parent, child) {
    switch (parent.type) {
      case 'assignment_expression':
        return child.field === 'value' ? (parent.namedChildren[0]?.text.replace(/^\[[\w.]+\]|\$|[{}]/g, '') ?? null) : null;
      case 'hash_entry':
        return parent.namedChildren[0]?.text.replace(/^["']|["']$/g, '') ?? null;
      case 'command_elements': {
        const before = parent.namedChildren.filter((one) => one.end <= child.start && one.type !== 'command_argument_sep').at(-1);
        return before?.type === 'command_parameter' ? before.text.replace(/^-|:$/g, '') : null;
      }
      case 'statement_list':
        return parent.parent?.type === 'sub_expression' || parent.parent?.type === 'array_expression' ? undefined : null;
    }
    return undefined;
  },
};
