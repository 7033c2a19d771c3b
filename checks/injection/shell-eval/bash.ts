import {
  type Command,
  literalOf,
  type Origin,
  type OriginKind,
  readShell,
  type ShellFile,
  type Word,
  type WordPart,
} from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';

/** Commands that print what stands in a file or comes over the network: data, not code made for eval. */
const readers =
  /^(?:cat|grep|egrep|fgrep|zgrep|zcat|sed|awk|gawk|mawk|cut|head|tail|tr|sort|jq|yq|xmllint|ssh|nc|socat|openssl|gpg|base64|strings|od|xxd|redis-cli|mysql|psql|sqlite3)$/;

/** How surely each origin is somebody else's text. */
const confidences: Readonly<Partial<Record<OriginKind, 'high' | 'medium'>>> = {
  argument: 'high',
  input: 'high',
  files: 'medium',
  parameter: 'medium',
  command: 'medium',
};

const sources: Readonly<Partial<Record<OriginKind, string>>> = {
  argument: 'comes from the arguments of the script',
  input: 'is read from input',
  files: 'is a file name',
  parameter: 'is a parameter of the function',
  command: 'is what this command prints',
};

function readsData(file: ShellFile, substitution: SyntaxNode): boolean {
  let reads = false;
  for (const node of substitution.descendants('command')) {
    const command = file.commandAt(node);
    if (!command) continue;
    // Downloads are injection/curl-pipe's.
    if (/^(?:curl|wget)$/.test(command.name)) return false;
    if (readers.test(command.name)) reads = true;
    else if (!/^(?:echo|printf)$/.test(command.name)) return false;
  }
  return reads;
}

/** `eval "$name=…"`, `eval "x=\$$name"`: the variable is a name by contract, and a caller's parameter is taken to be one. */
function isName(word: Word, part: WordPart): boolean {
  const at = word.parts.indexOf(part);
  const before = word.parts[at - 1];
  const after = word.parts[at + 1];
  const beforeText = before?.kind === 'literal' ? before.text : '';
  if (/\$\{?[#!]?\w*$/.test(beforeText)) return true;
  return after?.kind === 'literal' && /^\w*\+?=/.test(after.text) && (at === 0 || /(?:^|[\s;])\w*$/.test(beforeText));
}

function reportable(shell: ReturnType<typeof readShell>, word: Word, part: WordPart): Origin | null {
  const name = isName(word, part);
  let best: Origin | null = null;
  for (const origin of shell.origins.of([part])) {
    const confidence = confidences[origin.kind];
    if (!confidence || (name && origin.kind !== 'argument' && origin.kind !== 'input')) continue;
    if (origin.kind === 'command' && !readsData(shell.file, origin.node)) continue;
    if (confidence === 'high') return origin;
    best ??= origin;
  }
  return best;
}

/** `eval set -- …` only re-splits what getopt quoted. */
function isGetopt(command: Command): boolean {
  const text = literalOf(command.arguments[0]);
  return text === 'set' && command.arguments.length > 1 && /getopt/i.test(command.node.tree.text.slice(0, command.node.start).slice(-4000));
}

/** Reports `eval` of a word whose text comes from outside the file. */
export const bash: SyntaxRules = {
  command(node: SyntaxNode, context: SyntaxContext) {
    // Cheap before anything else: most commands are not eval.
    if (!node.text.includes('eval')) return;
    const shell = context.shared(readShell);
    const command = shell.file.commandAt(node);
    if (command?.name !== 'eval' || isGetopt(command)) return;
    for (const word of command.arguments) {
      for (const part of word.parts) {
        if (part.kind === 'literal' || part.kind === 'number') continue;
        const origin = reportable(shell, word, part);
        if (!origin) continue;
        const steps = [...origin.steps].reverse().filter((step) => !step.equals(origin.node) && !step.equals(node));
        context.report({
          at: node,
          confidence: confidences[origin.kind]!,
          trace: [
            { at: origin.node, text: `\`${shorten(origin.node.text)}\` ${sources[origin.kind]}` },
            ...steps.slice(0, 6).map((step) => ({ at: step, text: `it passes \`${shorten(step.text)}\`` })),
            { at: node, text: 'and is parsed as code by `eval`' },
          ],
        });
        return;
      }
    }
  },
};

function shorten(text: string): string {
  const line = text.split('\n', 1)[0]!;
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
