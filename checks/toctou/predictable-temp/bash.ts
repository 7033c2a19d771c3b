import {
  dominates,
  expandWord,
  fateOf,
  literalOf,
  placeOf,
  readShell,
  type Shell,
  type Word,
  type WordPart,
} from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxRules } from '../../../src/engine/check.ts';
import { type FileEvent, fileEvents } from '../../models/bash/fileEvents.ts';
import { vectors } from '../../models/vectors.ts';

const sharedStart = /^(?:\/tmp|\/var\/tmp|\/usr\/tmp|\/dev\/shm)\/+/;
const sharedVariable = /^(?:TMPDIR|TMP|TEMP)$/;
/** Calls of one program that are looked at. */
const MAX_CALLS = 64;
/** Variables whose value anybody can find out or count through. */
const guessable =
  /^(?:\$|PPID|RANDOM|USER|LOGNAME|UID|EUID|HOSTNAME|HOST|SECONDS|BASHPID|0|PACKAGE|DPKG_MAINTSCRIPT_PACKAGE|ME|PROG|PROGNAME|SCRIPT|SCRIPT_NAME|progname)$/;
const guessableCommand = /^(?:\$\(|`)\s*(?:date|whoami|id|hostname|basename|uname|logname|pwd)\b/;

/** The first component below the shared directory as a text, or null if the path is elsewhere or its name cannot be guessed. */
function guessableName(shell: Shell, word: Word): string | null {
  const start = word.parts[0];
  // A literal stays what it is, however the rest is expanded.
  if (start?.kind === 'literal' && !/^(?:\/|$)/.test(start.text)) return null;
  let parts: readonly WordPart[] = expandWord(shell.file, word, guessableCommand);
  const first = parts[0];
  let below: string | null = null;
  if (first?.kind === 'literal') {
    // A whole path may come in several literals: `/tmp` and `/name`.
    let text = '';
    let used = 0;
    for (const part of parts) {
      if (part.kind !== 'literal') break;
      text += part.text;
      used++;
    }
    if (!sharedStart.test(text)) return null;
    below = text.replace(sharedStart, '');
    parts = parts.slice(used);
  } else if (first?.kind === 'variable' && sharedVariable.test(first.name) && placeOf(shell.file, word) === 'shared') {
    const next = parts[1];
    if (next?.kind !== 'literal' || !next.text.startsWith('/')) return null;
    below = next.text.replace(/^\/+/, '');
    parts = parts.slice(2);
  } else return null;
  let name = below.split('/', 1)[0]!;
  for (const part of name === below ? parts : []) {
    if (part.kind === 'literal') {
      name += part.text.split('/', 1)[0]!;
      if (part.text.includes('/')) break;
    } else if (part.kind === 'variable' && (guessable.test(part.name) || isConstant(shell, part))) name += part.node.text;
    else if (part.kind === 'command' && guessableCommand.test(part.node.text)) name += part.node.text;
    else if (part.kind === 'number') name += part.node.text;
    else return null;
  }
  // Sockets of the window system, and globs, are for reading.
  return name === '' || /^\.(?:X11|ICE)-unix|[*?]/.test(name) ? null : name;
}

function isConstant(shell: Shell, part: WordPart): boolean {
  return shell.origins
    .of([part])
    .every((origin) => origin.kind === 'constant' || (origin.kind === 'harmless' && !/mktemp|uuid/.test(origin.node.text)));
}

/** `mkdir` without `-p`, whose failure somebody looks at, is a claim that holds; so is `set -C` before a redirection. */
function claimedBefore(shell: Shell, name: string, event: FileEvent): boolean {
  const { file } = shell;
  for (const call of file.callsBefore('mkdir', event.node.index)) {
    if (call.arguments.some((word) => /^(?:-\w*p\w*|--parents)$/.test(word.node.text))) continue;
    if (call.arguments.some((word) => guessableName(shell, word) === name) && fateOf(file, call.node).kind === 'seen') return true;
  }
  if (event.redirect?.operator !== '>') return false;
  return [...file.callsBefore('set', event.node.index)].some(
    (call) =>
      /^-(?:\w*C|\w*o$)/.test(literalOf(call.arguments[0]) ?? '') && /C|noclobber/.test(call.node.text) && dominates(call.node, event.node),
  );
}

const acts: Readonly<Partial<Record<FileEvent['kind'], string>>> = {
  write: 'is written',
  append: 'is written',
  create: 'is made',
  replace: 'is written',
  run: 'is run',
  source: 'is run',
};

function lookAtEvents(shell: Shell, context: SyntaxContext, seen: Set<string>): void {
  for (const event of shell.derive(fileEvents)) {
    const act = acts[event.kind];
    // A link replaces what is there or fails: nothing is written through it.
    if (!act || event.command?.name === 'ln') continue;
    const name = guessableName(shell, event.word);
    if (name === null || seen.has(name)) continue;
    // Whoever has claimed it goes on with what is theirs.
    seen.add(name);
    if (claimedBefore(shell, name, event)) continue;
    const path = event.word.node.text;
    const lock = event.command?.name === 'exec' || /\block\b/i.test(name);
    context.report({
      at: event.node,
      ...(lock ? { vector: vectors.lowLocal } : {}),
      confidence: 'medium',
      message: `Anybody on this machine can guess the name \`${path}\` and put a file or a link there first.`,
      remediation:
        'Let mktemp choose the name and make the file: `file=$(mktemp) || exit 1`, and remove it with `trap \'rm -f -- "$file"\' EXIT`.',
      trace: [
        ...(path.includes('tmp') && !path.startsWith('"$') && !path.startsWith('$')
          ? []
          : [{ at: event.word.node, text: `${path} is below a directory that everybody can write` }]),
        { at: event.node, text: `the path ${act} without making sure that nobody was there before` },
      ],
    });
  }
}

/** `mkdir -p /tmp/build; cd /tmp/build`: what somebody else made under that name is taken as it is, and filled by bare names. */
function lookAtEntered(shell: Shell, context: SyntaxContext, seen: Set<string>): void {
  const { file } = shell;
  const made = file
    .callsOf('mkdir')
    .slice(0, MAX_CALLS)
    .filter((call) => call.arguments.some((word) => /^(?:-\w*p\w*|--parents)$/.test(word.node.text)));
  if (made.length === 0) return;
  for (const entering of [...file.callsOf('cd'), ...file.callsOf('pushd')].slice(0, MAX_CALLS)) {
    const word = entering.arguments.findLast(({ parts }) => parts.length > 0);
    const name = word ? guessableName(shell, word) : null;
    if (!word || name === null || seen.has(name)) continue;
    seen.add(name);
    const making = made.find(
      (call) => call.node.index < entering.node.index && call.arguments.some((one) => guessableName(shell, one) === name),
    );
    if (!making) continue;
    context.report({
      at: making.node,
      confidence: 'medium',
      message: `Anybody on this machine can guess the name of the directory ${word.node.text} and make it first.`,
      remediation: 'Let mktemp make the directory: `dir=$(mktemp -d) || exit 1`; or use `mkdir` without `-p` and stop where it fails.',
      trace: [
        { at: making.node, text: '`mkdir -p` is content with a directory of somebody else' },
        { at: entering.node, text: 'and from here on work is done in it' },
      ],
    });
  }
}

/** Reports files with guessable names in shared directories. */
export const bash: SyntaxRules = {
  program(node, context) {
    // In a build or on a fresh runner nobody else is there to guess.
    if (context.source.start.alone) return;
    if (!/tmp|TMP|TEMP|\/dev\/shm/.test(node.text)) return;
    const shell = context.shared(readShell);
    const seen = new Set<string>();
    lookAtEvents(shell, context, seen);
    lookAtEntered(shell, context, seen);
  },
};
