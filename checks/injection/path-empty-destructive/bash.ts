import { type Command, endsOnError, literalOf, optionOn, readShell, type ShellFile, type Word } from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';

/** What is left of the path where the variable is empty: the root, all in it, or a directory of the system. */
const rooted = /^\/(?:[*.]*|\.\[!?\.\]\*|(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/.*)?\/?|\*.*)$/;

interface Risk {
  readonly name: string;
  readonly word: Word;
}

function riskOf({ arguments: words }: Command): Risk | null {
  for (const word of words) {
    const [first, ...rest] = word.parts;
    if (first?.kind !== 'variable' || first.operator !== '' || !/^(?:[A-Za-z_]\w*|\d)$/.test(first.name)) continue;
    if (rest.length === 0 || rest.some((part) => part.kind !== 'literal')) continue;
    if (rooted.test(rest.map((part) => (part.kind === 'literal' ? part.text : '')).join(''))) return { name: first.name, word };
  }
  return null;
}

/** Looked at anywhere before, or never without a value. */
function isKept(file: ShellFile, name: string, node: SyntaxNode): boolean {
  const { text } = node.tree;
  const ahead = text.slice(0, node.start);
  if (/^\d$/.test(name) && /\$#/.test(ahead)) return true;
  const looked = new RegExp(
    `-[nzdefsrwxv]\\s+["']?\\$?\\{?${name}\\b|\\$\\{${name}:[?=-]|\\$\\{?${name}\\}?["']?\\s*(?:=|!=|==|=~)|case\\s+["']?\\$\\{?${name}\\b|mkdir\\b[^\\n]*\\$\\{?${name}\\b`,
  );
  if (looked.test(ahead)) return true;
  const definitions = file.definitionsOf(name);
  if (definitions.length === 0) return !/^\d$/.test(name) && optionOn(file, 'u', 'nounset', node);
  // Of several values one may be empty; what a test or a loop gives is there.
  return definitions.some(({ kind, values }) => kind === 'loop' || kind === 'number' || (values.length > 0 && values.every(isWritten)));
}

/** A value with some text of its own is never empty. */
function isWritten(value: SyntaxNode): boolean {
  return (
    /[\w/.-]/.test(value.text.replace(/\$\([\s\S]*\)|`[\s\S]*`|\$\{[^}]*\}|\$\w+/g, '')) ||
    /\$\((?:pwd|mktemp|cd|dirname|readlink|realpath)\b/.test(value.text)
  );
}

/** `cd "$dir"` just before, whose failure nobody looks at. */
function blindMove(file: ShellFile, node: SyntaxNode): SyntaxNode | null {
  let before = node.previousSibling;
  while (before?.type === 'comment') before = before.previousSibling;
  const command = before?.type === 'command' ? file.commandAt(before) : null;
  if (command?.name !== 'cd' || !command.arguments.some((word) => literalOf(word) === null) || endsOnError(file, node)) return null;
  return before;
}

export const bash: SyntaxRules = {
  command(node, context) {
    if (!/\brm\b/.test(node.text.slice(0, 40))) return;
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (command?.name !== 'rm') return;
    const recursive = command.arguments.some((word) => /^-\w*[rR]|^--recursive$/.test(literalOf(word) ?? ''));
    if (!recursive) return;
    const risk = riskOf(command);
    if (risk && !isKept(file, risk.name, node)) {
      context.report({
        at: node,
        confidence: 'medium',
        trace: [{ at: risk.word.node, text: 'nothing makes sure that this is not empty' }],
      });
      return;
    }
    const all = command.arguments.find((word) => /^(?:\.\/)?\*$|^\.$/.test(word.node.text));
    const move = all ? blindMove(file, node) : null;
    if (!all || !move) return;
    context.report({
      at: node,
      confidence: 'medium',
      message: 'If the `cd` before it fails, this deletes what is in the directory the script happened to be in.',
      trace: [
        { at: move, text: 'this may fail' },
        { at: all.node, text: 'and all that is here is deleted' },
      ],
    });
  },
};
