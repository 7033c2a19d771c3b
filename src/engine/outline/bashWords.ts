/** Shell code as the words and tokens that an outline is made of. */
import { literalOf, readWord, type Word } from '../lower/bash/words.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';

/** Nodes whose white space matters: they are one token each. */
const wholes = new Set(['string', 'raw_string', 'ansi_c_string', 'translated_string', 'heredoc_body', 'concatenation', 'word', 'regex']);

/** The tokens of nodes from one index to another, without comments; ends of lines and `;` are the same to a shell, and left out. */
export function tokensBetween(tree: FlatTree, from: number, to: number): string[] {
  const tokens: string[] = [];
  for (let at = from; at < to; ) {
    const type = tree.names.types[tree.type[at]!]!;
    const next = tree.next[at]!;
    if (type === 'comment') at = next;
    else if (next === at + 1 || wholes.has(type)) {
      const text = tree.text.slice(tree.start[at]!, tree.end[at]!);
      const token = type === 'heredoc_body' ? text : text.trim();
      if (token !== '' && token !== ';') tokens.push(token);
      at = next;
    } else at++;
  }
  return tokens;
}

export const tokensOf = (node: SyntaxNode): string[] => tokensBetween(node.tree, node.index, node.tree.next[node.index]!);

/** The words of a command, its name first; none of a bare assignment. */
export function wordsOf(command: SyntaxNode): Word[] {
  const words: Word[] = [];
  for (const child of command.children) {
    if (child.field === 'name' || child.field === 'argument') words.push(readWord(child));
  }
  return words;
}

/** A word as its reader sees it: without quotes around all of it. */
export function spoken(word: Word | undefined): string {
  if (!word) return '';
  const literal = literalOf(word);
  if (literal !== null) return literal;
  const text = word.node.text;
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

/** What a word says after its last expansion, and the name of the variable that it begins with. */
export function tailOf(word: Word): { readonly tail: string; readonly variable: string | null } {
  let tail = '';
  let variable: string | null = null;
  word.parts.forEach((part, index) => {
    if (part.kind === 'literal') tail += part.text;
    else {
      tail = '';
      if (index === 0 && part.kind === 'variable') variable = part.name;
    }
  });
  return { tail, variable };
}

/** The path that a word names, as far as it is literal: `../bin/deploy.sh` of `"$DIR/../bin/deploy.sh"`; '' where nothing of it is. */
export function pathIn(word: Word, assigned: ReadonlyMap<string, string>): string {
  const { tail, variable } = tailOf(word);
  const hasExpansion = word.parts.some(({ kind }) => kind !== 'literal');
  if (!hasExpansion) return tail;
  const path = tail.replace(/^\/+/, '');
  if (variable === null) return path;
  const before = assigned.get(variable) ?? '';
  if (tail === '') return before;
  return tail.startsWith('/') && before !== '' && !before.startsWith('/') ? `${before}/${path}` : path;
}

const PROGRAM = /\.(?:sh|bash|zsh|ksh|bats|py|js|mjs|cjs|ts|ps1|psm1|pl|pm|rb|go|rs|php|lua|c|cc|cpp|h|java|awk)$/;

/** Whether a path is that of a program in a repository rather than of what a test made or keeps as data. */
export function isProgramPath(path: string): boolean {
  if (
    /(?:^|\/)(?:tmp|temp|fixtures?|testdata|data|out|output|logs?|expected|actual|snapshots?)(?:\/|$)|^\/(?:etc|proc|sys|dev|var|usr)\//i.test(
      path,
    )
  )
    return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return PROGRAM.test(name) || (/(?:^|\/)s?bin\/[^/.]+$/.test(path) && !path.startsWith('/'));
}
