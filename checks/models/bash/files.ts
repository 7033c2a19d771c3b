/** The shell's part of the file vocabulary: which event a call is, which modes hold, and whose directory a path lies in. */
import {
  type Command,
  type FileRedirect,
  literalOf,
  lowerBash,
  maskOf,
  nodeAt,
  readWord,
  type ShellFile,
  ShellProgram,
  type Word,
} from '../../../src/engine/bash.ts';
import type { Act, Binding, Call, ModeChange, OrderEvent, Program, SyntaxNode, Value } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';
import { commandActs, type WordFacts } from './commandActs.ts';

export interface ShellFacts extends FileFacts {
  /** The command that acts; for a redirection the one whose output goes there, null for anything larger. */
  readonly command: Command | null;
  readonly redirect: FileRedirect | null;
  /** The operator of a test. */
  readonly test: string | null;
  readonly word: Word | null;
  readonly other: Word | null;
  readonly modeText: string | null;
  readonly modeWord: Word | null;
  /** One of the words that a loop goes through. */
  readonly each: boolean;
  readonly node: SyntaxNode;
}

export type ShellEvent = OrderEvent<FileEvent, ShellFacts>;

/** Bits and owners of files, by what a test asks. */
const asked: Readonly<Record<string, FileFacts['asks']>> = {
  '-e': 'existence',
  '-a': 'existence',
  '-f': 'existence',
  '-d': 'existence',
  '-s': 'existence',
  '-h': 'kind',
  '-L': 'kind',
  '-p': 'kind',
  '-S': 'kind',
  '-b': 'kind',
  '-c': 'kind',
  '-r': 'permission',
  '-w': 'permission',
  '-x': 'permission',
  '-O': 'permission',
  '-G': 'permission',
  '-u': 'permission',
  '-g': 'permission',
  '-k': 'permission',
  '-N': 'permission',
};

const redirections: Readonly<Record<string, FileEvent>> = {
  '<': 'read',
  '<>': 'append',
  '>': 'write',
  '>|': 'write',
  '&>': 'write',
  '>&': 'write',
  '>>': 'append',
  '&>>': 'append',
};

/** Whether a redirection makes its file without content: nothing is written, or only what goes wrong. */
function isEmpty({ producer, descriptor }: FileRedirect, command: Command | null): boolean {
  if (!producer || descriptor === '2') return true;
  if (!command) return false;
  return (
    command.nameWord === null ||
    /^(?::|true|exec)$/.test(command.name) ||
    (command.name === 'cat' && literalOf(command.arguments[0]) === '/dev/null')
  );
}

/** `>&` of a descriptor and the like are no files; the program emits none. */
function redirectActs(call: Call, program: ShellProgram, redirect: FileRedirect): readonly Act<FileEvent, ShellFacts>[] {
  const [on] = program.argumentsOf(call);
  const event = redirections[redirect.operator];
  if (!on || !event || redirect.descriptor === '0') return [];
  const { producer, target } = redirect;
  const command = producer?.type === 'command' ? program.file.commandAt(producer) : null;
  const empty = event !== 'read' && isEmpty(redirect, command);
  const data: ShellFacts = {
    verb: redirect.operator,
    empty,
    command,
    redirect,
    test: null,
    word: target,
    other: null,
    modeText: null,
    modeWord: null,
    each: false,
    node: command?.node ?? redirect.node,
  };
  return [{ event: empty && event === 'write' ? 'create' : event, on, data }];
}

function commandEvents(call: Call, program: ShellProgram, command: Command): readonly Act<FileEvent, ShellFacts>[] {
  const base = { verb: command.name, command, redirect: null, test: null, node: command.node };
  // A function of the file does what its body says, not what the program of that name does.
  const reader = Object.hasOwn(commandActs, command.name) && !program.file.functionNamed(command.name) ? commandActs[command.name]! : null;
  const given = program.argumentsOf(call);
  const acts: Act<FileEvent, ShellFacts>[] = [];
  for (const [event, word, facts] of reader?.(command) ?? []) {
    const at = command.arguments.findIndex(({ node }) => node.equals(word.node));
    const whole = command.arguments[at];
    const on = whole && whole.parts.length === word.parts.length && whole.parts[0] === word.parts[0] ? given[at] : null;
    const data = { ...base, ...told(facts, program.file), word };
    acts.push({ event, on: on ?? program.wordValue(word), data });
    for (const each of loopWords(word, program)) acts.push({ event, on: each, data: { ...data, each: true } });
  }
  for (const named of verifiedByList(command, program))
    acts.push({ event: 'verify', on: named, data: { ...base, ...told(undefined, program.file), word: null } });
  const { nameWord } = command;
  if (nameWord && call.word === '' && /[$/]/.test(nameWord.node.text))
    acts.push({ event: 'execute', on: program.wordValue(nameWord), data: { ...base, ...told(undefined, program.file), word: nameWord } });
  return acts;
}

/** `echo "$hash  $file" | sha256sum -c -`: the list names the file, so that is what is verified. */
function verifiedByList(command: Command, program: ShellProgram): readonly Value[] {
  if (
    !/^(?:sha\d+sum|md5sum|shasum|b2sum)$/.test(command.name) ||
    !command.arguments.some((word) => /^(?:-\w*c|--check)$/.test(word.node.text))
  )
    return [];
  const found: Value[] = [];
  const { parent } = command.node;
  const pipeline = parent?.type === 'redirected_statement' ? parent.parent : parent;
  const before = pipeline?.type === 'pipeline' ? program.file.commandAt(pipeline.namedChildren[0]!) : null;
  if (before && /^(?:echo|printf)$/.test(before.name)) {
    const word = before.arguments.findLast(({ parts }) => parts.length > 0);
    const named = word && afterSpace(word);
    if (named) found.push(program.wordValue(named));
  }
  const string = parent?.type === 'redirected_statement' || parent?.type === 'command' ? parent : command.node;
  for (const redirect of [...string.children, ...command.node.children].filter(({ type }) => type === 'herestring_redirect')) {
    const text = redirect.namedChildren[0];
    const named = text && afterSpace(readWord(text));
    if (named) found.push(program.wordValue(named));
  }
  return found;
}

/** What stands behind the last white space of a word, `"$hash  $file"`. */
function afterSpace(word: Word): Word | null {
  const last = word.parts.at(-1);
  const at = word.parts.findLastIndex(
    (part) => part.kind === 'literal' && /\s\*?\S*$/.test(part === last ? part.text.trimEnd() : part.text),
  );
  // The grammar has no node for white space alone, `"$hash  $file"`.
  const { text: whole } = word.node.tree;
  const apart = word.parts.findLastIndex(
    ({ node }, index) => index > 0 && /^\}?\s/.test(whole.slice(word.parts[index - 1]!.node.end, node.end)),
  );
  if (apart > at) return { node: word.node, parts: word.parts.slice(apart) };
  const part = word.parts[at];
  if (part?.kind !== 'literal') return word.parts.length > 0 ? word : null;
  const text = /\s\*?(\S*)\s*$/.exec(part.text)?.[1] ?? '';
  return { node: word.node, parts: [...(text ? [{ ...part, text }] : []), ...word.parts.slice(at + 1)] };
}

const MAX_ROUNDS = 8;

/** `for f in a "$b"; do chmod 600 "$dir/$f"`: the path for each of the words that the loop goes through. */
function loopWords(word: Word, program: ShellProgram): readonly Value[] {
  for (const part of word.parts) {
    if (part.kind !== 'variable' || part.operator !== '') continue;
    const around = (node: SyntaxNode): boolean => word.node.start >= node.start && word.node.end <= node.end;
    const definitions = program.file.definitionsOf(part.name);
    const loops = definitions.filter(({ node }) => definitions.length === 1 || around(node));
    const loop = loops.length === 1 && definitions.every(({ kind }) => kind === 'loop') ? loops[0]! : null;
    const values = loop?.values.flatMap((value) => itemsOf(value, program.file)) ?? [];
    if (!loop || values.length > MAX_ROUNDS) continue;
    return values.map((value) =>
      program.wordValue({ node: word.node, parts: word.parts.flatMap((one) => (one === part ? readWord(value).parts : [one])) }),
    );
  }
  return [];
}

/** The words of the list that `"${list[@]}"` stands for, where it was given once. */
function itemsOf(value: SyntaxNode, file: ShellFile): readonly SyntaxNode[] {
  const list = /^"?\$\{(\w+)\[[@*]\]\}"?$/.exec(value.text)?.[1];
  const given = list ? file.definitionsOf(list) : [];
  if (given.length !== 1 || given[0]!.kind !== 'value' || given[0]!.values.length === 0) return [value];
  return given[0]!.values.flatMap((one) => (one.type === 'array' ? one.namedChildren : [one]));
}

function told(facts: WordFacts | undefined, file: ShellFile): Omit<ShellFacts, 'verb' | 'command' | 'redirect' | 'test' | 'node' | 'word'> {
  const { mode, other = null, ...rest } = facts ?? {};
  const modeText = mode ? (literalOf(mode) ?? file.fold(mode)) : null;
  return { ...rest, other, modeText, modeWord: mode ?? null, each: false };
}

function actsOf(call: Call, program: ShellProgram): readonly Act<FileEvent, ShellFacts>[] {
  const act = program.actOf(call);
  if (act.kind === 'command') return commandEvents(call, program, act.command);
  if (act.kind === 'redirect') return redirectActs(call, program, act.redirect);
  if (act.kind !== 'test') return [];
  const asks = Object.hasOwn(asked, act.operator) ? asked[act.operator] : undefined;
  const [on] = act.operands;
  if (!asks || !on) return [];
  const data: ShellFacts = {
    verb: act.operator,
    asks,
    command: null,
    redirect: null,
    test: act.operator,
    word: act.word,
    other: null,
    modeText: null,
    modeWord: null,
    each: false,
    node: act.node,
  };
  return [{ event: 'check', on, data }];
}

/** Programs that let nobody else in while they hold. `mkdir` and `ln` of something called a lock are claims too. */
const lockers = new Set(['flock', 'lockfile', 'dotlockfile', 'lockfile-create', 'shlock', 'lock', 'acquire_lock', 'take_lock']);

const none: readonly ModeChange[] = [];

/** What certainly holds: `closed` (a mask that keeps everybody else from reading), `others-closed`, `locked`, `noclobber`. */
function modesOf(call: Call, program: ShellProgram): readonly ModeChange[] {
  const { word } = call;
  if (word !== 'umask' && word !== 'set' && word !== 'mkdir' && word !== 'ln' && !lockers.has(word)) return none;
  const command = program.commandOf(call);
  if (!command) return none;
  if (lockers.has(word)) return [{ mode: 'locked', on: true }];
  if (word === 'umask') {
    const first = command.arguments[0];
    const text = first ? (literalOf(first) ?? program.file.fold(first)) : '';
    if (text === '' || text === '-S' || text === '-p') return none;
    const mask = text === null ? null : maskOf(text);
    return [
      { mode: 'closed', on: mask !== null && (mask & 0o044) === 0o044 },
      { mode: 'others-closed', on: mask !== null && (mask & 0o004) === 0o004 },
      { mode: 'group-closed', on: mask !== null && (mask & 0o040) === 0o040 },
    ];
  }
  if (word === 'set') {
    const text = command.arguments.map((one) => literalOf(one) ?? '').join(' ');
    const matches = /(?:^| )([-+])(?:\w*C\w*|\w*o noclobber)\b/.exec(text);
    return matches ? [{ mode: 'noclobber', on: matches[1] === '-' }] : none;
  }
  const claims = /lock/i.test(command.node.text) && !(word === 'mkdir' && command.arguments.some((one) => /^-\w*p/.test(one.node.text)));
  return claims ? [{ mode: 'locked', on: true }] : none;
}

export const shellFiles: Binding<FileEvent, ShellFacts> = {
  lower: lowerBash,
  events: {
    words: new Set([...Object.keys(commandActs), ...Object.keys(redirections), '[', '']),
    wordsOf: { check: new Set(['[', 'stat', 'ls', 'readlink', 'realpath']), restrict: new Set(['chmod']) },
    actsOf: (call, _, program) => (program instanceof ShellProgram ? actsOf(call, program) : []),
  },
  names: { joins: new Set(), same: new Set(['realpath', 'readlink']) },
  modes: (call, _, program) => (program instanceof ShellProgram ? modesOf(call, program) : none),
};

/** The program behind an analysis of this binding. */
export function shellProgram({ program }: { readonly program: Program }): ShellProgram {
  return program as ShellProgram;
}

/** Where an act is told: itself, or the call of the helper that acts. */
export function nodeOf({ at, origin, data }: ShellEvent): SyntaxNode {
  return at === origin ? data.node : nodeAt(data.node, at.at);
}
