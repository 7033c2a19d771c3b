/**
 * The code of a tree as it reads after any formatter: how it nests says what brackets say, and imports stand in any order. Two versions
 * that share it do the same.
 */

import type { Outline } from '../../model/outline.ts';
import { ERROR_TYPE, type FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { digestOf, isVersion } from './parts.ts';

export interface PlainRules {
  /** Nodes that do nothing: comments, docstrings. */
  isSilent(node: SyntaxNode): boolean;
  /** Node types that are one word. */
  readonly whole: ReadonlySet<string>;
  /** Nodes that only group: what is in them stands for them. */
  isGroup(node: SyntaxNode): boolean;
  /** Tokens that say nothing beside how the code nests. */
  readonly idle: ReadonlySet<string>;
  /** Node types that another name makes the same. */
  readonly alike: ReadonlyMap<string, string>;
  /** Nodes of one child that mean more than it. */
  readonly telling: ReadonlySet<string>;
  word(text: string, node: SyntaxNode): string;
  /** Whether a word is where an import takes from. */
  isPath(node: SyntaxNode): boolean;
  /** What an import statement takes, piece by piece, its path first; null for every other node, and for an import that runs code. */
  importedBy(node: SyntaxNode): readonly (readonly [path: string, rest: string])[] | null;
}

/** A node whose children are being read. */
interface Open {
  readonly end: number;
  readonly type: string;
  /** Where its mark stands. */
  readonly at: number;
  /** Words and nodes in it. */
  items: number;
  /** Place of a comma that may be its last word, or -1. */
  comma: number;
  isAfterComma: boolean;
  imports: (readonly [string, string])[];
}

const ends = new Set([')', ']', '}']);

/** Digests with and without the paths of imports and the numbers of versions. */
export function plainCode(tree: FlatTree, rules: PlainRules): Pick<Outline, 'code' | 'frame'> {
  const { types } = tree.names;
  const words: string[] = [];
  /** The same without the paths of imports and the numbers of versions. */
  const bare: string[] = [];
  const stack: Open[] = [{ end: tree.count, type: '', at: 0, items: 0, comma: -1, isAfterComma: true, imports: [] }];
  let read = 0;
  const add = (word: string, without = word): void => {
    words.push(word);
    bare.push(without);
    const open = stack.at(-1)!;
    open.items++;
    open.comma = -1;
    open.isAfterComma = false;
  };
  const flush = (): void => {
    const open = stack.at(-1)!;
    if (open.imports.length === 0) return;
    const taken = open.imports;
    open.imports = [];
    add(
      [...new Set(taken.map((piece) => piece.join(' ')))].sort().join('\u0001'),
      taken
        .map(([, rest]) => rest)
        .sort()
        .join('\u0001'),
    );
  };
  const hidden = (start: number): void => {
    const text =
      start > read
        ? tree.text
            .slice(read, start)
            .replace(/[\s\\]+/g, ' ')
            .trim()
        : '';
    if (text === '') return;
    flush();
    add(text);
  };
  const close = (): void => {
    flush();
    const open = stack.pop()!;
    if (open.items === 0 && !rules.telling.has(open.type)) {
      words.length = open.at;
      bare.length = open.at;
      return;
    }
    const isPlain = open.items === 1 && !rules.telling.has(open.type);
    words[open.at] = bare[open.at] = isPlain ? '' : `\u0002${rules.alike.get(open.type) ?? open.type}`;
    if (!isPlain) {
      words.push('\u0003');
      bare.push('\u0003');
    }
    const outer = stack.at(-1)!;
    outer.items++;
    outer.comma = -1;
    outer.isAfterComma = false;
  };
  for (let index = 0; index < tree.count; ) {
    while (index >= stack.at(-1)!.end) close();
    const node = new SyntaxNode(tree, index);
    const type = types[tree.type[index]!]!;
    const next = tree.next[index]!;
    if (rules.isSilent(node)) {
      hidden(node.start);
      read = Math.max(read, node.end);
      index = next;
      continue;
    }
    const imported = rules.importedBy(node);
    if (imported !== null) {
      hidden(node.start);
      stack.at(-1)!.imports.push(...imported);
      read = Math.max(read, node.end);
      index = next;
      continue;
    }
    const isError = tree.type[index] === ERROR_TYPE;
    if (next > index + 1 && !isError && !rules.whole.has(type)) {
      if (!rules.isGroup(node)) {
        flush();
        stack.push({ end: next, type, at: words.length, items: 0, comma: -1, isAfterComma: true, imports: [] });
        words.push('');
        bare.push('');
      }
      index++;
      continue;
    }
    hidden(node.start);
    read = Math.max(read, node.end);
    index = next;
    const open = stack.at(-1)!;
    if (ends.has(type) && open.comma >= 0) {
      words[open.comma] = bare[open.comma] = '';
      open.items--;
      open.comma = -1;
    }
    const word = isError ? node.text.replace(/\s+/g, ' ') : rules.idle.has(type) ? '' : rules.word(node.text, node);
    if (word === '') continue;
    flush();
    const wasAfterComma = open.isAfterComma;
    add(word, rules.isPath(node) || isVersion(word) ? '' : word);
    if (type === ',') {
      open.isAfterComma = true;
      open.comma = wasAfterComma ? -1 : words.length - 1;
    } else if (type === '[' || type === '{') open.isAfterComma = true;
  }
  while (stack.length > 1) close();
  flush();
  return { code: digestOf(words.filter((word) => word !== '')), frame: digestOf(bare.filter((word) => word !== '')) };
}
