/** Where the text of a word comes from, looked up backwards through the assignments, functions and calls of its file. */
import { isHole } from '../../embedded/holes.ts';
import type { Command } from '../../lower/bash/commands.ts';
import { dominates, surroundings } from '../../lower/bash/control.ts';
import { lastBefore, type ShellFile, type ShellFunction } from '../../lower/bash/shellFile.ts';
import { literalOf, readWord, type Word, type WordPart } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { feedOf } from './feeds.ts';
import { guardsOf } from './guards.ts';
import { reaching } from './reaching.ts';

export type OriginKind =
  | 'constant'
  /** Numbers, and text that was quoted for the shell or tested against an allow-list. */
  | 'harmless'
  /** A positional parameter of the script. */
  | 'argument'
  /** A positional parameter of a function that nobody calls in this file. */
  | 'parameter'
  /** `read`, `mapfile` of what the script is given. */
  | 'input'
  /** The same of a file or of what another command prints. */
  | 'lines'
  /** The output of a command. */
  | 'command'
  /** File names: a glob. */
  | 'files'
  /** Never assigned in this file, or not on every way. */
  | 'environment'
  | 'unknown';

export interface Origin {
  readonly kind: OriginKind;
  readonly node: SyntaxNode;
  /** The variable or parameter, where it has a name. */
  readonly name: string;
  /** Assignments and calls passed on the way, from the use back to the origin. */
  readonly steps: readonly SyntaxNode[];
}

const MAX_GUARDS = 32;
const MAX_TOLD = 12;

const numbers = new Set(
  '# ? $ ! RANDOM LINENO SECONDS EUID UID PPID BASHPID EPOCHSECONDS OPTIND SHLVL COLUMNS LINES BASH_LINENO'.split(' '),
);

/** Lengths and quoted forms. */
const harmlessOperators = new Set(['length', '@Q', '@A', '@K']);

/** Commands whose output is a number, a hash, a generated name, or quoted. */
const harmlessCommands = new Set(
  'mktemp date wc id nproc uname getconf tty pidof pgrep hostname pwd which command type stat du df tput sha256sum md5sum cksum uuidgen expr seq arch getopt'.split(
    ' ',
  ),
);
const quotingCommand = /(?:^|_)(?:quote|shell_?quote|shquote|escape|sh_?escape|printf_q|q)(?:$|_)|quote|escape/i;

interface Task {
  readonly part: WordPart;
  readonly steps: readonly SyntaxNode[];
}

/** One question: parts still to be looked up, and what was found. */
class Search {
  readonly origins: Origin[] = [];
  private readonly tasks: Task[] = [];
  private readonly seen = new Set<string>();
  private readonly finder: OriginFinder;

  constructor(finder: OriginFinder) {
    this.finder = finder;
  }

  private found(kind: OriginKind, node: SyntaxNode, name: string, steps: readonly SyntaxNode[]): void {
    this.origins.push({ kind, node, name, steps });
  }

  push(parts: readonly WordPart[], steps: readonly SyntaxNode[]): void {
    for (const part of parts) this.tasks.push({ part, steps });
  }

  private first(key: string): boolean {
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  run(): void {
    for (let task = this.tasks.pop(); task; task = this.tasks.pop()) {
      this.finder.file.budget.spend();
      this.step(task);
    }
  }

  private step({ part, steps }: Task): void {
    switch (part.kind) {
      case 'literal':
        // A glob reaches a variable only through a list of words.
        this.found(part.quoting === 'bare' && /[*?]/.test(part.text) && steps.length > 0 ? 'files' : 'constant', part.node, '', steps);
        return;
      case 'number':
        this.found('harmless', part.node, '', steps);
        return;
      case 'command':
        this.substitution(part.node, steps);
        return;
      case 'variable':
        this.variable(part, steps);
        return;
      default:
        this.found('unknown', part.node, '', steps);
    }
  }

  private variable(part: WordPart & { kind: 'variable' }, steps: readonly SyntaxNode[]): void {
    const { name, node, operator, argument } = part;
    if ((operator === '+' || operator === ':+') && argument) {
      this.push(readWord(argument).parts, steps);
    } else if (harmlessOperators.has(operator) || numbers.has(name)) {
      this.found('harmless', node, name, steps);
    } else if (operator === '!') {
      this.found('unknown', node, name, steps);
    } else if (this.first(`${name} ${node.index}`)) {
      if (this.finder.isGuarded(name, node)) {
        this.found('harmless', node, name, steps);
        return;
      }
      if (/^[-:]?[-=]$/.test(operator) && argument) this.push(readWord(argument).parts, steps);
      if (/^(?:\d+|[@*])$/.test(name)) this.positional(name, node, steps);
      else if (name === 'OPTARG') this.found('argument', node, name, steps);
      else this.assigned(name, node, steps);
    }
  }

  private assigned(name: string, node: SyntaxNode, steps: readonly SyntaxNode[]): void {
    const { file } = this.finder;
    if (isHole(name) && file.definitionsOf(name).length === 0) {
      this.found('unknown', node, name, steps);
      return;
    }
    const { definitions, open } = reaching(file, name, node);
    for (const definition of definitions) {
      if (!this.first(`= ${definition.node.index} ${name}`)) continue;
      const further = longer(steps, definition.node);
      if (definition.kind === 'input') this.input(definition.node, name, further);
      else if (definition.kind === 'quoted' || definition.kind === 'number') this.found('harmless', definition.node, name, further);
      else if (definition.kind === 'loop' && definition.values.length === 0) this.positional('@', definition.node, further);
      else if (definition.values.length === 0) this.found('constant', definition.node, name, further);
      else for (const value of definition.values) this.push(readWord(value).parts, further);
    }
    if (open) this.found('environment', node, name, steps);
  }

  private input(reader: SyntaxNode, name: string, steps: readonly SyntaxNode[]): void {
    const feed = feedOf(reader);
    if (!feed) this.found('input', reader, name, steps);
    else if (feed.kind === 'lines') this.found('lines', feed.from, name, steps);
    else if (feed.words.length === 0) this.found('constant', reader, name, steps);
    else for (const word of feed.words) this.push(word.parts, steps);
  }

  private substitution(node: SyntaxNode, steps: readonly SyntaxNode[]): void {
    const { file } = this.finder;
    const filtered = filteredText(file, node);
    if (filtered) {
      for (const word of filtered) this.push(word.parts, steps);
      return;
    }
    const inner = node.namedChildren.filter((child) => child.type !== 'comment');
    const command = inner.length === 1 && inner[0]!.type === 'command' ? file.commandAt(inner[0]!) : null;
    const name = command?.name ?? '';
    const quotes = name === 'printf' && /%q/.test(node.text) && !/%s|%b/.test(node.text);
    const harmless = quotes || harmlessCommands.has(name) || quotingCommand.test(name);
    this.found(harmless ? 'harmless' : 'command', node, name, steps);
  }

  private positional(name: string, node: SyntaxNode, steps: readonly SyntaxNode[]): void {
    const { file } = this.finder;
    const inside = file.functionOf(node);
    if (name === '0') {
      this.found('harmless', node, name, steps);
      return;
    }
    const set = setBefore(file, inside, node);
    if (set) {
      const words = set.arguments.slice(set.arguments.findIndex((word) => literalOf(word) === '--') + 1);
      this.given(name, words, shiftsBetween(file, set.node, node), longer(steps, set.node));
      return;
    }
    const calls = inside ? file.callsOf(inside.name) : [];
    if (!inside || calls.length === 0) {
      const given = file.start.parameters === 'host' ? 'unknown' : 'argument';
      this.found(inside ? 'parameter' : given, node, name, steps);
      return;
    }
    const shifts = shiftsBetween(file, inside.node, node);
    for (const call of calls) this.given(name, call.arguments, shifts, longer(steps, call.node));
  }

  /** The words that a parameter can stand for; `shifts` is how many were shifted out, null where that cannot be told. */
  private given(name: string, words: readonly Word[], shifts: number | null, steps: readonly SyntaxNode[]): void {
    const number = Number(name) + (shifts ?? 0);
    const spread = words.findIndex(isSpread);
    const all = name === '@' || name === '*';
    const told = shifts !== null && !(spread >= 0 && spread < (all ? shifts : number));
    const given = !told ? words : all ? words.slice(shifts) : words.slice(number - 1, number);
    for (const word of given) this.push(word.parts, steps);
  }
}

/** `"$@"`, and an unquoted variable that is split: words whose number is not known. */
function isSpread(word: Word): boolean {
  return word.parts.some((part) => part.kind === 'variable' && (/^[@*]$/.test(part.name) || part.quoting === 'bare'));
}

/** The `set -- …` by which the parameters at a place are certainly set, or null. */
function setBefore(file: ShellFile, inside: ShellFunction | null, node: SyntaxNode): Command | null {
  for (const call of file.callsBefore('set', node.index)) {
    if (file.functionOf(call.node) !== inside || !call.arguments.some((word) => literalOf(word) === '--')) continue;
    return dominates(call.node, node) ? call : null;
  }
  return null;
}

/** How many parameters are shifted out between two places; null where that depends on branches or rounds of a loop. */
function shiftsBetween(file: ShellFile, from: SyntaxNode, node: SyntaxNode): number | null {
  let shifts = 0;
  for (const call of file.callsBefore('shift', node.index)) {
    if (call.node.index < from.index) break;
    const count = call.arguments.length === 0 ? 1 : Number(literalOf(call.arguments[0]) ?? Number.NaN);
    if (!Number.isInteger(count) || !dominates(call.node, node) || loops(call.node)) return null;
    shifts += count;
  }
  return shifts;
}

function loops(node: SyntaxNode): boolean {
  for (const { role } of surroundings(node)) {
    if (role === 'loop') return true;
    if (role === 'function') return false;
  }
  return false;
}

/** Enough of the way to be told; copying longer ones would cost more than the search. */
function longer(steps: readonly SyntaxNode[], node: SyntaxNode): readonly SyntaxNode[] {
  return steps.length < MAX_TOLD ? [...steps, node] : steps;
}

/** `$(echo "$x" | tr … | cut …)`: the words it prints, where the filters do not quote; null for anything else. */
function filteredText(file: ShellFile, node: SyntaxNode): readonly Word[] | null {
  const inner = node.namedChildren.filter((child) => child.type !== 'comment');
  const only = inner.length === 1 ? inner[0]! : null;
  const stages = only?.type === 'pipeline' ? only.namedChildren : only ? [only] : [];
  const [first, ...filters] = stages.map((stage) => (stage.type === 'command' ? file.commandAt(stage) : null));
  if (!first || !/^(?:echo|printf|basename|dirname)$/.test(first.name) || /%q/.test(first.node.text)) return null;
  for (const filter of filters) {
    if (!filter || !/^(?:tr|cut|awk|head|tail|sort|uniq|rev|grep)$/.test(filter.name)) return null;
    // `tr -cd` keeps an allow-list: no claim is made about what is left.
    if (filter.name === 'tr' && /^-\w*[cC]/.test(literalOf(filter.arguments[0]) ?? '')) return null;
  }
  return first.arguments;
}

/** Answers where text comes from, for one file. */
export class OriginFinder {
  readonly file: ShellFile;
  private readonly guards: ReturnType<typeof guardsOf>;

  constructor(file: ShellFile) {
    this.file = file;
    this.guards = guardsOf(file);
  }

  /** Whether only harmless values of the variable get to this use. */
  isGuarded(name: string, use: SyntaxNode): boolean {
    const guards = this.guards.get(name);
    if (!guards) return false;
    const last = lastBefore(guards, use.index);
    for (let at = last; at >= 0 && at > last - MAX_GUARDS; at--) if (guards[at]!.holdsAt(use)) return true;
    return false;
  }

  /** The origins of a word, or of some parts of it. */
  of(parts: readonly WordPart[]): readonly Origin[] {
    const search = new Search(this);
    search.push(parts, []);
    search.run();
    return search.origins;
  }
}
