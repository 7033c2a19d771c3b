/** Code in PowerShell's strings: `bash -c "…"`, `ssh host '…'`, `python -c '…'`, and PowerShell in a string for another PowerShell. */
import { scopeOf } from '../identity.ts';
import { commandName } from '../lower/powershell/commands.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { type Requote, TextBuilder } from './mappedText.ts';
import { mayCarryCode, programOf } from './programs.ts';

const verbatim: Requote = (text) => text.replaceAll("'", "''");
const expandable: Requote = (text) => text.replace(/[`"$]/g, '`$&');
const hereString: Requote = (text) => text;
const expandableHereString: Requote = (text) => text.replace(/[`$]/g, '`$&');

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\n': '' };

/** The string literal that an argument is, or null. */
function literalOf(argument: SyntaxNode): SyntaxNode | null {
  let at = argument;
  for (let depth = 0; depth < 4; depth++) {
    if (at.type === 'string_literal') return at.namedChildren[0] ?? null;
    const [only, more] = at.namedChildren;
    if (!only || more) return null;
    at = only;
  }
  return null;
}

/** The words after a command's name. */
function wordsOf(command: SyntaxNode): SyntaxNode[] {
  const elements = command.child('command_elements')?.namedChildren ?? [];
  return elements.filter(({ type }) => type !== 'command_argument_sep' && type !== 'redirection' && type !== 'comment');
}

function constantOf(word: SyntaxNode): string | null {
  if (word.type === 'command_parameter' || word.type === 'generic_token') return /[$`]/.test(word.text) ? null : word.text;
  const literal = literalOf(word);
  if (!literal || literal.namedChildren.length > 0) return null;
  return literal.text.replace(/^@?["']|["']@?$/g, '');
}

/** Text between double quotes: expressions are holes, a backtick escapes. */
function decodeExpandable(literal: SyntaxNode, from: number, to: number, requote: Requote, builder: TextBuilder): void {
  const { text } = literal.tree;
  let done = from;
  const plain = (until: number): void => {
    let begin = done;
    for (let at = done; at + 1 < until; at++) {
      const isDoubled = text[at] === '"' && text[at + 1] === '"';
      if (text[at] !== '`' && !isDoubled) continue;
      builder.verbatim(begin, at, requote);
      builder.decoded(at, at + 2, escapes[text[at + 1]!] ?? text[at + 1]!);
      begin = at + 2;
      at++;
    }
    builder.verbatim(begin, until, requote);
    done = until;
  };
  for (const child of literal.namedChildren) {
    if (child.start < done) continue;
    plain(child.start);
    builder.hole(child.start, child.end);
    done = child.end;
  }
  plain(to);
}

function decode(word: SyntaxNode, builder: TextBuilder): void {
  const literal = literalOf(word);
  switch (literal?.type) {
    case 'verbatim_string_characters': {
      let done = literal.start + 1;
      const { text } = literal.tree;
      for (let at = done; at < literal.end - 2; at++) {
        if (!text.startsWith("''", at)) continue;
        builder.verbatim(done, at, verbatim);
        builder.decoded(at, at + 2, "'");
        done = at + 2;
        at++;
      }
      builder.verbatim(done, literal.end - 1, verbatim);
      return;
    }
    case 'verbatim_here_string_characters':
      builder.verbatim(literal.start + 2, literal.end - 2, hereString);
      return;
    case 'expandable_string_literal':
      decodeExpandable(literal, literal.start + 1, literal.end - 1, expandable, builder);
      return;
    case 'expandable_here_string_literal':
      decodeExpandable(literal, literal.start + 2, literal.end - 2, expandableHereString, builder);
      return;
    default:
      if (constantOf(word) === null) builder.hole(word.start, word.end);
      else builder.verbatim(word.start, word.end, () => null);
  }
}

/** A script block is code of the file's own and was parsed with it. */
const isBlock = (word: SyntaxNode) => word.text.startsWith('{');

export function findInPowerShell(source: SourceText, tree: FlatTree, finds: Finds): void {
  for (const command of new SyntaxNode(tree, 0).descendants('command')) {
    const name = commandName(command);
    if (name === null || !mayCarryCode(name)) continue;
    const words = wordsOf(command);
    const program = programOf([name, ...words.map(constantOf)], source.start);
    if (!program?.words) continue;
    const code = words.slice(program.words.from - 1, program.words.to - 1);
    if (code.some(isBlock)) continue;
    const builder = new TextBuilder(source.text, program.language, source.holes);
    code.forEach((word, index) => {
      if (index > 0) builder.decoded(word.start, word.start, ' ');
      decode(word, builder);
    });
    finds.add({ language: program.language, start: program.start, text: builder.build(), scope: scopeOf(command) });
  }
}
