/** Commands with their words spelled, secrets marked: what the checks of arguments, addresses and environments look at. */
import { type Command, literalOf, readShell, readWord, type Word } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode } from '../../../src/engine/check.ts';
import { SECRET, type Secret, type Spelled, shellSecrets } from './secretFlow.ts';

export interface SpelledCommand {
  readonly command: Command;
  readonly words: readonly Word[];
  readonly spelled: readonly Spelled[];
  /** `\n` before and after each word. */
  readonly text: string;
  readonly secret: Secret;
  /** The word with a secret that a match ends in, and the secret. */
  wordAt(position: number): { readonly node: SyntaxNode; readonly secret: Secret; readonly index: number };
}

/** Part of the shell: no program is started, so nobody sees its arguments. */
const builtins =
  /^(?:echo|printf|test|\[|read|export|local|declare|typeset|readonly|eval|set|unset|return|exit|trap|:|source|\.|cd|pushd|popd|type|hash|let|true|false|shift|getopts|mapfile|readarray|wait|ulimit|umask|alias|builtin|compgen|shopt)$/;

const MAX_WORDS = 80;
const WORDS_BEFORE = 6;

/** The program of a command with a secret among its words; null for the shell's own commands and the file's functions. */
export function spelledCommand(node: SyntaxNode, context: SyntaxContext): SpelledCommand | null {
  const { file } = context.shared(readShell);
  const command = file.commandAt(node);
  if (!command || builtins.test(command.name) || file.functionNamed(command.name)) return null;
  if (!/\$|`/.test(node.tree.text.slice(node.start, Math.min(node.end, node.start + 4000)))) return null;
  const words = [...assignedBy(command), ...command.arguments].slice(0, MAX_WORDS);
  const secrets = context.shared(shellSecrets);
  return secrets.file.once(spelledCommand, `${node.index}`, null as SpelledCommand | null, () => {
    const spelled = words.map((word) => secrets.spell(word));
    const secret = spelled.find((one) => one.secret !== null)?.secret;
    if (!secret) return null;
    const texts = spelled.map(({ text }) => text.replace(/\n/g, ' ').slice(0, 2000));
    const ends: number[] = [];
    let length = 1;
    for (const text of texts) {
      length += text.length + 1;
      ends.push(length);
    }
    return {
      command,
      words,
      spelled,
      text: `\n${texts.join('\n')}\n`,
      secret,
      wordAt(position) {
        const found = ends.findIndex((end) => position < end);
        const index = found < 0 ? words.length - 1 : found;
        return { node: words[index]!.node, secret: spelled[index]?.secret ?? secret, index };
      },
    };
  });
}

/** `sudo TOKEN=… program`: arguments of sudo. */
function assignedBy(command: Command): readonly Word[] {
  if (!command.wrappers.some((name) => name === 'sudo' || name === 'doas') || !command.nameWord) return [];
  const { node } = command.nameWord;
  return command.node.children
    .filter((child) => child.field === 'argument' && child.index < node.index && /^[A-Za-z_]\w*=/.test(child.text))
    .map((child) => readWord(child));
}

/** Where a pattern that ends in a secret matches; -1 where it does not. */
export function secretBehind(text: string, pattern: RegExp): number {
  for (let from = text.indexOf(SECRET); from >= 0; from = text.indexOf(SECRET, from + 1)) {
    // The word with the secret, and what stands before it: options first, then names.
    let start = from;
    for (let words = 0; words < WORDS_BEFORE && start > 0; words++) start = text.lastIndexOf('\n', start - 1);
    const match = pattern.exec(text.slice(Math.max(0, start), from + 1));
    if (match) return from;
  }
  return -1;
}

export const containerEngines = /^(?:docker|podman|nerdctl|docker-compose|podman-compose|buildah|finch|img|kaniko|executor)$/;

export function firstOperand({ command }: SpelledCommand): string {
  return command.arguments.map((word) => literalOf(word) ?? '').find((text) => text !== '' && !text.startsWith('-')) ?? '';
}
