/** Tests that a commit takes away without putting anything in their place. */
import type { Outline } from '../../model/outline.ts';
import { listUnder } from '../listUnder.ts';
import { lastPart, productionFiles, readChangedCode } from './changedCode.ts';
import { type Edit, runs } from './compareTests.ts';
import type { Seen } from './judgeRed.ts';
import { importResolver, languageFamily } from './resolveImport.ts';
import type { Spot } from './testSide.ts';
import { wordsOf } from './wording.ts';

export interface Losses {
  readonly cases: readonly Spot[];
  /** Of cases that stay, or stay in part. */
  readonly assertions: readonly Edit[];
}

/** `isOwed` tells what has to stay although the code it tests goes. */
export function lossesOf(seen: Seen, isOwed: (spot: Spot) => boolean): Losses {
  const { comparison, tests } = seen;
  // With a part unread, what looks deleted may stand there.
  if (tests.isPartial) return { cases: [], assertions: [] };
  const isAnswered = codeGoes(seen);
  const dropped = new Map<Spot, Edit[]>();
  for (const edit of comparison.edits) {
    if (edit.kind !== 'dropped') continue;
    listUnder(dropped, edit.before.spot, edit);
  }
  const refilled = new Set(comparison.fresh.map(({ path }) => path));
  const bodies = new Set(tests.after.filter(({ isEmpty }) => !isEmpty).map(({ body }) => body));
  const cases: Spot[] = [];
  const assertions: Edit[] = [];
  for (const spot of comparison.gone) {
    const lost = dropped.get(spot) ?? [];
    dropped.delete(spot);
    // One of two that do the same.
    const isDouble = spot.body !== '' && bodies.has(spot.body);
    // Outside of cases it is a script that tests, or a helper that may come and go.
    if (spot.name === '' && languageFamily(spot.path) !== 'sh' && !isOwed(spot)) continue;
    if (!runs(spot) || spot.isEmpty || isDouble || (!isOwed(spot) && isAnswered(spot))) continue;
    const asserting = spot.assertions.filter(({ strength }) => strength !== 'none').length;
    if (asserting === 0 && spot.assertions.length > 0) continue;
    if (asserting === 0 ? spot.name !== '' && !refilled.has(spot.path) : lost.length === asserting) cases.push(spot);
    else assertions.push(...lost);
  }
  const partners = new Map(comparison.pairs.map(({ before, after }) => [before, after]));
  for (const [spot, edits] of dropped) {
    const left = new Set(partners.get(spot)?.assertions.map(({ text }) => text));
    // The same line twice asks no more than once.
    if (isOwed(spot) || !isAnswered(spot)) assertions.push(...edits.filter(({ before }) => !left.has(before.assertion.text)));
  }
  return { cases, assertions };
}

/** Whether the code that a case tests goes with this commit. */
function codeGoes({ outlined, roles, tests }: Seen): (spot: Spot) => boolean {
  const files = productionFiles(outlined, roles.roleOf);
  const names = new Set(
    readChangedCode(files)
      .removed.map(({ declaration }) => lastPart(declaration.name))
      .filter((name) => name.length > 2),
  );
  const removed = files.flatMap(({ status, path, from }) => (status === 'removed' ? [path] : status === 'renamed' && from ? [from] : []));
  const gone = new Set(files.flatMap(({ status, path }) => (status === 'removed' ? [path] : [])));
  const resolve = importResolver(removed);
  const orphaned = new Set(
    tests.files
      .filter(({ path, from, base }) =>
        base?.imports.some((wanted) => {
          const found = resolve(from ?? path, wanted.from, wanted.names);
          return found !== null && gone.has(found);
        }),
      )
      .map(({ path }) => path),
  );
  // What a case calls is not told apart, but a file that no longer speaks of code that goes has lost the tests of it.
  for (const { path, base, head } of tests.files) {
    if (base === null) continue;
    const still = new Set(head === null ? [] : spokenOf(head));
    if (spokenOf(base).some((name) => names.has(name) && !still.has(name))) orphaned.add(path);
  }
  const stems = [...gone].map((path) => path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '')).filter((stem) => stem.length > 2);
  const wanted = [...names];
  return (spot) =>
    orphaned.has(spot.path) ||
    stems.some((stem) => spot.path.slice(spot.path.lastIndexOf('/') + 1).includes(stem)) ||
    wanted.some((name) => spot.name.includes(name)) ||
    spot.assertions.some((assertion) => [...wordsOf(assertion).names].some((name) => names.has(name)));
}

function spokenOf({ uses, imports }: Outline): string[] {
  return [...uses, ...imports.flatMap(({ names }) => names)];
}
