/** What shell commands do to the files their words name, as events in reading order. */
import {
  type Command,
  type FileRedirect,
  literalOf,
  operandsOf,
  readRedirect,
  resourceKey,
  type Shell,
  type ShellFile,
  type Word,
} from '../../../src/engine/bash.ts';
import type { SyntaxNode } from '../../../src/engine/check.ts';

export interface FileEvent {
  /**
   * create: may make the file, without content; write: puts content into it, making it if need be; append: the same at its end;
   * restrict: sets who may use it; remove, replace (moves or links something to this name), change, enter, read, run: as they say;
   * secure: makes it with its final mode, or fails if it is there.
   */
  readonly kind:
    | 'create'
    | 'write'
    | 'append'
    | 'restrict'
    | 'remove'
    | 'replace'
    | 'move'
    | 'change'
    | 'mkdir'
    | 'read'
    | 'run'
    | 'source'
    | 'secure';
  readonly word: Word;
  /** Where it happens: the command, or the redirection of something larger. */
  readonly node: SyntaxNode;
  readonly redirect: FileRedirect | null;
  readonly command: Command | null;
}

type Kind = FileEvent['kind'];

/** Options whose next word is a file that is written. */
const outputOptions: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-\w*o|--output)$/,
  wget: /^(?:-\w*O|--output-document)$/,
  genisoimage: /^(?:-o|-output)$/,
  mkisofs: /^(?:-o|-output)$/,
  xorriso: /^(?:-o|-outdev|-dev)$/,
  gpg: /^(?:-\w*o|--output)$/,
  gpg2: /^(?:-\w*o|--output)$/,
  pg_dump: /^(?:-f|--file)$/,
  pg_dumpall: /^(?:-f|--file)$/,
  mysqldump: /^(?:-r|--result-file)$/,
  age: /^(?:-o|--output)$/,
  sops: /^--output$/,
  docker: /^(?:-o|--output)$/,
  sort: /^-o$/,
};

/** openssl writes private keys with mode 600 itself; these subcommands do not. */
const opensslPlain = /^(?:rand|enc|aes.*|des3|base64|smime|cms|pkeyutl|rsautl)$/;

function optionValue(command: Command, option: RegExp): Word | null {
  for (let at = 0; at + 1 < command.arguments.length; at++) {
    const text = literalOf(command.arguments[at]);
    if (text !== null && option.test(text)) return command.arguments[at + 1]!;
  }
  return null;
}

function hasOption(command: Command, option: RegExp): boolean {
  return command.arguments.some((word) => option.test(literalOf(word) ?? ''));
}

function copyEvents(command: Command, kind: Kind): readonly (readonly [Kind, Word])[] {
  const target = optionValue(command, /^(?:-\w*t|--target-directory)$/);
  if (target) return [];
  const { operands } = operandsOf(command, command.name === 'install' ? 'mogtS' : 'tS');
  return operands.length === 2 ? [[kind, operands[1]!]] : [];
}

/** The events of one command. */
function commandEvents(command: Command): readonly (readonly [Kind, Word])[] {
  const { name } = command;
  const every = (kind: Kind, valued = '', from = 0): (readonly [Kind, Word])[] =>
    operandsOf(command, valued)
      .operands.slice(from)
      .map((word) => [kind, word]);
  switch (name) {
    case 'touch':
      return hasOption(command, /^(?:-\w*c|--no-create)$/) ? [] : every('create', 'dtr');
    case 'truncate':
    case 'fallocate':
      return every('create', 'srlo');
    case 'tee':
      return every(hasOption(command, /^(?:-\w*a|--append)/) ? 'append' : 'write');
    case 'cp':
      // With -a and -p the mode comes along; -n refuses what is there.
      if (hasOption(command, /^(?:-\w*n|--no-clobber)/)) return copyEvents(command, 'secure');
      if (command.arguments.some((word) => literalOf(word) === '/dev/null')) return copyEvents(command, 'create');
      return copyEvents(command, hasOption(command, /^(?:-\w*[ap]|--preserve|--archive)/) ? 'replace' : 'write');
    case 'mv':
      if (hasOption(command, /^(?:-\w*n|--no-clobber)/)) return copyEvents(command, 'secure');
      return [
        ...copyEvents(command, 'replace'),
        ...operandsOf(command)
          .operands.slice(0, -1)
          .map((word) => ['move', word] as const),
      ];
    case 'ln':
      return copyEvents(command, hasOption(command, /^(?:-\w*f|--force)/) ? 'replace' : 'secure');
    case 'install':
      if (hasOption(command, /^(?:-\w*d|--directory)$/)) return every(hasOption(command, /^-\w*m|^--mode/) ? 'secure' : 'mkdir', 'mog');
      return copyEvents(command, hasOption(command, /^-\w*m|^--mode/) ? 'secure' : 'write');
    case 'rm':
    case 'unlink':
    case 'shred':
    case 'rmdir':
      return every('remove');
    case 'mkdir':
      return every(hasOption(command, /^-\w*m|^--mode/) ? 'secure' : 'mkdir', 'm');
    case 'mkfifo':
    case 'mknod':
      return every('secure', 'm').slice(0, 1);
    case 'chmod':
    case 'chown':
    case 'chgrp':
      return every('restrict', '', hasOption(command, /^--reference/) ? 0 : 1);
    case 'setfacl':
      return every('restrict', 'mxMX', 0);
    case 'dd': {
      const out = command.arguments.find((word) => /^of=/.test(word.node.text));
      return out ? [['write', { node: out.node, parts: withoutPrefix(out, 'of='.length) }]] : [];
    }
    case 'tar': {
      const mode = literalOf(command.arguments[0]) ?? '';
      const creates = /^-?[a-zA-Z]*c[a-zA-Z]*$/.test(mode) && /f/.test(mode);
      return creates && command.arguments[1] ? [['write', command.arguments[1]]] : [];
    }
    case 'zip':
      return every('write').slice(0, 1);
    case 'openssl': {
      const out = opensslPlain.test(literalOf(command.arguments[0]) ?? '') ? optionValue(command, /^-out$/) : null;
      return out ? [['write', out]] : [];
    }
    case 'source':
    case '.':
      return every('source').slice(0, 1);
    case 'cat':
    case 'head':
    case 'tail':
    case 'less':
      return every('read', 'nc');
    case 'bash':
    case 'sh':
    case 'dash':
    case 'python3':
    case 'python':
    case 'perl':
      return hasOption(command, /^-\w*[cse]/) ? [] : every('run').slice(0, 1);
    case 'sed':
    case 'perl5':
      return hasOption(command, /^(?:-\w*i|--in-place)/) ? every('change', 'ef').slice(-1) : [];
  }
  const option = Object.hasOwn(outputOptions, name) ? outputOptions[name]! : null;
  const out = option ? optionValue(command, option) : null;
  return out && literalOf(out) !== '-' ? [['write', out]] : [];
}

function withoutPrefix(word: Word, length: number): Word['parts'] {
  const [first, ...rest] = word.parts;
  return first?.kind === 'literal' ? [{ ...first, text: first.text.slice(length) }, ...rest] : word.parts;
}

/** Whether a bare redirection or `:` makes the file without content. */
function isEmptyProducer(file: ShellFile, producer: SyntaxNode | null): boolean {
  if (!producer) return true;
  const command = producer.type === 'command' ? file.commandAt(producer) : null;
  if (!command) return false;
  return (
    command.nameWord === null ||
    /^(?::|true|exec)$/.test(command.name) ||
    (command.name === 'cat' && literalOf(command.arguments[0]) === '/dev/null')
  );
}

/** All events of a file, in reading order. */
export function fileEvents({ file }: Shell): readonly FileEvent[] {
  const events: FileEvent[] = [];
  for (const command of file.commands) {
    for (const [kind, word] of commandEvents(command)) events.push({ kind, word, node: command.node, redirect: null, command });
    const { nameWord } = command;
    if (nameWord && /[$/]/.test(nameWord.node.text))
      events.push({ kind: 'run', word: nameWord, node: command.node, redirect: null, command });
  }
  for (const node of file.root.descendants('file_redirect')) {
    const redirect = readRedirect(node);
    if (!redirect) continue;
    const { operator, descriptor, target, producer } = redirect;
    const command = producer?.type === 'command' ? file.commandAt(producer) : null;
    const at = command?.node ?? node;
    if (operator === '<') events.push({ kind: 'read', word: target, node: at, redirect, command });
    else if (/^(?:>|>>|>\||&>|&>>|>&)$/.test(operator) && (descriptor === '' || descriptor !== '0')) {
      const empty = isEmptyProducer(file, producer) || descriptor === '2';
      const kind = empty ? 'create' : operator.includes('>>') ? 'append' : 'write';
      events.push({ kind, word: target, node: at, redirect, command });
    }
  }
  return events.sort((a, b) => a.node.index - b.node.index);
}

export interface KeyedEvent extends FileEvent {
  /** Where it really happens: for what a called function does, in that function. */
  readonly within: SyntaxNode;
  /** Which file: see `resourceKey`. */
  readonly key: string;
  /** The function it stands in, by its first index; -1 for the file itself. */
  readonly scope: number;
}

/** The events of a file whose resource can be told, in reading order; what a function does to its parameters, at its calls too. */
export function keyedEvents(shell: Shell): readonly KeyedEvent[] {
  const { file } = shell;
  const keyed: KeyedEvent[] = [];
  const ofParameters = new Map<string, KeyedEvent[]>();
  for (const event of shell.derive(fileEvents)) {
    const key = resourceKey(file, event.word);
    if (!key) continue;
    const inside = file.functionOf(event.node);
    const one = { ...event, within: event.node, key, scope: inside?.from ?? -1 };
    keyed.push(one);
    if (inside && /^<\d+:\d\.0>$/.test(key)) ofParameters.set(inside.name, [...(ofParameters.get(inside.name) ?? []), one]);
  }
  for (const [name, events] of ofParameters) {
    for (const call of file.callsOf(name)) {
      for (const event of events.slice(0, MAX_SUMMARY)) {
        const word = call.arguments[Number(event.key.replace(/^<\d+:(\d)\.0>$/, '$1')) - 1];
        const key = word ? resourceKey(file, word) : null;
        if (word && key)
          keyed.push({
            kind: event.kind,
            word,
            key,
            node: call.node,
            within: event.node,
            redirect: null,
            command: event.command,
            scope: file.functionOf(call.node)?.from ?? -1,
          });
      }
    }
  }
  return keyed.sort((a, b) => a.node.index - b.node.index);
}

const MAX_SUMMARY = 10;

/** The same, by their resource. */
export function eventsByKey(shell: Shell): ReadonlyMap<string, readonly KeyedEvent[]> {
  const byKey = new Map<string, KeyedEvent[]>();
  for (const event of shell.derive(keyedEvents)) {
    const events = byKey.get(event.key);
    if (events) events.push(event);
    else byKey.set(event.key, [event]);
  }
  return byKey;
}
