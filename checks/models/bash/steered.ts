/** Whose text gets into a word, and how that is told. For checks of words that a shell parses as code. */
import { literalOf, type Origin, type OriginKind, type Shell, type ShellFile, type Word, type WordPart } from '../../../src/engine/bash.ts';
import type { Report, SyntaxNode } from '../../../src/engine/check.ts';

/** Commands that print what stands in a file or comes over the network: data, not code made to be run. */
const readers =
  /^(?:cat|grep|egrep|fgrep|zgrep|zcat|sed|awk|gawk|mawk|cut|head|tail|tr|sort|jq|yq|xmllint|ssh|nc|socat|openssl|gpg|base64|strings|od|xxd|redis-cli|mysql|psql|sqlite3)$/;

/** How surely each origin is somebody else's text. */
const confidences: Readonly<Partial<Record<OriginKind, 'high' | 'medium'>>> = {
  argument: 'high',
  input: 'high',
  lines: 'medium',
  files: 'medium',
  parameter: 'medium',
  command: 'medium',
};

const sources: Readonly<Partial<Record<OriginKind, string>>> = {
  argument: 'comes from the arguments of the script',
  input: 'is read from input',
  lines: 'is read from a file or from what a program prints',
  files: 'is a file name',
  parameter: 'is a parameter of the function',
  command: 'is what a command reads from elsewhere',
};

export interface Steered {
  readonly origin: Origin;
  readonly confidence: 'high' | 'medium';
}

function readsData(file: ShellFile, substitution: SyntaxNode): boolean {
  let reads = false;
  for (const node of substitution.descendants('command')) {
    const command = file.commandAt(node);
    if (!command) continue;
    // Downloads are injection/curl-pipe's.
    if (/^(?:curl|wget)$/.test(command.name)) return false;
    // Later in a pipeline it only works on what came before.
    const filters = node.parent?.type === 'pipeline' && node.previousSibling !== null;
    if (readers.test(command.name)) reads ||= !filters;
    else if (!/^(?:echo|printf)$/.test(command.name)) return false;
  }
  return reads;
}

/** Programs that bring what another machine sends. */
const remote = /^(?:curl|wget|nc|ncat|netcat|socat|ssh)$/;

function comesFromElsewhere(file: ShellFile, lines: SyntaxNode): boolean {
  if (/\/dev\/(?:tcp|udp)\//.test(lines.text.slice(0, 200))) return true;
  for (const node of lines.descendants('command')) if (remote.test(file.commandAt(node)?.name ?? '')) return true;
  return lines.type === 'command' && remote.test(file.commandAt(lines)?.name ?? '');
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

/** The surest origin outside the file of a part of a word, or null where all are constant, quoted, checked or unknown. */
function steeredPart(shell: Shell, word: Word, part: WordPart): Steered | null {
  const name = isName(word, part);
  let best: Steered | null = null;
  for (const origin of shell.origins.of([part])) {
    const confidence = origin.kind === 'lines' && comesFromElsewhere(shell.file, origin.node) ? 'high' : confidences[origin.kind];
    if (!confidence || (name && origin.kind !== 'argument' && origin.kind !== 'input')) continue;
    if (origin.kind === 'command' && !readsData(shell.file, origin.node)) continue;
    if (confidence === 'high') return { origin, confidence };
    best ??= { origin, confidence };
  }
  return best;
}

/** The first part of some words that somebody outside the file steers. */
export function steered(shell: Shell, words: readonly Word[]): Steered | null {
  for (const word of words) {
    for (const part of word.parts) {
      const found = part.kind === 'literal' || part.kind === 'number' ? null : steeredPart(shell, word, part);
      if (!found) continue;
      const alone = words.length === 1 && word.parts.length === 1;
      return isOwnCommand(shell.file, found.origin, alone) ? { ...found, confidence: 'medium' } : found;
    }
  }
  return null;
}

/** Whoever types at the script's prompt, or passes a whole command by an option made for one, runs what they could run anyway. */
function isOwnCommand(file: ShellFile, origin: Origin, alone: boolean): boolean {
  if (origin.kind === 'input') {
    return (file.commandAt(origin.node)?.arguments ?? []).some((word) => /^-\w*[ep]/.test(literalOf(word) ?? ''));
  }
  if (origin.kind !== 'argument' || !alone) return false;
  return origin.name === 'OPTARG' || origin.steps.some(isInOptionCase);
}

/** `case $1 in --hook) hook=$2 ;; …`. */
function isInOptionCase(step: SyntaxNode): boolean {
  const item = step.ancestor('case_item');
  return item?.childrenOf('value').some((pattern) => /^["']?-/.test(pattern.text)) === true;
}

/** Never the text of an assignment: it may hold a secret. */
function stepText(step: SyntaxNode): string {
  const name = (step.child('name') ?? step.child('variable'))?.text.slice(0, 60) ?? '';
  return step.type === 'command' ? `it is passed to \`${name}\`` : name ? `it goes into \`${name}\`` : 'it goes on';
}

/** From the origin over the assignments and calls to the sink. */
export function traceOf({ origin }: Steered, sink: SyntaxNode, sinkText: string): NonNullable<Report['trace']> {
  // Positional parameters have no name without their mark.
  const name = /^(?:[0-9]+|[@*])$/.test(origin.name ?? '') ? `$${origin.name}` : origin.name;
  const named = name && origin.kind !== 'command' ? `\`${name}\`` : 'the text';
  const steps = [...origin.steps].reverse().filter((step) => !step.equals(origin.node) && !step.equals(sink));
  return [
    { at: origin.node, text: `${named} ${sources[origin.kind]}` },
    ...steps.slice(0, 6).map((step) => ({ at: step, text: stepText(step) })),
    { at: sink, text: sinkText },
  ];
}
