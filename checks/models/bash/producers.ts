/** Programs that make a file which others rely on, and where they put it. */
import {
  type Command,
  expandWord,
  literalOf,
  literalStart,
  operandsOf,
  resourceKey,
  type Shell,
  type ShellFile,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { downloadsOf, outputFile } from './downloads.ts';
import { innerCommand } from './wrappers.ts';

export interface Product {
  /** What makes it; `node` is the same, or the call of the function that runs it. */
  readonly command: Command;
  readonly node: SyntaxNode;
  /** Key of the file, or null where it goes through a pipe to another machine or program. */
  readonly key: string | null;
  readonly path: string;
  /** How the key begins, as far as it is the same every day; null where nobody keeps it here. */
  readonly start: string | null;
  /** A download without `-f`: an error page counts as success. */
  readonly takesErrors: boolean;
  readonly isDownload: boolean;
}

function text(word: Word | undefined): string {
  return word ? (literalOf(word) ?? word.node.text) : '';
}

function option(command: Command, pattern: RegExp): Word | null {
  for (const [at, word] of command.arguments.entries()) {
    if (pattern.test(text(word))) return command.arguments[at + 1] ?? null;
    const joined = /^(--[\w-]+)=/.exec(literalStart(word));
    if (joined && pattern.test(joined[1]!)) return cut(word, joined[0].length);
  }
  return null;
}

function has(command: Command, pattern: RegExp): boolean {
  return command.arguments.some((word) => pattern.test(text(word)));
}

function operandAt(command: Command, at: number): Word | null {
  return operandsOf(command).operands.at(at) ?? null;
}

/** `of=file`, `--file=file` without its beginning. */
function cut(word: Word, length: number): Word {
  const [first, ...rest] = word.parts;
  if (first?.kind !== 'literal') return word;
  const parts = [{ ...first, text: first.text.slice(length) }, ...rest].filter((part) => part.kind !== 'literal' || part.text !== '');
  return { node: word.node, parts };
}

/** Where each program puts what it makes; `stdout`: to its output; null: this call makes nothing. */
type Output = Word | 'stdout' | null;

const outputs: Readonly<Record<string, (command: Command) => Output>> = {
  genisoimage: (command) => option(command, /^(?:-o|-output)$/) ?? 'stdout',
  mkisofs: (command) => option(command, /^(?:-o|-output)$/) ?? 'stdout',
  xorrisofs: (command) => option(command, /^(?:-o|-output)$/) ?? 'stdout',
  xorriso: (command) => option(command, /^-(?:o|output|outdev)$/),
  'cloud-localds': (command) => operandAt(command, 0),
  tar: (command) => {
    const mode = text(command.arguments[0]);
    if (!/^-?[a-zA-Z]*c/.test(mode) && !has(command, /^(?:--create|-c\w*|-\w*c\w*f)$/)) return null;
    const bundled = /^-?[a-zA-Z]*f$/.test(mode) ? (command.arguments[1] ?? null) : null;
    const given = bundled ?? option(command, /^(?:-\w*f|--file)$/);
    return given === null ? 'stdout' : text(given) === '-' ? 'stdout' : given;
  },
  zip: (command) => operandAt(command, 0),
  openssl: (command) =>
    /^(?:s_client|s_server|version|verify|x509|dgst|list)$/.test(text(command.arguments[0])) ? null : option(command, /^-out$/),
  gpg: (command) =>
    has(command, /^(?:--(?:export|symmetric|encrypt|decrypt|sign|detach-sign|armor)|-\w*[cedsb]\w*)/)
      ? (option(command, /^(?:-\w*o|--output)$/) ?? 'stdout')
      : null,
  'ssh-keygen': (command) => (has(command, /^-(?:[YlRFHye]|\w*y)$/) ? null : option(command, /^-f$/)),
  mksquashfs: (command) => command.arguments[1] ?? null,
  'qemu-img': (command) => (/^convert$/.test(text(command.arguments[0])) ? (command.arguments.at(-1) ?? null) : null),
  dd: (command) => {
    const out = command.arguments.find((word) => word.node.text.replace(/^"/, '').startsWith('of='));
    return out && !/of="?\/dev\//.test(out.node.text) ? cut(out, 3) : null;
  },
  docker: (command) => (has(command, /^(?:save|export)$/) ? (option(command, /^(?:-o|--output)$/) ?? 'stdout') : null),
  podman: (command) => (has(command, /^(?:save|export)$/) ? (option(command, /^(?:-o|--output)$/) ?? 'stdout') : null),
  pg_dump: (command) => option(command, /^(?:-\w*f|--file)$/) ?? 'stdout',
  pg_dumpall: (command) => option(command, /^(?:-\w*f|--file)$/) ?? 'stdout',
  mysqldump: (command) => option(command, /^(?:-r|--result-file)$/) ?? 'stdout',
  'mariadb-dump': (command) => option(command, /^(?:-r|--result-file)$/) ?? 'stdout',
  mongodump: (command) => option(command, /^(?:-o|--out|--archive)$/) ?? 'stdout',
};

/** Programs that send on what they read, so that nobody keeps it here. */
const senders = /^(?:ssh|aws|gsutil|gcloud|az|rclone|s3cmd|mc|curl|restic|borg|mail|mutt|psql|mysql|mariadb|docker|podman|nc|ncat)$/;

interface Place {
  readonly word: Word | null;
  /** The program at the end of the pipe, where it sends on. */
  readonly sentBy: Command | null;
}

/** Where the output of a command ends up: a redirection, or the last part of its pipeline. */
function placeOfOutput(file: ShellFile, node: SyntaxNode): Place | null {
  const own = outputFile(node);
  if (own) return { word: own, sentBy: null };
  const around = node.parent?.type === 'redirected_statement' ? node.parent : node;
  const pipeline = around.parent;
  if (pipeline?.type !== 'pipeline') return null;
  const last = pipeline.namedChildren.at(-1)!;
  const whole = outputFile(pipeline);
  if (whole) return { word: whole, sentBy: null };
  const end = last.type === 'redirected_statement' ? last.child('body') : last;
  const command = end?.type === 'command' && !end.equals(node) ? file.commandAt(end) : null;
  if (!command) return null;
  const redirect = outputFile(command.node);
  if (redirect) return { word: redirect, sentBy: null };
  if (senders.test(command.name)) return { word: null, sentBy: command };
  if (command.name === 'tee') return { word: operandAt(command, 0), sentBy: null };
  const out = Object.hasOwn(outputs, command.name) ? outputs[command.name]!(command) : null;
  return out && out !== 'stdout' ? { word: out, sentBy: null } : null;
}

/** The places where a function is called with the file it makes: `build "$iso"` for `build() { genisoimage -o "$1" …; }`. */
function givenBy(file: ShellFile, command: Command, word: Word): readonly { readonly node: SyntaxNode; readonly word: Word }[] {
  const inside = file.functionOf(command.node);
  const parts = inside ? expandWord(file, word) : [];
  const only = parts.length === 1 ? parts[0]! : null;
  if (!inside || only?.kind !== 'variable' || !/^[1-9]$/.test(only.name)) return [{ node: command.node, word }];
  return file
    .callsOf(inside.name)
    .slice(0, 32)
    .flatMap((call) => {
      const given = call.arguments[Number(only.name) - 1];
      return given ? [{ node: call.node, word: given }] : [];
    });
}

/** `"$dir/shop-$(date +%F)"` up to the day. */
function startOf(file: ShellFile, word: Word): string | null {
  const parts = expandWord(file, word, /^(?:\$\(|`)\s*date\b/);
  const day = parts.findIndex(({ kind }) => kind === 'command');
  return resourceKey(file, { node: word.node, parts: day < 0 ? parts : parts.slice(0, day) });
}

/** Everything a file makes by such programs, downloads included, in reading order. */
export function productsOf(shell: Shell): readonly Product[] {
  const { file } = shell;
  const found: Product[] = downloadsOf(shell).map(({ command, node, key, path, refusesErrors }) => ({
    command,
    node,
    key,
    path,
    start: null,
    takesErrors: !refusesErrors,
    isDownload: true,
  }));
  for (const outer of file.commands) {
    const command = innerCommand(file, outer)?.command ?? outer;
    if (!Object.hasOwn(outputs, command.name) || file.functionNamed(command.name)) continue;
    const output = outputs[command.name]!(command);
    if (output === null) continue;
    const place = output === 'stdout' ? placeOfOutput(file, outer.node) : { word: output, sentBy: null };
    if (!place) continue;
    const base = { command, start: null, takesErrors: false, isDownload: false };
    if (place.sentBy) found.push({ ...base, node: outer.node, key: null, path: place.sentBy.node.text });
    if (!place.word) continue;
    for (const { node, word } of givenBy(file, outer, place.word)) {
      const key = resourceKey(file, word);
      if (key !== null && !/^(?:-|\/dev\/.*)$/.test(key))
        found.push({ ...base, node, key, path: word.node.text.replace(/^--[\w-]+=/, ''), start: startOf(file, word) });
    }
  }
  return found.sort((a, b) => a.node.index - b.node.index);
}
