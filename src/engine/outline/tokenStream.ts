/** The code of a tree as its words: comments and white space left out, what indentation and line ends say put in as marks. */
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { firstPlace } from './firstPlace.ts';
import { shownText } from './parts.ts';

export interface TokenRules {
  /** Nodes that say nothing to what runs the code: comments, docstrings. */
  isSilent(node: SyntaxNode): boolean;
  /** Node types that are one word: strings, whose white space counts. */
  readonly whole: ReadonlySet<string>;
  /** Node types whose children are statements. */
  readonly lists: ReadonlySet<string>;
  /** A word as it is compared; '' leaves it out. */
  word(text: string, node: SyntaxNode): string;
}

/** Nodes from the first up to, without, the second: a stretch of the tree in reading order. */
export type Stretch = readonly [from: number, to: number];

/** Longer texts are cut anyway. */
const longestShown = 1500;

export class TokenStream {
  private readonly tree: FlatTree;
  private readonly words: string[] = [];
  /** By word: the node it belongs to; never falls. */
  private readonly nodes: number[] = [];
  /** Silent stretches of the text, in order. */
  private readonly silent: (readonly [start: number, end: number])[] = [];

  constructor(tree: FlatTree, rules: TokenRules) {
    this.tree = tree;
    const { types } = tree.names;
    const closing: number[] = [];
    let read = 0;
    // A statement of no words, a lone semicolon, is none.
    let statement = -1;
    const push = (word: string, node: number): void => {
      if (word === '') return;
      if (statement >= 0) {
        this.words.push('\u0001');
        this.nodes.push(statement);
        statement = -1;
      }
      this.words.push(word);
      this.nodes.push(node);
    };
    const skipTo = (start: number, node: number): void => {
      // What a grammar hides between its nodes is code as well.
      const hidden =
        start > read
          ? tree.text
              .slice(read, start)
              .replace(/[\s\\`]+/g, ' ')
              .trim()
          : '';
      push(hidden, node);
    };
    for (let index = 0; index < tree.count; ) {
      while (closing.length > 0 && index >= closing.at(-1)!) {
        statement = -1;
        push('\u0003', closing.pop()! - 1);
      }
      const node = new SyntaxNode(tree, index);
      const type = types[tree.type[index]!]!;
      const parent = tree.parent[index]!;
      if (rules.isSilent(node)) {
        skipTo(node.start, index);
        this.silent.push([node.start, node.end]);
        read = Math.max(read, node.end);
        index = tree.next[index]!;
        continue;
      }
      if (parent >= 0 && rules.lists.has(types[tree.type[parent]!]!)) statement = index;
      const isLeaf = tree.next[index] === index + 1;
      if (isLeaf || rules.whole.has(type)) {
        skipTo(node.start, index);
        push(rules.word(node.text, node), index);
        read = Math.max(read, node.end);
        index = tree.next[index]!;
        continue;
      }
      if (parent >= 0 && rules.lists.has(type)) {
        push('\u0002', index);
        closing.push(tree.next[index]!);
      }
      index++;
    }
    statement = -1;
    while (closing.length > 0) push('\u0003', closing.pop()! - 1);
  }

  /** The place of the first word of this node or of one after it. */
  private placeOf(node: number): number {
    return firstPlace(this.nodes, (at) => at < node);
  }

  /** The words of a stretch without those of the stretches `without`, which are in order. */
  wordsOf([from, to]: Stretch, without: readonly Stretch[] = []): string[] {
    const words: string[] = [];
    let at = this.placeOf(from);
    for (const [start, end] of without) {
      const before = this.placeOf(Math.max(start, from));
      for (; at < before; at++) words.push(this.words[at]!);
      at = Math.max(at, this.placeOf(end));
    }
    const end = this.placeOf(to);
    for (; at < end; at++) words.push(this.words[at]!);
    return balanced(words);
  }

  /** Code as it is shown: without comments, on one line, cut. */
  shown(start: number, end: number): string {
    const { text } = this.tree;
    const to = Math.min(end, start + longestShown);
    let next = firstPlace(this.silent, ([, end]) => end <= start);
    let shown = '';
    let at = start;
    for (; next < this.silent.length && this.silent[next]![0] < to; next++) {
      shown += text.slice(at, Math.max(at, this.silent[next]![0]));
      at = this.silent[next]![1];
    }
    return shownText(shown + text.slice(at, Math.max(at, to)));
  }
}

/** With an end for each beginning of a list: what ends with the last node of a stretch may be a list around it. */
function balanced(words: readonly string[]): string[] {
  const kept: string[] = [];
  let depth = 0;
  for (const word of words) {
    if (word === '\u0002') depth++;
    else if (word === '\u0003' && --depth < 0) {
      depth = 0;
      continue;
    }
    kept.push(word);
  }
  for (; depth > 0; depth--) kept.push('\u0003');
  return kept;
}

/** A node with all below it. */
export function stretchOf(node: SyntaxNode): Stretch {
  return [node.index, node.tree.next[node.index]!];
}
