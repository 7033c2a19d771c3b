/** What shell programs do to the files that their words name, as data: a line a program. */
import { type Command, literalOf, literalStart, operandsOf, type Word } from '../../../src/engine/bash.ts';
import type { FileEvent } from '../fileEvents.ts';

/** An event, and the word that names the file. */
export type WordAct = readonly [event: FileEvent, word: Word, facts?: WordFacts];

export interface WordFacts {
  readonly tolerant?: boolean;
  readonly recursive?: boolean;
  readonly directory?: boolean;
  /** The bits given, as they are written. */
  readonly mode?: Word | null;
  /** Who may use it is set by owner instead of bits. */
  readonly owner?: boolean;
  readonly asks?: 'existence' | 'kind' | 'permission';
  /** Where it is copied, moved, linked or installed to; or what is linked. */
  readonly other?: Word | null;
}

type Reader = (command: Command) => readonly WordAct[];

export function hasOption(command: Command, option: RegExp): boolean {
  return command.arguments.some((word) => option.test(literalOf(word) ?? ''));
}

/** The word behind an option, or joined to it (`--file=x`). */
export function optionWord(command: Command, option: RegExp): Word | null {
  for (const [at, word] of command.arguments.entries()) {
    const text = literalOf(word);
    if (text !== null && option.test(text)) return command.arguments[at + 1] ?? null;
    const joined = /^(--[\w-]+)=/.exec(literalStart(word));
    if (joined && option.test(joined[1]!)) return withoutPrefix(word, joined[0].length);
  }
  return null;
}

/** The mode of `-m 700`, `-m700` or `--mode=700`. */
function modeWord(command: Command): Word | null {
  for (const [at, word] of command.arguments.entries()) {
    const text = literalOf(word) ?? '';
    if (/^-\w*m$|^--mode$/.test(text)) return command.arguments[at + 1] ?? null;
    const joined = /^(?:-\w*m|--mode=)(.+)$/.exec(text);
    const [first] = word.parts;
    if (joined && first?.kind === 'literal') return { node: word.node, parts: [{ ...first, text: joined[1]! }] };
  }
  return null;
}

function operands(command: Command, valued = ''): readonly Word[] {
  return operandsOf(command, valued).operands;
}

const every =
  (event: FileEvent, valued = '', facts: WordFacts = {}): Reader =>
  (command) =>
    operands(command, valued).map((word) => [event, word, facts]);

const output =
  (option: RegExp): Reader =>
  (command) => {
    const word = optionWord(command, option);
    return word && literalOf(word) !== '-' ? [['write', word]] : [];
  };

/** From one or several files to another: the target, and each source. */
function transfer(command: Command, event: FileEvent, source: FileEvent, valued = 'tS'): readonly WordAct[] {
  const directory = optionWord(command, /^(?:-\w*t|--target-directory)$/);
  const words = operands(command, valued);
  const target = directory ?? words.at(-1) ?? null;
  const sources = directory ? words : words.slice(0, -1);
  const acts: WordAct[] = sources.map((word) => [source, word, { other: target }]);
  if (!directory && target && words.length === 2)
    acts.push([event, target, { other: words[0]!, recursive: hasOption(command, /^-\w*[raR]/) }]);
  return acts;
}

const copy: Reader = (command) => {
  // With -a and -p the mode comes along; -n refuses what is there.
  if (hasOption(command, /^(?:-\w*n|--no-clobber)/)) return transfer(command, 'secure', 'read');
  if (command.arguments.some((word) => literalOf(word) === '/dev/null')) return transfer(command, 'create', 'read');
  return transfer(command, hasOption(command, /^(?:-\w*[ap]|--preserve|--archive)/) ? 'replace' : 'write', 'read');
};

const move: Reader = (command) => transfer(command, hasOption(command, /^(?:-\w*n|--no-clobber)/) ? 'secure' : 'replace', 'move');

const link: Reader = (command) => {
  const words = operands(command, 'tS');
  const [target, name] = words;
  if (words.length !== 2 || !target || !name) return [];
  const forced = hasOption(command, /^(?:-\w*f|--force)/);
  return [[forced ? 'replace' : 'secure', name, { other: target }]];
};

const install: Reader = (command) => {
  const mode = modeWord(command);
  if (hasOption(command, /^(?:-\w*d|--directory)$/))
    return operands(command, 'mog').map((word) => [mode ? 'secure' : 'mkdir', word, { directory: true, tolerant: true, mode }]);
  return transfer(command, mode ? 'secure' : 'write', 'read', 'mogtS').map(([event, word, facts]) =>
    event === 'read' ? [event, word, facts] : [event, word, { ...facts, mode }],
  );
};

const remove: Reader = (command) =>
  operands(command).map((word) => [
    'remove',
    word,
    { tolerant: hasOption(command, /^(?:-\w*f|--force)/), recursive: hasOption(command, /^(?:-\w*[rR]|--recursive)/) },
  ]);

const makeDirectory: Reader = (command) => {
  const mode = modeWord(command);
  const tolerant = hasOption(command, /^(?:-\w*p\w*|--parents)$/);
  return operands(command, 'm').map((word) => [mode ? 'secure' : 'mkdir', word, { directory: true, tolerant, mode }]);
};

const restrict: Reader = (command) => {
  const words = operands(command);
  const reference = hasOption(command, /^--reference/);
  // `chmod -x f` and `chmod -- -x f`: a mode may look like an option.
  const dashed =
    command.name === 'chmod' && !reference ? command.arguments.find((word) => /^-[rwxXst]+$/.test(literalOf(word) ?? '')) : undefined;
  const mode = reference ? null : (dashed ?? words[0] ?? null);
  const recursive = hasOption(command, /^(?:-\w*R\w*|--recursive)$/);
  return words
    .slice(reference || dashed ? 0 : 1)
    .map((word) => (command.name === 'chmod' ? ['restrict', word, { mode, recursive }] : ['own', word, { owner: true, recursive }]));
};

/** A program whose first operand is what to do, unless an option said so. */
const filter =
  (valued: string): Reader =>
  (command) => {
    if (hasOption(command, /^(?:-\w*q|--quiet|--silent)$/)) return [];
    const words = operands(command, valued);
    return words.slice(hasOption(command, /^-[ef]$/) ? 0 : 1).map((word) => ['read', word]);
  };

/** openssl writes private keys with mode 600 itself; these subcommands do not. */
const opensslPlain = /^(?:rand|enc|aes.*|des3|base64|smime|cms|pkeyutl|rsautl)$/;

function withoutPrefix(word: Word, length: number): Word {
  const [first, ...rest] = word.parts;
  return first?.kind === 'literal' ? { node: word.node, parts: [{ ...first, text: first.text.slice(length) }, ...rest] } : word;
}

const run: Reader = (command) =>
  hasOption(command, /^-\w*[cs]$/)
    ? []
    : operands(command, 'oO')
        .slice(0, 1)
        .map((word) => [hasOption(command, /^-\w*n$/) ? 'verify' : 'execute', word]);

/** `sha256sum -c list` looks at what the list names; `sha256sum file` asks what the file holds. */
const checksum: Reader = (command) => operands(command).map((word) => ['verify', word]);

const packages: Reader = (command) =>
  operands(command)
    .filter((word) => /[/.]/.test(word.node.text) || word.parts.some(({ kind }) => kind === 'variable'))
    .map((word) => ['execute', word]);

const archive: Reader = (command) => {
  const mode = literalOf(command.arguments[0]) ?? '';
  const file = /^-?[a-zA-Z]*f$/.test(mode) ? command.arguments[1] : (optionWord(command, /^(?:-\w*f|--file)$/) ?? undefined);
  const into = optionWord(command, /^(?:-C|--directory)$/);
  const acts: WordAct[] = into ? [['enter', into]] : [];
  if (!file) return acts;
  if (/^-?[a-zA-Z]*c/.test(mode) || hasOption(command, /^(?:-\w*c\w*|--create)$/)) return [...acts, ['write', file]];
  return /^-?[a-zA-Z]*x/.test(mode) || hasOption(command, /^(?:-\w*x\w*|--extract)$/)
    ? [...acts, ['execute', file, { other: into }]]
    : acts;
};

const asks =
  (kind: WordFacts['asks']): Reader =>
  (command) =>
    operands(command, 'cfI').map((word) => ['check', word, { asks: kind }]);

/** `stat -c %U`: whose it is. */
const stat: Reader = (command) => {
  const format = literalOf(optionWord(command, /^(?:-\w*[cf]|--format|--printf)$/)) ?? '';
  const joined = command.arguments.map((word) => literalOf(word) ?? '').find((text) => /^(?:-c|--(?:format|printf)=)./.test(text)) ?? '';
  const owner = /%[uUgGaAf]|%S[ug]|%Lp/.test(format + joined);
  return operands(command, 'cft').flatMap((word): WordAct[] => (owner ? [['verify', word]] : [['check', word, { asks: 'existence' }]]));
};

const gpg: Reader = (command) => {
  const out = optionWord(command, /^(?:-\w*o|--output)$/);
  const written: WordAct[] = out && literalOf(out) !== '-' ? [['write', out]] : [];
  if (!hasOption(command, /^--verify$/) && command.name !== 'gpgv') return written;
  return operandsOf(command, '').operands.map((word) => ['verify', word]);
};

/** Only where it goes no deeper is it the path itself that `find` takes away. */
const find: Reader = (command) => {
  const removes =
    hasOption(command, /^-delete$/) || (hasOption(command, /^-exec(?:dir)?$/) && hasOption(command, /^(?:\S*\/)?(?:rm|unlink)$/));
  const first = command.arguments.findIndex((word) => !/^-(?:[HLP]|O\d)$/.test(literalOf(word) ?? ''));
  const behind = command.arguments.findIndex((word, at) => at > first && /^[-(!]/.test(literalStart(word)));
  if (!removes || literalOf(optionWord(command, /^-maxdepth$/)) !== '0' || first < 0) return [];
  return command.arguments.slice(first, behind).map((word) => ['remove', word, { tolerant: true }]);
};

export const commandActs: Readonly<Record<string, Reader>> = {
  touch: (command) => (hasOption(command, /^(?:-\w*c|--no-create)$/) ? [] : every('create', 'dtr')(command)),
  truncate: every('create', 'srlo'),
  fallocate: every('create', 'srlo'),
  tee: (command) => every(hasOption(command, /^(?:-\w*a|--append)/) ? 'append' : 'write')(command),
  cp: copy,
  mv: move,
  ln: link,
  install,
  rm: remove,
  unlink: remove,
  shred: remove,
  rmdir: remove,
  find,
  mkdir: makeDirectory,
  mkfifo: (command) => every('secure', 'm')(command).slice(0, 1),
  mknod: (command) => every('secure', 'm')(command).slice(0, 1),
  chmod: restrict,
  chown: restrict,
  chgrp: restrict,
  setfacl: every('own', 'mxMX', { owner: true }),
  dd: (command) => {
    const out = command.arguments.find((word) => /^of=/.test(word.node.text));
    return out ? [['write', withoutPrefix(out, 'of='.length)]] : [];
  },
  tar: archive,
  unzip: (command) =>
    operands(command, 'dxP')
      .slice(0, 1)
      .map((word) => ['execute', word, { other: optionWord(command, /^-d$/) }]),
  zip: (command) => every('write')(command).slice(0, 1),
  openssl: (command) => {
    if (/^(?:dgst|pkeyutl|cms|smime)$/.test(literalOf(command.arguments[0]) ?? '') && hasOption(command, /^-verify$/))
      return command.arguments.slice(-1).map((word) => ['verify', word]);
    const out = opensslPlain.test(literalOf(command.arguments[0]) ?? '') ? optionWord(command, /^-out$/) : null;
    return out ? [['write', out]] : [];
  },
  source: (command) => command.arguments.slice(0, 1).map((word) => ['execute', word]),
  '.': (command) => command.arguments.slice(0, 1).map((word) => ['execute', word]),
  cat: every('read'),
  tac: every('read'),
  sort: (command) => [...every('read', 'ktoST')(command), ...output(/^(?:-o|--output)$/)(command)],
  uniq: every('read'),
  cut: every('read', 'dfbc'),
  tr: () => [],
  awk: filter('Fvf'),
  gawk: filter('Fvf'),
  mawk: filter('Fvf'),
  grep: filter('efmABC'),
  egrep: filter('efmABC'),
  jq: filter('f'),
  yq: filter('f'),
  head: every('read', 'nc'),
  tail: every('read', 'nc'),
  less: every('read'),
  bash: run,
  sh: run,
  dash: run,
  zsh: run,
  python3: run,
  python: run,
  perl: run,
  node: run,
  dpkg: (command) => (hasOption(command, /^(?:-i|--install|--unpack)$/) ? packages(command) : []),
  rpm: (command) =>
    hasOption(command, /^(?:-K|--checksig)$/)
      ? operands(command).map((word) => ['verify', word])
      : hasOption(command, /^-\w*[iU]/)
        ? packages(command)
        : [],
  apt: (command) => (hasOption(command, /^install$/) ? packages(command) : []),
  'apt-get': (command) => (hasOption(command, /^install$/) ? packages(command) : []),
  yum: (command) => (hasOption(command, /^(?:local)?install$/) ? packages(command) : []),
  dnf: (command) => (hasOption(command, /^(?:local)?install$/) ? packages(command) : []),
  pip: (command) => (hasOption(command, /^install$/) ? packages(command) : []),
  pip3: (command) => (hasOption(command, /^install$/) ? packages(command) : []),
  crontab: (command) =>
    operands(command, 'u')
      .slice(0, 1)
      .map((word) => ['execute', word]),
  installer: (command) => {
    const pkg = optionWord(command, /^-pkg$/);
    return pkg ? [['execute', pkg]] : [];
  },
  sed: (command) =>
    hasOption(command, /^(?:-[nErsuz]*i\S*|--in-place\S*)$/) ? every('change', 'ef')(command).slice(-1) : filter('ef')(command),
  curl: output(/^(?:-\w*o|--output)$/),
  wget: output(/^(?:-\w*O|--output-document)$/),
  genisoimage: output(/^(?:-o|-output)$/),
  mkisofs: output(/^(?:-o|-output)$/),
  xorriso: output(/^(?:-o|-outdev|-dev)$/),
  'cloud-localds': (command) =>
    operands(command, 'dHiNV')
      .slice(0, 1)
      .map((word) => ['write', word]),
  'qemu-img': (command) =>
    hasOption(command, /^create$/)
      ? operands(command, 'fobBo')
          .slice(1, 2)
          .map((word) => ['write', word])
      : [],
  pg_dump: output(/^(?:-f|--file)$/),
  pg_dumpall: output(/^(?:-f|--file)$/),
  mysqldump: output(/^(?:-r|--result-file)$/),
  age: output(/^(?:-o|--output)$/),
  sops: output(/^--output$/),
  docker: output(/^(?:-o|--output)$/),
  gpg,
  gpg2: gpg,
  gpgv: gpg,
  sha256sum: checksum,
  sha512sum: checksum,
  sha1sum: checksum,
  md5sum: checksum,
  b2sum: checksum,
  shasum: (command) => operands(command, 'a').map((word) => ['verify', word]),
  cosign: (command) =>
    hasOption(command, /^verify/)
      ? operands(command)
          .slice(1)
          .map((word) => ['verify', word])
      : [],
  minisign: (command) => {
    const word = optionWord(command, /^-\w*m$/);
    return word && hasOption(command, /^-\w*V/) ? [['verify', word]] : [];
  },
  signify: (command) => {
    const word = optionWord(command, /^-m$/);
    return word && hasOption(command, /^-\w*V/) ? [['verify', word]] : [];
  },
  visudo: (command) => {
    const word = optionWord(command, /^-\w*f$/) ?? operands(command)[0];
    return word ? [['verify', word]] : [];
  },
  stat,
  ls: asks('existence'),
  readlink: asks('kind'),
  realpath: asks('kind'),
  cd: (command) =>
    operands(command)
      .slice(0, 1)
      .map((word) => ['enter', word]),
  pushd: (command) =>
    operands(command)
      .slice(0, 1)
      .map((word) => ['enter', word]),
};
