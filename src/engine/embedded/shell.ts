/** Code in shell scripts: `bash -c '…'`, `ssh host '…'`, `python3 -c "…"`, and here-documents that an interpreter reads. */

import { sharing } from '../facts.ts';
import { reaching } from '../flow/bash/reaching.ts';
import { readShell } from '../flow/bash/shell.ts';
import { scopeOf } from '../identity.ts';
import type { Command } from '../lower/bash/commands.ts';
import type { ShellFile } from '../lower/bash/shellFile.ts';
import { literalOf, readWord, type Word } from '../lower/bash/words.ts';
import { fateOf } from '../order/bash/statusFlow.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { ShellStart } from '../shellStart.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { TextBuilder } from './mappedText.ts';
import { mayCarryCode, type Program, programOf } from './programs.ts';
import { decodeDocument, decodeWord } from './shellWords.ts';

/** `"$script"` where the file gives it one text: that text. */
function textBehind(word: Word, file: ShellFile): SyntaxNode {
  const [part, more] = word.parts;
  if (part?.kind !== 'variable' || more || part.operator !== '') return word.node;
  const { definitions, open } = reaching(file, part.name, part.node);
  const [only, other] = definitions;
  if (!only || other || open || only.kind !== 'value' || only.values.length !== 1 || only.node.child('value')?.type === 'array')
    return word.node;
  return only.values[0]!;
}

/** What stands on a command's input, if the file holds it: a here-document, a here-string, what `echo` or `cat` hands on. */
function inputOf(command: SyntaxNode, file: ShellFile): ((builder: TextBuilder) => void) | null {
  const own = fedBy(command.parent, command, file);
  if (own) return own;
  const { parent } = command;
  if (parent?.type !== 'pipeline') return null;
  const before = parent.namedChildren.findLast((child) => child.index < command.index);
  // `cat <<EOF | bash`: the grammar hangs the pipeline below the here-document.
  if (!before && parent.parent?.type === 'heredoc_redirect') {
    const cat = parent.parent.parent?.child('body');
    return cat?.text === 'cat' ? documentOf(parent.parent, file) : null;
  }
  const echo = before?.type === 'command' ? file.commandAt(before) : null;
  if (echo?.name !== 'echo') return null;
  const words = echo.arguments.filter((word) => !/^-[neE]+$/.test(word.node.text));
  return (builder) => decodeWords(words, file, builder);
}

function documentOf(redirect: SyntaxNode, file: ShellFile): (builder: TextBuilder) => void {
  return (builder) => decodeDocument(redirect, file, builder);
}

function fedBy(statement: SyntaxNode | null, command: SyntaxNode, file: ShellFile): ((builder: TextBuilder) => void) | null {
  const string = command.childrenOf('redirect').find((child) => child.type === 'herestring_redirect') ?? hereString(command);
  if (string) return stringOf(string, file);
  if (statement?.type !== 'redirected_statement') return null;
  for (const redirect of statement.childrenOf('redirect').reverse()) {
    if (redirect.type === 'heredoc_redirect') return documentOf(redirect, file);
    if (redirect.type === 'herestring_redirect') return stringOf(redirect, file);
  }
  return null;
}

function hereString(command: SyntaxNode): SyntaxNode | undefined {
  return command.namedChildren.find((child) => child.type === 'herestring_redirect');
}

function stringOf(redirect: SyntaxNode, file: ShellFile): ((builder: TextBuilder) => void) | null {
  const text = redirect.namedChildren[0];
  return text ? (builder) => decodeWord(textBehind(readWord(text), file), file, builder) : null;
}

function decodeWords(words: readonly Word[], file: ShellFile, builder: TextBuilder): void {
  words.forEach((word, index) => {
    const { node } = word;
    if (index > 0) builder.decoded(node.start, node.start, ' ');
    decodeWord(words.length === 1 ? textBehind(word, file) : node, file, builder);
  });
}

/** Puts the code of a command together, or null where the file does not hold it. */
function codeOf(command: Command, program: Program, file: ShellFile): ((builder: TextBuilder) => void) | null {
  if (!program.words) return inputOf(command.node, file);
  const { from, to } = program.words;
  // The first word is the program's name.
  const words = command.arguments.slice(from - 1, to - 1);
  return (builder) => decodeWords(words, file, builder);
}

/** `sudo -u app`, `doas -u app`: as somebody who is not root. */
const asOther = /\b(?:sudo|doas)\s+(?:-[a-zA-Z]+\s+){0,8}(?:-\w*u|--user)[\s=]\s*["']?(?!(?:root|#?0)["'\s])/;

function startBy(command: Command, start: ShellStart): ShellStart {
  if (!command.wrappers.some((wrapper) => wrapper === 'sudo' || wrapper === 'doas')) return start;
  const lesser = asOther.test(command.node.text.slice(0, 300));
  return { ...start, root: !lesser, lesser };
}

export function findInShell(source: SourceText, tree: FlatTree, finds: Finds): void {
  const { file } = sharing(tree, source)(readShell);
  const seen = new Set<string>();
  for (const command of file.commands) {
    if (!mayCarryCode(command.name) || file.functionNamed(command.name)) continue;
    const words = [command.name, ...command.arguments.map((word) => literalOf(word) ?? file.fold(word))];
    const program = programOf(words, startBy(command, source.start));
    const code = program && codeOf(command, program, file);
    if (!program || !code) continue;
    const builder = new TextBuilder(source.text, program.language, source.holes);
    code(builder);
    const text = builder.build();
    // One text that is run twice is one text.
    const key = `${program.language} ${text.startOf(0)} ${text.text.length}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const isStatusLost = program.language === 'bash' && fateOf(file, command.node).kind === 'dropped';
    finds.add({ language: program.language, start: { ...program.start, isStatusLost }, text, scope: scopeOf(command.node) });
  }
}
