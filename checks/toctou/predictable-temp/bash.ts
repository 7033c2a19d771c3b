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

function lookAtEvents(shell: Shell, context: SyntaxContext): void {
  const seen = new Set<string>();
  for (const event of shell.derive(fileEvents)) {
    const act = acts[event.kind];
    if (!act) continue;
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

/** Reports files with guessable names in shared directories. */
export const bash: SyntaxRules = {
  program(node, context) {
    // In a build or on a fresh runner nobody else is there to guess.
    if (context.source.start.alone) return;
    if (/tmp|TMP|TEMP|\/dev\/shm/.test(node.text)) lookAtEvents(context.shared(readShell), context);
  },
};
