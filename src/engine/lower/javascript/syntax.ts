/** JavaScript's and TypeScript's expressions without their wrappings. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

const wrappers = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression', 'type_assertion']);

export const functionTypes: ReadonlySet<string> = new Set([
  'function_declaration',
  'function_expression',
  'function',
  'generator_function',
  'generator_function_declaration',
  'arrow_function',
  'method_definition',
]);

/** The expression inside parentheses, casts, `!` and `(0, x)`. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (;;) {
    if (wrappers.has(at.type)) {
      const parts = at.namedChildren.filter((child) => child.type !== 'comment');
      const inner = at.type === 'type_assertion' ? parts.at(-1) : parts[0];
      if (!inner) return at;
      at = inner;
    } else if (at.type === 'sequence_expression') {
      const last = at.namedChildren.at(-1);
      if (!last) return at;
      at = last;
    } else return at;
  }
}

/** The outermost wrapping of an expression: parentheses, casts and `await` around it. */
export function wrapped(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let up = at.parent; up && (wrappers.has(up.type) || up.type === 'await_expression'); up = up.parent) at = up;
  return at;
}

/** As `unwrap`, and through `await`. */
export function unwrapAwait(node: SyntaxNode): SyntaxNode {
  let at = unwrap(node);
  while (at.type === 'await_expression') {
    const inner = at.namedChildren.find((child) => child.type !== 'comment');
    if (!inner) return at;
    at = unwrap(inner);
  }
  return at;
}

export function calleeOf(call: SyntaxNode): SyntaxNode | null {
  const callee = call.child(call.type === 'new_expression' ? 'constructor' : 'function');
  // The grammar reads `await f<T>(x)` as a call of `await f`.
  const called = callee?.type === 'await_expression' ? callee.namedChildren[0] : callee;
  return called ? unwrap(called) : null;
}

/** The arguments of a call, without comments; none for a tagged template. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.child('arguments');
  return list?.type === 'arguments' ? list.namedChildren.filter((child) => child.type !== 'comment') : [];
}

/** The name of the property a member or subscript expression reads, if it is written out. */
export function propertyOf(node: SyntaxNode): string | null {
  if (node.type === 'member_expression') return node.child('property')?.text ?? null;
  if (node.type === 'subscript_expression') {
    const index = node.child('index');
    return index?.type === 'string' ? stringValue(index) : index?.type === 'number' ? index.text : null;
  }
  return null;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' };

/** What an escape sequence stands for. */
export function unescaped(text: string): string {
  const kind = text[1] ?? '';
  if (kind === 'x' || kind === 'u') {
    const code = Number.parseInt(text.slice(2).replace(/[{}]/g, ''), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  if (kind === '\n' || kind === '\r') return '';
  return escapes[kind] ?? kind;
}

/** The value of a string literal. */
export function stringValue(string: SyntaxNode): string {
  let value = '';
  for (const part of string.namedChildren) value += part.type === 'escape_sequence' ? unescaped(part.text) : part.text;
  return value;
}

/** The innermost function around a node (itself excluded), or null at the top of the file. */
export function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at; at = at.parent) if (functionTypes.has(at.type)) return at;
  return null;
}

/** The patterns of a function's parameters, in order; a rest parameter keeps its `rest_pattern`. */
export function parametersOf(fn: SyntaxNode): SyntaxNode[] {
  const single = fn.child('parameter');
  if (single) return [single];
  const list = fn.child('parameters');
  return (list?.namedChildren ?? []).filter((child) => child.type !== 'comment');
}
