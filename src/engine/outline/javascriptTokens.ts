/** The words of a JavaScript program, without comments, white space and what a formatter adds or takes away. */
import { ERROR_TYPE, type FlatTree } from '../parse/flatTree.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { firstPlace } from './firstPlace.ts';
import { digestOf, shownText } from './parts.ts';

/** Nodes that are one word, whatever is below them. */
const whole = new Set(['string', 'regex']);
const left = new Set(['comment', 'html_comment', 'hash_bang_line']);
const closing = new Set([')', ']', '}']);

/** The same string whichever quotes it has, but for those with quotes in it. */
function stringWord(text: string): string {
  return text.startsWith("'") && !/["']/.test(text.slice(1, -1)) ? `"${text.slice(1, -1)}"` : text;
}

export class Tokens {
  readonly tree: FlatTree;
  /** In the order of the text: the word, and the node it is of. */
  private readonly words: string[] = [];
  private readonly nodes: number[] = [];

  constructor(tree: FlatTree) {
    this.tree = tree;
    const { types } = tree.names;
    for (let at = 0; at < tree.count; ) {
      const type = types[tree.type[at]!]!;
      const isError = tree.type[at] === ERROR_TYPE;
      const end = tree.next[at]!;
      if (left.has(type)) at = end;
      else if (end > at + 1 && !isError && !whole.has(type)) at++;
      else {
        this.add(at, type, tree.text.slice(tree.start[at]!, tree.end[at]!), isError);
        at = end;
      }
    }
  }

  private add(node: number, type: string, text: string, isError: boolean): void {
    if (text === '') return;
    if (type === ';' && this.tree.names.types[this.tree.type[this.tree.parent[node]!]!] !== 'for_statement') return;
    const last = this.words.length - 1;
    if (closing.has(type) && this.words[last] === ',') {
      this.words.pop();
      this.nodes.pop();
    }
    if (type === '=>') this.dropParentheses();
    const word = type === 'string' ? stringWord(text) : isError || type === 'jsx_text' ? text.replace(/\s+/g, ' ') : text;
    this.words.push(word);
    this.nodes.push(node);
  }

  /** `(a) =>` is `a =>`. */
  private dropParentheses(): void {
    const open = this.words.length - 3;
    if (open < 0 || this.words[open] !== '(' || this.words[open + 2] !== ')') return;
    const { type, parent, names } = this.tree;
    if (names.types[type[parent[this.nodes[open]!]!]!] !== 'formal_parameters') return;
    const [word] = this.words.splice(open, 3).slice(1);
    const [, node] = this.nodes.splice(open, 3);
    this.words.push(word!);
    this.nodes.push(node!);
  }

  /** The place of the first word at or after a node. */
  private placeOf(node: number): number {
    return firstPlace(this.nodes, (at) => at < node);
  }

  of(node: SyntaxNode | null): string[] {
    return node ? this.words.slice(this.placeOf(node.index), this.placeOf(this.tree.next[node.index]!)) : [];
  }

  /** Those of a node that stand before one below it. */
  before(node: SyntaxNode, inner: SyntaxNode): string[] {
    return this.words.slice(this.placeOf(node.index), this.placeOf(inner.index));
  }

  digest(...nodes: (SyntaxNode | null)[]): string {
    return digestOf(nodes.flatMap((node) => this.of(node)));
  }
}

/** What is written in more than one way: quotes, the parentheses of one parameter, the insides of braces; other strings as they are. */
const pieces = /"([^"']*)"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\(([\w$]+)\) =>|\{(?=[^ }])|(?<=[^ {])\}/g;

/** Of a text, what `shownText` can show of it and comments that may stand in it. */
const longestLook = 2400;

/** Code on one line, the same however it was broken into lines. */
export function codeOf(node: SyntaxNode, from = node.start): string {
  const { tree } = node;
  let text = tree.text.slice(from, Math.min(node.end, from + longestLook));
  if (text.includes('//') || text.includes('/*')) {
    const pieces: string[] = [];
    let at = from;
    for (const comment of node.descendants('comment')) {
      if (comment.start >= from + longestLook) break;
      if (comment.start < at) continue;
      pieces.push(tree.text.slice(at, comment.start));
      at = comment.end;
    }
    pieces.push(tree.text.slice(at, Math.min(node.end, Math.max(at, from + longestLook))));
    text = pieces.join('');
  }
  const line = text.replace(/\s+/g, ' ');
  return shownText(
    line
      .replace(/([([]) /g, '$1')
      .replace(/,? ([)\]])/g, '$1')
      .replace(/,? \}/g, ' }')
      .replace(/ (?=\??\.[A-Za-z_$#])/g, '')
      .replace(pieces, (piece, double: string | undefined, parameter: string | undefined) => {
        if (double !== undefined) return `'${double}'`;
        if (parameter !== undefined) return `${parameter} =>`;
        if (piece === '{') return '{ ';
        return piece === '}' ? ' }' : piece;
      }),
  );
}
