/** What a REFACTOR keeps: what tests ask, and what the program does for others. */
import type { Observation } from '../observation.ts';
import { type CodeChange, lastPart, productionFiles, readChangedCode } from './changedCode.ts';
import { runs } from './compareTests.ts';
import { assertionAt, newlyFocused, newlyParked, place, sayWeaker } from './judgeGreen.ts';
import type { Seen } from './judgeRed.ts';
import { lossesOf } from './losses.ts';
import type { Spot } from './testSide.ts';
import { others, quote } from './wording.ts';

export function judgeRefactor(seen: Seen): Observation[] {
  const { sha, comparison, tests } = seen;
  const told: Observation[] = [];
  const changes = (message: string) => told.push({ id: 'tdd/refactor-changes-tests', commit: sha, message, weight: 'strict' });

  const focused = newlyFocused(seen);
  if (focused.length > 0)
    changes(`REFACTOR has only ${place(focused[0]!)} run${others(focused.length - 1)}: let all other tests run again.`);
  const parked = newlyParked(seen);
  if (parked.length > 0) changes(`REFACTOR takes ${place(parked[0]!.after)} out of the run${others(parked.length - 1)}: let it run.`);
  const weaker = comparison.edits.filter(({ kind, before }) => (kind === 'loosened' || kind === 'guarded') && before.spot.name !== '');
  if (weaker.length > 0) changes(`${sayWeaker(weaker[0]!)}${others(weaker.length - 1)}: put it back.`);

  const losses = lossesOf(seen, () => false);
  const before = countOf(tests.before);
  const after = countOf(tests.after);
  const isFewer = before > after;
  const count = isFewer ? `, and ${before} assertions became ${after}` : '';
  // Cases that assert through others have no count to fall; their own number tells.
  const cases = losses.cases.filter((spot) => isFewer || (tests.before.length > tests.after.length && countOf([spot]) === 0));
  const say = (what: string, more: number) => changes(`REFACTOR ${what}${others(more)}${count}: what the tests ask stays as it is.`);
  if (cases.length > 0) say(`deletes ${place(cases[0]!)}`, cases.length - 1);
  else if (isFewer && losses.assertions.length > 0) say(`drops ${assertionAt(losses.assertions[0]!)}`, losses.assertions.length - 1);
  return [...told, ...newBehaviour(seen)];
}

function countOf(spots: readonly Spot[]): number {
  return spots.filter(runs).reduce((sum, { assertions }) => sum + assertions.filter(({ strength }) => strength !== 'none').length, 0);
}

/** Languages whose declarations show even without a grammar what others can use. */
const isReadWell = /\.(?:java|cs|kt|go|rs)$/;
/** Where a function has no other place than a class. */
const isOfClasses = /\.(?:java|cs)$/;
/** What serializers, collections and printers look for by its name. */
const isAccessor =
  /^(?:[Gg]et|[Ss]et|[Ii]s|[Hh]as|[Ww]ith|[Tt]o)[A-Z]|^(?:equals|Equals|hashCode|GetHashCode|String|Error|Unwrap|Len|Less|Swap|main|Main|fmt|from|default|drop)$/;

function newBehaviour({ sha, outlined, roles, tests }: Seen): Observation[] {
  const files = productionFiles(outlined, roles.roleOf);
  if (outlined.problem !== null || files.some(({ base, head }) => (base?.problem ?? head?.problem ?? null) !== null)) return [];
  const { written, reshaped, removed } = readChangedCode(files);
  const used = new Set(files.flatMap(({ head }) => [...(head?.uses ?? []), ...(head?.imports.flatMap(({ names }) => names) ?? [])]));
  // As many as have gone from a file may be the same ones by another name.
  const renamed = new Map<string, number>();
  for (const { file } of removed) renamed.set(file.path, (renamed.get(file.path) ?? 0) + 1);
  const before = new Set(files.flatMap(({ base }) => base?.declarations.map(({ name }) => lastPart(name)) ?? []));
  const isNew = ({ file, before: was, after }: CodeChange) => {
    if (was !== null || !after.isPublic || roles.mayBeTest(file.path)) return false;
    if (file.head!.read !== 'tree' && (!isReadWell.test(file.path) || isAccessor.test(lastPart(after.name)))) return false;
    const parts = after.name.split('.');
    // A new class that is made somewhere may have any members; that an old one is made says nothing of a new member.
    const isUsed = parts.some((part, at) => used.has(part) && (at === parts.length - 1 || !before.has(part)));
    if (isUsed || before.has(lastPart(after.name))) return false;
    const left = renamed.get(file.path) ?? 0;
    renamed.set(file.path, left - 1);
    return left <= 0;
  };
  const added = written.filter(isNew);
  const say = (of: readonly CodeChange[], end: string, weight: 'strict' | 'note'): Observation[] => {
    const [{ file, after }] = of as [CodeChange];
    const what = `REFACTOR adds ${quote(after.name)} to ${quote(file.path)}, which nothing in this commit uses${others(of.length - 1)}`;
    return [{ id: 'tdd/phase-content', commit: sha, message: `${what}: ${end}`, weight }];
  };
  const regrown = new Set(reshaped.map(({ after }) => after.name));
  const exported = added.filter(
    ({ file, after }) => !after.name.includes('.') || (isOfClasses.test(file.path) && !regrown.has(after.name.replace(/\.[^.]*$/, ''))),
  );
  if (exported.length > 0) return say(exported, 'new behaviour begins with a RED.', 'strict');
  // A method may be there for an interface or a framework.
  if (added.length > 0) return say(added, 'does it do anything new?', 'note');
  const isAsked = ({ file, after }: CodeChange) => {
    const name = lastPart(after.name);
    return (
      after.isPublic &&
      !after.isStub &&
      file.head!.read === 'tree' &&
      !files.some((other) => other !== file && other.head?.uses.includes(name))
    );
  };
  const asked = tests.files.length > 0 ? [] : reshaped.filter(isAsked);
  if (asked.length === 0) return [];
  const message = `${quote(asked[0]!.after.name)} in ${quote(asked[0]!.file.path)} takes other parameters${others(asked.length - 1)}, and no test changed: does it do anything new?`;
  return [{ id: 'tdd/phase-content', commit: sha, message, weight: 'note' }];
}
