/** What commands make of the text they are given: hand it on, pick from it, take characters out of it, quote it. */
import { type Command, literalOf, type ShellFile, type Word } from '../../../../src/engine/bash.ts';
import { type CallModel, contextsIn, maskOf, provenByPattern, provenByRemoval } from '../../../../src/engine/check.ts';
import { fileOf } from './sources.ts';
import { readWords } from './words.ts';

const DERIVED: CallModel = { gives: { from: ['input'], as: 'derived' } };

/** Filters with the options of theirs that take a word: what is left of the operands are files. */
const filters: Readonly<Record<string, string>> = {
  cat: '',
  tac: '',
  rev: '',
  head: 'nc',
  tail: 'nc',
  sort: 'koStT',
  uniq: 'fsw',
  cut: 'bcdf',
  paste: 'd',
  column: 'so',
  fold: 'w',
  fmt: 'w',
  nl: 'bdfhilnsvw',
  tee: '',
  iconv: 'ft',
  base64: 'w',
  base32: 'w',
  strings: 'n',
  xmllint: '',
  zcat: '',
  gunzip: '',
  dos2unix: '',
  expand: 't',
  unexpand: 't',
  envsubst: '',
  pv: '',
  sponge: '',
  csvcut: 'c',
  mlr: '',
};

/** What comes in by a file or by the input. */
function through(files: readonly Word[], mask: number): CallModel {
  const clears = mask === 0 ? {} : { clears: contextsIn(mask) };
  const [first] = files;
  if (!first || literalOf(first) === '-') return { ...DERIVED, ...clears };
  const source = fileOf(first.node.text);
  return source ? { source: source.kind, says: source.says, ...clears } : { clears: 'every' };
}

/** A class of tr as one of a regular expression; line ends are taken off by a substitution. */
function asClass(set: string): string {
  return set.replace(/\\[nrt]/g, '').replace(/\[(?!:)|(?<!:)\]/g, '\\$&');
}

function ofTr({ arguments: given }: Command): CallModel {
  const { flags, operands } = readWords(given, {});
  const isComplement = flags.has('-c') || flags.has('-C') || flags.has('--complement');
  const [set, other] = operands.map((word) => literalOf(word));
  if (!isComplement || set === null || set === undefined) return DERIVED;
  const isDeleted = flags.has('-d') || flags.has('--delete');
  if (!isDeleted && typeof other !== 'string') return DERIVED;
  const mask = provenByRemoval(`[^${asClass(set)}]`, isDeleted ? '' : (other ?? '').replace(/\\n/g, ''));
  return mask === 0 ? DERIVED : { ...DERIVED, clears: contextsIn(mask) };
}

const PRINTED = /^s(.)(.*)\1(.*)\1\w*p?$/;

/** What sed leaves: `s/[^a-z]//g`, a quote that is written so that a shell reads it as one. */
function ofSed(text: string | null): number {
  if (text === null || text.length > 400) return 0;
  let mask = 0;
  for (const step of text.split(/;\s*|\n/)) {
    const parts = PRINTED.exec(step.trim());
    if (!parts) continue;
    const [, , pattern = '', replacement = ''] = parts;
    if (/g\w*$/.test(step)) {
      mask |= provenByRemoval(pattern.replace(/\\\+$/, '+'), replacement);
      if (pattern === "'" && /^(?:'\\+''|'"'"'|\\+&)$/.test(replacement)) mask |= maskOf('shell');
      if (pattern === "'" && replacement === "''") mask |= maskOf('sql');
    }
  }
  return mask;
}

/** A basic regular expression as an extended one. */
function extended(pattern: string): string {
  return pattern.replace(
    /\\([+?|(){}])|([+?|(){}])/g,
    (_, escaped: string | undefined, plain: string | undefined) => escaped ?? `\\${plain}`,
  );
}

function grepPattern({ name }: Command, flags: ReadonlySet<string>, text: string): string {
  const isExtended = name === 'egrep' || flags.has('-E') || flags.has('-P') || flags.has('--extended-regexp') || flags.has('--perl-regexp');
  return isExtended ? text : extended(text);
}

function ofGrep(command: Command): CallModel {
  const { flags, operands, given } = readWords(command.arguments, { valued: 'eABCmfd', long: { '--regexp': 1, '--max-count': 1 } });
  const patterns = given.get('-e') ?? given.get('--regexp') ?? operands.slice(0, 1);
  const files = given.has('-e') || given.has('-f') || given.has('--regexp') ? operands : operands.slice(1);
  const text = patterns.length === 1 ? literalOf(patterns[0]) : null;
  const isTurned = flags.has('-v') || flags.has('--invert-match');
  if (flags.has('-c') || flags.has('--count')) return { clears: 'every' };
  const isQuiet = flags.has('-q') || flags.has('--quiet') || flags.has('--silent');
  const pattern = text === null ? null : grepPattern(command, flags, text);
  const isWhole = flags.has('-x') || flags.has('--line-regexp') || flags.has('-o') || flags.has('--only-matching');
  const mask =
    pattern === null || isTurned
      ? 0
      : provenByPattern(
          pattern.startsWith('^') || !isWhole ? (isWhole ? `${pattern.replace(/\$$/, '')}$` : pattern) : `^${pattern.replace(/\$$/, '')}$`,
          'part',
        );
  const [first] = files;
  const isInput = !first || literalOf(first) === '-';
  const guards =
    isInput && pattern !== null && mask !== 0
      ? { guards: [{ of: 'input', by: 'clears', contexts: contextsIn(mask), holds: 'true' } as const] }
      : {};
  if (isQuiet) return { ...guards, clears: 'every' };
  return { ...through(files, mask), ...guards };
}

/** Formats with nothing but what cannot be anything else. */
function ofPrintf({ arguments: given }: Command): CallModel {
  const from = literalOf(given[0]) === '-v' ? 2 : literalOf(given[0]) === '--' ? 1 : 0;
  const format = literalOf(given[from]);
  const directives = format === null ? null : [...format.matchAll(/%(?!%)[-+ #0-9.*']*(\([^)]*\))?([a-zA-Z])/g)].map((one) => one[2]!);
  const values = given.flatMap((_, at) => (at > from ? [at] : []));
  if (!directives) return { gives: { from: given.flatMap((_, at) => (at >= from ? [at] : [])), as: 'joined' } };
  if (directives.every((one) => /[diouxXeEfgGTc]/.test(one))) return { clears: 'every' };
  const isBare = /^%s(?:\\n)?$/.test(format ?? '');
  const gives = { from: isBare ? values : [from, ...values], as: 'joined' } as const;
  return directives.every((one) => /[qdiouxXT]/.test(one)) ? { gives, clears: ['shell'] } : { gives };
}

function ofJq(command: Command, file: ShellFile): CallModel {
  const { operands } = readWords(command.arguments, {
    valued: 'fL',
    long: { '--arg': 2, '--argjson': 2, '--slurpfile': 2, '--rawfile': 2, '--indent': 1 },
  });
  const filter = operands[0] ? (literalOf(operands[0]) ?? file.fold(operands[0])) : null;
  if (filter !== null && /\|\s*(?:length|tonumber|type)\s*$|^\s*length\s*$/.test(filter)) return { clears: 'every' };
  return through(operands.slice(1), filter !== null && /@sh\b/.test(filter) ? maskOf('shell') : 0);
}

/** What a command gives of what it is given; null for one that is no filter. */
export function filterOf(command: Command, file: ShellFile): CallModel | null {
  const { name, arguments: given } = command;
  switch (name) {
    case 'echo': {
      const from = given.flatMap((word, at) => (/^-[neE]+$/.test(literalOf(word) ?? '') ? [] : [at]));
      return { gives: { from, as: 'joined' } };
    }
    case 'printf':
      return ofPrintf(command);
    case 'tr':
      return ofTr(command);
    case 'sed':
    case 'gsed': {
      const { operands, given: options } = readWords(given, { valued: 'efl', long: { '--expression': 1, '--file': 1 } });
      const programs = [...(options.get('-e') ?? []), ...(options.get('--expression') ?? [])];
      const isGiven = programs.length > 0 || options.has('-f') || options.has('--file');
      const texts = (isGiven ? programs : operands.slice(0, 1)).map((word) => literalOf(word) ?? file.fold(word));
      return through(
        operands.slice(isGiven ? 0 : 1),
        texts.reduce((mask, text) => mask | ofSed(text), 0),
      );
    }
    case 'awk':
    case 'gawk': {
      const { operands } = readWords(given, { valued: 'Fvf' }, true);
      return through(
        operands.slice(1).filter((word) => !/^\w+=/.test(word.node.text)),
        0,
      );
    }
    case 'perl':
      return /\s-\w*[np]\w*e|\s-\w*e/.test(command.node.text.slice(0, 200)) ? DERIVED : null;
    case 'grep':
    case 'egrep':
    case 'fgrep':
    case 'zgrep':
      return ofGrep(command);
    case 'jq':
    case 'yq':
      return ofJq(command, file);
    case 'basename':
      return { gives: { from: [given.findIndex((word) => !/^-/.test(literalOf(word) ?? ''))], as: 'derived' }, clears: ['path', 'upward'] };
    case 'dirname':
      return { gives: { from: [-1], as: 'derived' } };
    case 'realpath':
    case 'readlink':
      return { gives: { from: [-1], as: 'derived' }, clears: ['unresolved-path'] };
    case 'xargs':
      return DERIVED;
  }
  if (!Object.hasOwn(filters, name)) return null;
  const { operands } = readWords(given, { valued: filters[name]! });
  return name === 'tee' ? DERIVED : through(operands, 0);
}
