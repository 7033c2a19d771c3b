/** Whose directory a file of a shell script lies in, and what kind of script it is. */
import type { ShellProgram } from '../../../src/engine/bash.ts';
import type { IrFunction, OrderAnalysis, Root, Value } from '../../../src/engine/check.ts';
import { type FileEvent, type Place, placeOfText, placeOfVariable } from '../fileEvents.ts';
import { type ShellEvent, type ShellFacts, shellProgram } from './files.ts';

export type ShellAnalysis = OrderAnalysis<FileEvent, ShellFacts>;

interface Position {
  readonly block: number;
  readonly index: number;
}

const MAX_DEPTH = 6;

/** Where a value leads, through assignments, expansions and the words of loops. */
function placesOfValue(analysis: ShellAnalysis, fn: IrFunction, value: Value, at: Position, depth: number): Place[] {
  if (depth > MAX_DEPTH) return ['unknown'];
  return analysis.keys.rootsOf(fn, value, at).flatMap((root) => placesOfRoot(analysis, root, depth));
}

function placesOfRoot(analysis: ShellAnalysis, { fn, value, at, rest }: Root, depth: number): Place[] {
  switch (value.kind) {
    case 'literal':
      return [placeOfPath(value.text + rest)];
    case 'environment':
      return [placeOfVariable(value.name)];
    case 'variable':
      return [
        value.variable.parameter < 0 && shellProgram(analysis).definitionsOf(value.variable).length === 0
          ? placeOfVariable(value.variable.name)
          : 'unknown',
      ];
    case 'operation': {
      // `${x:-y}`, `${x%/*}`: by the variable, else by what stands in for it.
      if (!value.operator.startsWith('${')) return ['unknown'];
      for (const operand of value.operator.includes('-') ? value.operands : value.operands.slice(0, 1)) {
        const place = agreed(new Set(placesOfValue(analysis, fn, operand, at, depth + 1)));
        if (place !== 'unknown') return [place];
      }
      return ['unknown'];
    }
    case 'element':
      return value.of.kind === 'list' && value.of.items.length > 0
        ? value.of.items.slice(0, 8).flatMap((item) => placesOfValue(analysis, fn, item, at, depth + 1))
        : ['unknown'];
    case 'result':
      return [value.call.word === 'mktemp' && !isDryRun(analysis, value.call.at) ? 'private' : 'unknown'];
    default:
      return ['unknown'];
  }
}

function isDryRun(analysis: ShellAnalysis, at: number): boolean {
  const { tree } = shellProgram(analysis);
  return /\s(?:-[a-z]*u[a-z]*|--dry-run)\b/.test(tree.text.slice(tree.start[at]!, tree.end[at]!));
}

function agreed(places: ReadonlySet<Place>): Place {
  const [only] = places;
  if (places.size === 1 && only) return only;
  return places.has('shared') ? 'shared' : 'unknown';
}

/** Directories that are there for others to put things into. */
const drop =
  /\/(?:uploads?|incoming|outgoing|inbox|dropbox|drop|ftp|public|(?:group|team|work|lab|public|common|file)[-_]?shares?|samba)(?:\/|$)|^\/(?:mnt|media|net|nfs|Volumes)\/(?:[\w.-]+\/)?[\w.-]*shared?(?:\/|$)/i;

/** A directory that others put things into is shared, wherever it lies. */
function placeOfPath(path: string): Place {
  const place = placeOfText(path);
  return (place === 'system' || place === 'unknown') && drop.test(path) ? 'shared' : place;
}

/** The place of a path that stands for a thing. */
export function placeOfKey(analysis: ShellAnalysis, key: string): Place {
  const place = placeByStart(analysis, key);
  return (place === 'system' || place === 'unknown') && drop.test(key) ? 'shared' : place;
}

/** By how a key begins: a text, a variable of the environment, or what its first variable was assigned. */
function placeByStart(analysis: ShellAnalysis, key: string): Place {
  // `$DPKG_ROOT/etc/x`: the system of another root is a system too.
  const rooted = /^⟨[^⟨⟩]*⟩(\/(?:etc|usr|var\/lib|boot|lib|sbin|bin)\/.*)$/.exec(key);
  if (rooted) return placeOfText(rooted[1]!);
  if (!key.startsWith('⟨')) return placeOfText(key);
  const environment = /^⟨(?:\$\{:?-\} ⟨)?env (\w+)⟩/.exec(key);
  if (environment) {
    const place = placeOfVariable(environment[1]!);
    return place === 'unknown' ? placeOfText(/^⟨\$\{:?-\} ⟨env \w+⟩ ([^⟨⟩]*)⟩/.exec(key)?.[1] ?? '') : place;
  }
  const unset = /^⟨(\w+) #\d+⟩/.exec(key);
  if (unset) return placeOfVariable(unset[1]!);
  const assigned = /^⟨\w+ @?([\d|]+)⟩/.exec(key);
  if (!assigned) return 'unknown';
  const places = new Set<Place>();
  for (const at of assigned[1]!.split('|')) {
    const definition = shellProgram(analysis).assignAt(Number(at));
    const value =
      definition &&
      (definition.assign.given ?? (definition.assign.value >= 0 ? shellProgram(analysis).valueOf(definition.assign.value) : null));
    if (!definition || !value) {
      places.add('unknown');
      continue;
    }
    for (const place of placesOfValue(analysis, definition.within, value, definition.assign, 0)) places.add(place);
  }
  return agreed(places);
}

export function placeOfEvent(analysis: ShellAnalysis, event: ShellEvent): Place {
  return placeOfKey(analysis, event.key);
}

/** True for a pair that only the next round of a loop makes: its key names another thing by then. */
export function isNextRound({
  key,
  first,
  second,
}: {
  readonly key: string;
  readonly first: ShellEvent;
  readonly second: ShellEvent;
}): boolean {
  return second.at.at < first.at.at && /⟨\w+ (?:@|[\d|]+⟩)/.test(key);
}

/** Acts on a thing in a function, in the order of the text. */
export function eventsOn(analysis: ShellAnalysis, fn: ShellEvent['within'], key: string): readonly ShellEvent[] {
  return analysis.eventsOf(fn).filter((event) => event.key === key);
}

/** Whether a script runs as root by what it says itself: it asks for it, or it is started by the system. */
export function isRootScript({ file }: ShellProgram): boolean {
  return file.once(isRootScript, '', false, () => {
    if (file.start.root) return true;
    const { text } = file.root.tree;
    if (/^### BEGIN INIT INFO|^#!\/sbin\/openrc-run|^#DEBHELPER#/m.test(text.slice(0, 4000))) return true;
    return /\[\[?\s+"?(?:\$EUID|\$\{EUID[^}]*\}|\$UID|\$\(id -u\)|`id -u`)"?\s+(?:-ne|!=|-eq|=|==|-gt)\s+"?0"?\s|\(\(\s*(?:EUID|UID)\s*(?:!=|==)\s*0/.test(
      text,
    );
  });
}
