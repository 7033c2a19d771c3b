/** What a shell makes of its words before it hands them to a program: quotes taken away, values put in. */
import type { ShellFile } from '../lower/bash/shellFile.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { Requote, TextBuilder } from './mappedText.ts';

const single: Requote = (text) => text.replaceAll("'", "'\\''");
const double: Requote = (text) => text.replace(/[$`"\\]/g, '\\$&');
const ansi: Requote = (text) => text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n');
const asIs: Requote = (text) => text;
const inDocument: Requote = (text) => text.replace(/[$`\\]/g, '\\$&');
const never: Requote = () => null;

const ansiEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\x1b', a: '\x07', '0': '\0' };

/** A stretch in which only some characters can be escaped. */
function escaped(text: string, from: number, to: number, escapes: RegExp, requote: Requote, builder: TextBuilder): void {
  let done = from;
  for (let at = from; at + 1 < to; at++) {
    if (text[at] !== '\\') continue;
    const next = text[at + 1]!;
    if (next === '\n' || escapes.test(next)) {
      builder.verbatim(done, at, requote);
      builder.decoded(at, at + 2, next === '\n' ? '' : next);
      done = at + 2;
    }
    at++;
  }
  builder.verbatim(done, to, requote);
}

/** An expansion: its constant where the file shows one, else a value that is not known here. */
function expansion(node: SyntaxNode, file: ShellFile, builder: TextBuilder): void {
  const plain = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(node.text);
  const constant = plain ? file.constantOf(plain[1]!) : null;
  if (constant === null) builder.hole(node.start, node.end);
  else builder.decoded(node.start, node.end, constant);
}

function isExpansion(node: SyntaxNode): boolean {
  return node.isNamed && node.type !== 'string_content' && node.type !== 'heredoc_content';
}

function ansiText(node: SyntaxNode, builder: TextBuilder): void {
  const { text } = node.tree;
  let done = node.start + 2;
  const to = node.end - 1;
  for (let at = done; at < to; at++) {
    if (text[at] !== '\\') continue;
    builder.verbatim(done, at, ansi);
    const next = text[at + 1]!;
    builder.decoded(at, at + 2, ansiEscapes[next] ?? (/['"\\?]/.test(next) ? next : `\\${next}`));
    done = at + 2;
    at++;
  }
  builder.verbatim(done, to, ansi);
}

/** Text with expansions among it: between double quotes, or in a here-document. */
function expanded(
  node: SyntaxNode,
  from: number,
  to: number,
  escapes: RegExp,
  requote: Requote,
  file: ShellFile,
  builder: TextBuilder,
): void {
  const { text } = node.tree;
  let done = from;
  for (const child of node.children) {
    if (!isExpansion(child) || child.start < done) continue;
    escaped(text, done, child.start, escapes, requote, builder);
    expansion(child, file, builder);
    done = child.end;
  }
  escaped(text, done, to, escapes, requote, builder);
}

/** The word that a node is, as the program gets it. */
export function decodeWord(node: SyntaxNode, file: ShellFile, builder: TextBuilder): void {
  const { text } = node.tree;
  switch (node.type) {
    case 'raw_string':
      builder.verbatim(node.start + 1, node.end - 1, single);
      return;
    case 'ansi_c_string':
      ansiText(node, builder);
      return;
    case 'string':
      expanded(node, node.start + 1, text[node.end - 1] === '"' ? node.end - 1 : node.end, /[$`"\\]/, double, file, builder);
      return;
    case 'concatenation':
    case 'command_name':
      for (const child of node.children) decodeWord(child, file, builder);
      return;
    case 'word':
    case 'number':
      escaped(text, node.start, node.end, /[\s\S]/, never, builder);
      return;
    default:
      if (node.isNamed) expansion(node, file, builder);
      else builder.verbatim(node.start, node.end, never);
  }
}

/** Where a body begins: the grammar takes a first line that starts with a backslash for a word of the line above. */
function bodyStart(mark: SyntaxNode, body: SyntaxNode): number {
  const { text } = body.tree;
  const newline = text.indexOf('\n', mark.end);
  const isEaten = newline >= 0 && newline + 1 < body.start && text[newline + 1] === '\\' && text[newline - 1] !== '\\';
  return isEaten ? newline + 1 : body.start;
}

/** The lines of a stretch without the tabs they begin with, as bounds. */
function withoutTabs(text: string, from: number, to: number, atLineStart: boolean): (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  let isStart = atLineStart;
  for (let at = from; at < to; isStart = true) {
    if (isStart) while (at < to && text[at] === '\t') at++;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline >= to ? to : newline + 1;
    lines.push([at, end]);
    at = end;
  }
  return lines;
}

/** The body of a here-document, as the program reads it. */
export function decodeDocument(redirect: SyntaxNode, file: ShellFile, builder: TextBuilder): void {
  const body = redirect.namedChildren.find((child) => child.type === 'heredoc_body');
  const mark = redirect.namedChildren.find((child) => child.type === 'heredoc_start');
  if (!body || !mark) return;
  const { text } = body.tree;
  const tabs = redirect.children.some((child) => child.type === '<<-');
  const isQuoted = /['"\\]/.test(mark.text);
  let done = bodyStart(mark, body);
  const plain = (to: number): void => {
    const stretches = tabs ? withoutTabs(text, done, to, text[done - 1] === '\n') : [[done, to] as const];
    for (const [from, end] of stretches) {
      if (isQuoted) builder.verbatim(from, end, asIs);
      else escaped(text, from, end, /[$`\\]/, inDocument, builder);
    }
  };
  for (const child of isQuoted ? [] : body.children) {
    if (!isExpansion(child) || child.start < done) continue;
    plain(child.start);
    expansion(child, file, builder);
    done = child.end;
  }
  plain(body.end);
}
