/** Words of a shell command as parts, each with the quotes it stands in: what the shell will split, expand or take as it is. */
import { HOLE_IN_TEXT, withoutPadding } from '../../embedded/holes.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

export type Quoting = 'bare' | 'double' | 'single';

export type WordPart =
  | { readonly kind: 'literal'; readonly text: string; readonly quoting: Quoting; readonly node: SyntaxNode }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** What is done to the value, `''` for a plain expansion: `:-`, `#`, `//`, `@Q`, `!` (indirect), `length`. */
      readonly operator: string;
      /** The word after an operator such as `:-`. */
      readonly argument: SyntaxNode | null;
      readonly quoting: Quoting;
      readonly node: SyntaxNode;
    }
  | { readonly kind: 'command'; readonly quoting: Quoting; readonly node: SyntaxNode }
  | { readonly kind: 'number'; readonly quoting: Quoting; readonly node: SyntaxNode }
  | { readonly kind: 'process'; readonly quoting: Quoting; readonly node: SyntaxNode }
  | { readonly kind: 'opaque'; readonly quoting: Quoting; readonly node: SyntaxNode };

export interface Word {
  readonly node: SyntaxNode;
  readonly parts: readonly WordPart[];
}

/** The operator of `${…}` in one word. */
function readExpansion(node: SyntaxNode, quoting: Quoting): WordPart {
  let name = '';
  let before = '';
  let after = '';
  let argument: SyntaxNode | null = null;
  for (const child of node.children) {
    const { type } = child;
    if (type === 'variable_name' || type === 'special_variable_name') name ||= child.text;
    else if (type === 'subscript') name ||= child.child('name')?.text ?? '';
    else if (child.field === 'operator') {
      if (!name) before += child.text;
      // The slash before a replacement is no operator of its own.
      else if (argument === null || child.text !== '/') after += child.text;
    } else if (name && child.isNamed) argument ??= child;
  }
  const operator = before === '#' ? 'length' : before || after;
  return { kind: 'variable', name: withoutPadding(name), operator, argument, quoting, node };
}

function unescapeBare(text: string): string {
  return text.includes('\\') ? text.replace(/\\\n/g, '').replace(/\\([\s\S])/g, '$1') : text;
}

function unescapeDouble(text: string): string {
  return text.includes('\\') ? text.replace(/\\\n/g, '').replace(/\\([$`"\\])/g, '$1') : text;
}

const ansiEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', e: '\x1b', a: '\x07' };

/** `"…"`: the grammar leaves out white space between expansions, so literals are what lies between the other children. */
function readDouble(node: SyntaxNode, parts: WordPart[]): void {
  const { text } = node.tree;
  let from = node.start + 1;
  const literal = (until: number): void => {
    if (until > from) parts.push({ kind: 'literal', text: unescapeDouble(text.slice(from, until)), quoting: 'double', node });
  };
  for (const child of node.children) {
    if (child.type === 'string_content' || !child.isNamed) continue;
    literal(child.start);
    readPart(child, 'double', parts);
    from = child.end;
  }
  literal(text[node.end - 1] === '"' ? node.end - 1 : node.end);
}

/** `'…'`: only a host that puts the text together can have put a value in. */
function readSingle(node: SyntaxNode, parts: WordPart[]): void {
  const text = node.text.slice(1, -1);
  if (!text.includes('${_')) {
    parts.push({ kind: 'literal', text, quoting: 'single', node });
    return;
  }
  text.split(HOLE_IN_TEXT).forEach((piece, index) => {
    if (index % 2 === 1)
      parts.push({ kind: 'variable', name: withoutPadding(piece), operator: '', argument: null, quoting: 'single', node });
    else if (piece !== '') parts.push({ kind: 'literal', text: piece, quoting: 'single', node });
  });
}

function readPart(node: SyntaxNode, quoting: Quoting, parts: WordPart[]): void {
  switch (node.type) {
    case 'word':
    case 'number':
    case 'variable_name':
    case 'extglob_pattern':
    case 'regex':
    case 'test_operator':
      if (node.type === 'number' && node.namedChildren.length > 0) break;
      parts.push({ kind: 'literal', text: unescapeBare(node.text), quoting, node });
      return;
    case 'raw_string':
      readSingle(node, parts);
      return;
    case 'ansi_c_string':
      parts.push({
        kind: 'literal',
        text: node.text.slice(2, -1).replace(/\\([\s\S])/g, (_, char: string) => ansiEscapes[char] ?? `\\${char}`),
        quoting: 'single',
        node,
      });
      return;
    case 'string':
      readDouble(node, parts);
      return;
    case 'translated_string': {
      const string = node.namedChildren[0];
      if (string?.type === 'string') readDouble(string, parts);
      return;
    }
    case 'simple_expansion': {
      const name = node.namedChildren[0];
      if (name) parts.push({ kind: 'variable', name: withoutPadding(name.text), operator: '', argument: null, quoting, node });
      return;
    }
    case 'expansion':
      parts.push(readExpansion(node, quoting));
      return;
    case 'command_substitution':
      parts.push({ kind: 'command', quoting, node });
      return;
    case 'arithmetic_expansion':
      parts.push({ kind: 'number', quoting, node });
      return;
    case 'process_substitution':
      parts.push({ kind: 'process', quoting, node });
      return;
  }
  parts.push({ kind: 'opaque', quoting, node });
}

/** Reads the word a node stands for: an argument, a name, a value, a redirect's target. */
export function readWord(node: SyntaxNode): Word {
  const parts: WordPart[] = [];
  const inner = node.type === 'command_name' ? (node.namedChildren[0] ?? node) : node;
  if (inner.type === 'concatenation') {
    for (const child of inner.children) {
      if (child.isNamed) readPart(child, 'bare', parts);
      // A lone `$` and the like: the grammar gives them no name.
      else parts.push({ kind: 'literal', text: child.text, quoting: 'bare', node: child });
    }
  } else readPart(inner, 'bare', parts);
  return { node, parts };
}

/** The text of a word without expansions, or null. */
export function literalOf(word: Word | null | undefined): string | null {
  if (!word) return null;
  let text = '';
  for (const part of word.parts) {
    if (part.kind !== 'literal') return null;
    text += part.text;
  }
  return text;
}

/** The literal beginning of a word, up to its first expansion. */
export function literalStart(word: Word): string {
  let text = '';
  for (const part of word.parts) {
    if (part.kind !== 'literal') break;
    text += part.text;
  }
  return text;
}
