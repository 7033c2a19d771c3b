import {
  type Command,
  literalOf,
  literalStart,
  readRedirect,
  readShell,
  readTests,
  readWord,
  type ShellFile,
  type Word,
  type WordPart,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { isSecretVariable, reportOf } from './judge.ts';

/** What these operators leave of the value: all of it. */
const wholeValue = new Set(['', ':-', '-', ':=', '=', ':?', '?']);
const TERMINAL = /^\/dev\/(?:stdout|stderr|tty|fd\/[12]|console)$/;

/** Whether what a node writes goes somewhere else than to the terminal or the log: piped on, captured, into a file. */
function isTakenElsewhere(node: SyntaxNode): boolean {
  let inner = node;
  for (let at = node.parent; at; at = at.parent) {
    switch (at.type) {
      case 'command_substitution':
      case 'process_substitution':
        return true;
      case 'pipeline':
        if (!inner.equals(at.namedChildren.at(-1) ?? null)) return true;
        break;
      case 'redirected_statement':
        for (const redirect of at.namedChildren) {
          const read = redirect.type === 'file_redirect' ? readRedirect(redirect) : null;
          if (read?.operator.includes('>') && read.descriptor !== '2' && !TERMINAL.test(literalOf(read.target) ?? '')) return true;
        }
        break;
      case 'function_definition':
        return false;
    }
    inner = at;
  }
  return false;
}

/** As `isTakenElsewhere`, and for a function all of whose calls are. */
function isCaptured(command: Command, file: ShellFile): boolean {
  if (isTakenElsewhere(command.node)) return true;
  const around = file.functionOf(command.node);
  if (!around) return false;
  const calls = file.callsOf(around.name);
  return calls.length > 0 && calls.some((call) => isTakenElsewhere(call.node));
}

const fileTest = /^-[edfrswx]$/;

/** Names that are tested as paths somewhere in the file. */
function testedPaths({ root }: ShellFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of root.descendants('test_command')) {
    for (const { operator, right } of readTests(node).all) {
      const [only] = right.parts;
      if (fileTest.test(operator) && right.parts.length === 1 && only?.kind === 'variable') names.add(only.name);
    }
  }
  return names;
}

/** Whether a variable names the place of a secret instead of holding it: it is tested as a path, or assigned one. */
function isPath(name: string, file: ShellFile): boolean {
  const tested = file.once(isPath, '', NO_NAMES, () => testedPaths(file));
  if (tested.has(name)) return true;
  const values = file.definitionsOf(name).flatMap((definition) => (definition.kind === 'value' ? definition.values : []));
  return (
    values.length > 0 && values.every((value) => readWord(value).parts.some((part) => part.kind === 'literal' && part.text.includes('/')))
  );
}

const NO_NAMES: ReadonlySet<string> = new Set();

function secretPart(words: readonly Word[], file: ShellFile): WordPart | null {
  for (const word of words) {
    for (const part of word.parts) {
      if (part.kind !== 'variable' || part.quoting === 'single' || !wholeValue.has(part.operator) || !isSecretVariable(part.name)) continue;
      if (file.definitionsOf(part.name).length > 0 && file.constantOf(part.name) !== null) continue;
      if (isPath(part.name, file)) continue;
      return part;
    }
  }
  return null;
}

/** `echo "$result"` is how a function gives its result, and `export …` is meant for eval. */
function isResult(command: Command, words: readonly Word[], file: ShellFile): boolean {
  if (words.some((word) => /^(?:export |::add-mask::|set-secret)/.test(literalStart(word)))) return true;
  const shown = words.filter((word) => literalOf(word) === null);
  const others = words.filter((word) => literalOf(word) !== null && !/^(?:-[neE]+|--|%s(?:\\n)?)$/.test(literalOf(word)!));
  const alone = shown.length === 1 && others.length === 0 && shown[0]!.parts.length === 1;
  return alone && file.functionOf(command.node) !== null;
}

/** Reports secrets that a script writes to its output. */
export const bash: SyntaxRules = {
  command(node, context) {
    if (!/\b(?:echo|printf|logger)\b/.test(node.tree.text.slice(node.start, Math.min(node.end, node.start + 200)))) return;
    const { file } = context.shared(readShell);
    const command = file.commandAt(node);
    if (!command || !/^(?:echo|printf|logger)$/.test(command.name)) return;
    if (command.name === 'printf' && literalOf(command.arguments[0]) === '-v') return;
    const part = secretPart(command.arguments, file);
    if (part?.kind !== 'variable' || isResult(command, command.arguments, file) || isCaptured(command, file)) return;
    const isFromOutside = /^[A-Z0-9_]+$/.test(part.name) && file.definitionsOf(part.name).length === 0;
    context.report(reportOf(node, part.node, isFromOutside));
  },
};
