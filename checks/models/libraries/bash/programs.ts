/** Texts that commands run as programs: of a shell, of another language, of a database, of a filter. */
import { type Command, literalOf, type ShellProgram, type Word } from '../../../../src/engine/bash.ts';
import type { Call, Context, FoundSink, Value } from '../../../../src/engine/check.ts';
import { isShell, runsInput } from '../../bash/interpreters.ts';
import { handsOn, inputKind, joined, type Options, readWords } from './words.ts';

/** ssh's options that take a word. */
const ssh: Options = { valued: 'bcDEeFIiJLlmOopQRSWwB' };
const awk: Options = { valued: 'Fvfi', long: { '--assign': 1, '--field-separator': 1, '--file': 1 } };
const sed: Options = { valued: 'efl', long: { '--expression': 1, '--file': 1, '--line-length': 1 } };
const jq: Options = {
  valued: 'fL',
  long: { '--arg': 2, '--argjson': 2, '--slurpfile': 2, '--rawfile': 2, '--indent': 1, '--tab': 0, '--from-file': 1 },
};

/** Interpreters of other languages, with the options that take a program. */
const languages: Readonly<Record<string, { readonly letters: string; readonly long?: readonly string[]; readonly valued?: string }>> = {
  python: { letters: 'c', valued: 'cmWX' },
  node: { letters: 'ep', long: ['--eval', '--print'], valued: 'epr' },
  nodejs: { letters: 'ep', long: ['--eval', '--print'], valued: 'epr' },
  bun: { letters: 'ep', long: ['--eval'], valued: 'ep' },
  perl: { letters: 'eE', valued: 'eEI' },
  ruby: { letters: 'e', valued: 'erI' },
  php: { letters: 'r', valued: 'rdcf' },
  lua: { letters: 'e', valued: 'el' },
  osascript: { letters: 'e', valued: 'el' },
  Rscript: { letters: 'e', valued: 'e' },
};

/** Clients of databases, with what takes a statement; `operand` is the one that does. */
const databases: Readonly<
  Record<string, { readonly letters: string; readonly long: readonly string[]; readonly valued: string; readonly operand?: number }>
> = {
  psql: { letters: 'c', long: ['--command'], valued: 'cdhpUvfoFLRTP' },
  mysql: { letters: 'e', long: ['--execute'], valued: 'ehuPDS' },
  mariadb: { letters: 'e', long: ['--execute'], valued: 'ehuPDS' },
  sqlite3: { letters: '', long: ['-cmd'], valued: '', operand: 1 },
  'clickhouse-client': { letters: 'q', long: ['--query'], valued: 'qhud' },
  cqlsh: { letters: 'e', long: ['--execute'], valued: 'eukf' },
  sqlcmd: { letters: 'QqS', long: [], valued: 'QqSUPdi' },
};

const carriers = new Set(
  'find docker podman nerdctl docker-compose kubectl oc nsenter chroot unshare lxc lxc-attach machinectl systemd-run flock ip firejail bwrap capsh setpriv strace fakechroot tini dumb-init doas'.split(
    ' ',
  ),
);

function baseName(word: Word | undefined): string {
  const text = literalOf(word);
  return text === null ? '' : text.slice(text.lastIndexOf('/') + 1);
}

function languageOf(name: string) {
  const key = /^python[\d.]*$/.test(name) ? 'python' : name;
  return Object.hasOwn(languages, key) ? languages[key]! : null;
}

/** Reads one command; what carries another one is read through to it. */
class Reading {
  readonly found: FoundSink[] = [];
  private readonly command: Command;
  private readonly call: Call;
  private readonly program: ShellProgram;

  constructor(command: Command, call: Call, program: ShellProgram) {
    this.command = command;
    this.call = call;
    this.program = program;
  }

  private add(context: Context, label: string, value: Value | null): void {
    if (value) this.found.push({ sink: { at: 0, context, label }, value });
  }

  private words(context: Context, label: string, words: readonly Word[] | undefined): void {
    for (const word of words ?? []) this.add(context, label, this.program.wordValue(word));
  }

  private text(context: Context, label: string, words: readonly Word[]): void {
    if (words.length > 0) this.add(context, label, joined(this.program, words));
  }

  private input(context: Context, document: string, pipe: string): void {
    const kind = inputKind(this.command);
    if (kind === 'file') return;
    this.add(context, kind === 'document' ? document : pipe, this.program.inputOf(this.call));
  }

  read(name: string, words: readonly Word[], depth = 0): void {
    if (depth > 3) return;
    if (isShell(name)) {
      this.shell(name, words);
      return;
    }
    const language = languageOf(name);
    if (language) {
      const { given } = readWords(words, { valued: language.valued ?? language.letters }, true);
      for (const letter of language.letters) this.words('code', name, given.get(`-${letter}`));
      for (const option of language.long ?? []) this.words('code', name, given.get(option));
      if (runsInput({ ...this.command, name, arguments: words })) this.input('code', `document ${name}`, name);
      return;
    }
    if (Object.hasOwn(databases, name)) {
      this.database(name, words);
      return;
    }
    switch (name) {
      case 'eval':
        this.text(
          'shell',
          'eval',
          words.filter((word) => literalOf(word) !== '--'),
        );
        return;
      case 'su':
      case 'runuser':
      case 'script': {
        const { given } = readWords(words, { valued: 'cgGsw', long: { '--command': 1, '--group': 1, '--shell': 1 } });
        this.words('shell', name, given.get('-c'));
        this.words('shell', name, given.get('--command'));
        return;
      }
      case 'ssh':
        this.ssh(words);
        return;
      case 'watch': {
        const { operands, flags } = readWords(words, { valued: 'n', long: { '--interval': 1 } }, true);
        if (!flags.has('-x') && !flags.has('--exec')) this.text('shell', name, operands);
        return;
      }
      case 'parallel': {
        const { operands } = readWords(
          words,
          { valued: 'jPaISN', long: { '--jobs': 1, '--arg-file': 1, '--colsep': 1, '--joblog': 1, '--results': 1 } },
          true,
        );
        const end = operands.findIndex((word) => isInputMark(word));
        this.text('shell', name, end < 0 ? operands : operands.slice(0, end));
        return;
      }
      case 'tmux':
        this.tmux(words);
        return;
      case 'at':
      case 'batch':
        this.input('shell', 'document at', 'at');
        return;
      case 'crontab':
        if (words.some((word) => literalOf(word) === '-')) this.input('shell', 'document crontab', 'crontab');
        return;
      case 'trap':
        this.words('shell', 'trap', words.slice(0, 1));
        return;
      case 'source':
      case '.':
        this.words('path', 'source', words.slice(0, 1));
        return;
      case 'sed':
      case 'gsed':
        this.sed(words);
        return;
      case 'awk':
      case 'gawk':
      case 'mawk':
      case 'nawk': {
        const { operands, given } = readWords(words, awk, true);
        if (!given.has('-f') && !given.has('--file')) this.words('program', 'awk', operands.slice(0, 1));
        return;
      }
      case 'jq':
      case 'yq': {
        const { operands, given } = readWords(words, jq);
        const isVerb = /^(?:e|eval|ea|eval-all|r|read)$/.test(literalOf(operands[0]) ?? '');
        if (!given.has('-f') && !given.has('--from-file')) this.words('program', 'jq', operands.slice(isVerb ? 1 : 0, isVerb ? 2 : 1));
        return;
      }
      case 'pwsh':
      case 'powershell': {
        const at = words.findIndex((word) => /^-c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i.test(literalOf(word) ?? ''));
        if (at >= 0) this.text('code', name, words.slice(at + 1));
        return;
      }
      case 'xargs':
        this.carried(words, depth);
        return;
    }
    if (carriers.has(name)) this.carried(words, depth);
    if (name === 'flock') this.words('shell', name, readWords(words, { valued: 'cwE', long: { '--command': 1 } }).given.get('-c'));
  }

  /** The program that another one starts. */
  private carried(words: readonly Word[], depth: number): void {
    for (let at = 0; at < words.length && at < 40; at++) {
      const name = baseName(words[at]);
      if (name === '' || name.startsWith('-')) continue;
      if (isShell(name) || languageOf(name) || Object.hasOwn(databases, name) || name === 'su' || (name === 'ssh' && at > 0)) {
        this.read(name, words.slice(at + 1), depth + 1);
        return;
      }
    }
  }

  private shell(name: string, words: readonly Word[]): void {
    for (let at = 0; at < words.length; at++) {
      const text = literalOf(words[at]);
      if (text === null || !/^[-+]./.test(text)) break;
      if (/^-[a-zA-Z]*c$/.test(text)) {
        let code = at + 1;
        while (/^-[a-z]+$/.test(literalOf(words[code]) ?? '')) code++;
        this.words('shell', name, words.slice(code, code + 1));
        return;
      }
      if (/^-[a-zA-Z]*[oO]$/.test(text) || /^--(?:rcfile|init-file)$/.test(text)) at++;
    }
    if (runsInput({ ...this.command, name, arguments: words })) this.input('shell', `document ${name}`, name);
  }

  private ssh(words: readonly Word[]): void {
    const { operands } = readWords(words, ssh, true);
    const rest = operands.slice(1);
    while (rest.length > 0 && /^-\w$/.test(literalOf(rest[0]) ?? '')) rest.shift();
    if (rest.length === 0) this.input('shell', 'ssh', 'ssh');
    else if (isShell(baseName(rest[0])) && runsInput({ ...this.command, name: 'sh', arguments: rest.slice(1) }))
      this.input('shell', 'ssh', 'ssh');
    // `ssh host "$@"` hands on a whole command line: that is what such a script is for.
    else
      this.text(
        'shell',
        'ssh',
        rest.filter((word) => !handsOn(word)),
      );
  }

  private tmux(words: readonly Word[]): void {
    const verb = words.findIndex((word) =>
      /^(?:send-keys|send|new-session|new|new-window|neww|split-window|splitw|respawn-pane|run-shell|run)$/.test(literalOf(word) ?? ''),
    );
    if (verb < 0) return;
    const { operands } = readWords(words.slice(verb + 1), { valued: 'tsncxyFep' }, true);
    this.text(
      'shell',
      'tmux',
      operands.filter((word) => !handsOn(word)),
    );
  }

  private sed(words: readonly Word[]): void {
    const { given, flags, operands } = readWords(words, sed);
    if (flags.has('--sandbox')) return;
    const programs = [...(given.get('-e') ?? []), ...(given.get('--expression') ?? [])];
    const isInFile = given.has('-f') || given.has('--file');
    this.words('program', 'sed', programs.length > 0 || isInFile ? programs : operands.slice(0, 1));
  }

  private database(name: string, words: readonly Word[]): void {
    const { letters, long, valued, operand } = databases[name]!;
    const single = words.map((word) => literalOf(word) ?? '');
    const { given, operands } = readWords(
      words.filter((_, at) => operand === undefined || !/^-\w/.test(single[at]!)),
      { valued, long: Object.fromEntries(long.map((option) => [option, 1])) },
    );
    const statements = [
      ...[...letters].flatMap((letter) => given.get(`-${letter}`) ?? []),
      ...long.flatMap((option) => given.get(option) ?? []),
      ...(operand === undefined ? [] : operands.slice(operand, operand + 1)),
    ];
    this.words('sql', name, statements);
    if (statements.length === 0) this.input('sql', name, name);
  }
}

function isInputMark(word: Word): boolean {
  return /^:::/.test(literalOf(word) ?? '');
}

/** Words of commands that can run a text. */
export const programWords: readonly string[] = [
  ...'sh bash dash zsh ksh mksh ash csh tcsh fish'.split(' '),
  ...Object.keys(languages),
  ...'python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13'.split(' '),
  ...Object.keys(databases),
  ...carriers,
  ...'eval su runuser script ssh watch parallel tmux at batch crontab trap source . sed gsed awk gawk mawk nawk jq yq pwsh powershell xargs'.split(
    ' ',
  ),
];

export function programsOf(command: Command, call: Call, program: ShellProgram): readonly FoundSink[] {
  const reading = new Reading(command, call, program);
  reading.read(command.name, command.arguments);
  return reading.found;
}
