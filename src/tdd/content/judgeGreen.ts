/** What a GREEN keeps: it makes the tests of its RED pass and does not talk them out of what they ask. */
import { strengths } from '../../model/outline.ts';
import type { Observation } from '../observation.ts';
import { lastPart, productionFiles } from './changedCode.ts';
import { type Claims, claimsAssertion, claimsCase } from './claims.ts';
import { type Edit, isWeaker } from './compareTests.ts';
import { doubledUnits } from './doubledUnits.ts';
import type { Seen } from './judgeRed.ts';
import { lossesOf } from './losses.ts';
import { isParked } from './parked.ts';
import type { Spot } from './testSide.ts';
import { others, quote, quoteBoth, wordsOf } from './wording.ts';

export function judgeGreen(seen: Seen, claims: Claims): Observation[] {
  const { sha, comparison } = seen;
  const told: Observation[] = [];
  const weakened = (message: string) => told.push({ id: 'tdd/test-weakened', commit: sha, message, weight: 'strict' });
  const note = (id: string, message: string) => told.push({ id, commit: sha, message, weight: 'note' });
  const isClaimed = ({ before }: Edit) => claimsAssertion(claims, before);

  const focused = newlyFocused(seen);
  if (focused.length > 0) weakened(`GREEN has only ${place(focused[0]!)} run${others(focused.length - 1)}: let all other tests run again.`);

  const parked = newlyParked(seen);
  if (parked.length > 0) {
    const [{ before, after }] = parked as [(typeof parked)[0]];
    const whose = claimsCase(claims, before) ? ', which its RED asks for' : '';
    const how = after.state === 'skipped' ? 'skips' : 'expects failure of';
    weakened(`GREEN ${how} ${place(after)}${whose}${others(parked.length - 1)}: let it run, and make it pass.`);
  }

  const [doubled] = doubledUnits(seen, claims);
  if (doubled !== undefined) {
    const { path, target, unit } = doubled;
    weakened(
      `In ${quote(path)}, a double of ${quote(target)} newly stands in the place of ${quote(unit)}, which is what it tests: run the code itself.`,
    );
  }

  // Helpers that assert may change as long as what the RED asks stays.
  const weaker = comparison.edits.filter(
    (edit) => (edit.kind === 'loosened' || edit.kind === 'guarded') && (isClaimed(edit) || edit.before.spot.name !== ''),
  );
  if (weaker.length > 0) weakened(`${sayWeaker(weaker.find(isClaimed) ?? weaker[0]!)}${others(weaker.length - 1)}: put it back.`);

  const losses = lossesOf(seen, (spot) => claimsCase(claims, spot));
  const gone = new Set(comparison.gone);
  const lost = new Set([...losses.cases, ...losses.assertions.map(({ before }) => before.spot)]);
  const anew = writtenAnew(
    [...lost].filter((spot) => gone.has(spot) && claimsCase(claims, spot)),
    comparison.fresh,
  );
  const owed = losses.cases.filter((spot) => claimsCase(claims, spot) && !anew.has(spot));
  if (owed.length > 0)
    weakened(`GREEN deletes ${place(owed[0]!)}, which its RED asks for${others(owed.length - 1)}: put it back, and make it pass.`);
  const standing = losses.cases.filter((spot) => !claimsCase(claims, spot));
  const answers = answeredNames(seen, claims);
  const deleted = standing.filter((spot) => !namesOf(spot).some((name) => answers.has(name)));
  if (deleted.length > 0)
    weakened(`GREEN deletes ${place(deleted[0]!)}${others(deleted.length - 1)}, and the code it tests still stands: put it back.`);
  const replaced = standing.filter((spot) => namesOf(spot).some((name) => answers.has(name)));
  if (replaced.length > 0)
    note('tdd/test-weakened', `GREEN deletes ${place(replaced[0]!)}${others(replaced.length - 1)}: does what its RED asks replace it?`);

  const dropped = losses.assertions.filter((edit) => isClaimed(edit) && !anew.has(edit.before.spot));
  if (dropped.length > 0)
    weakened(`GREEN drops ${assertionAt(dropped[0]!)}, which its RED asks for${others(dropped.length - 1)}: put it back.`);
  const forgotten = losses.assertions.filter((edit) => !isClaimed(edit) && edit.before.spot.name !== '' && !anew.has(edit.before.spot));
  if (forgotten.length > 0)
    note('tdd/test-weakened', `GREEN drops ${assertionAt(forgotten[0]!)}${others(forgotten.length - 1)}: is it no longer true?`);

  const [rewritten] = anew;
  if (rewritten !== undefined) {
    const [was, is] = rewritten;
    const end = `${place(is)} stands in its place${others(anew.size - 1)}.`;
    note('tdd/phase-content', `GREEN writes ${place(was)} anew, which its RED asks for: ${end}`);
  }

  const corrected = comparison.edits.filter(
    (edit) =>
      (edit.kind === 'revalued' || edit.kind === 'replaced') && isClaimed(edit) && !isWeaker(edit.before.assertion, edit.after!.assertion),
  );
  if (corrected.length > 0) {
    const [edit] = corrected as [Edit];
    const [before, after] = quoteBoth(edit.before.assertion.text, edit.after!.assertion.text);
    const where = place(edit.before.spot);
    note('tdd/phase-content', `GREEN corrects the test of its RED: ${before} of ${where} became ${after}${others(corrected.length - 1)}.`);
  }

  const [moved, ...more] = changedInputs(seen, claims);
  if (moved !== undefined) {
    const what = `GREEN changes what stands around the assertions of ${place(moved)}${others(more.length)}, which its RED asks for`;
    note('tdd/phase-content', `${what}: are its values still the same?`);
  }
  return told;
}

/** Cases of the RED that assert word for word what they did, of something else. */
function changedInputs({ comparison }: Seen, claims: Claims): Spot[] {
  const texts = ({ assertions }: Spot) => assertions.map(({ text }) => text).join('\0');
  const told = new Set(comparison.edits.map(({ before }) => before.spot));
  return comparison.pairs
    .filter(({ before }) => !told.has(before))
    .filter(({ before, after }) => before.body !== after.body && before.state === after.state && claimsCase(claims, before))
    .filter(({ before, after }) => before.assertions.length > 0 && texts(before) === texts(after))
    .map(({ after }) => after);
}

export function newlyFocused({ comparison }: Seen): Spot[] {
  const focused = ({ state }: Spot) => state === 'focused';
  const pairs = comparison.pairs.filter(({ before, after }) => focused(after) && !focused(before));
  return [...pairs.map(({ after }) => after), ...comparison.fresh.filter(focused)];
}

export function newlyParked({ comparison }: Seen): { before: Spot; after: Spot }[] {
  return comparison.pairs.filter(({ before, after }) => isParked(after) && !isParked(before));
}

export function sayWeaker({ before, after }: Edit): string {
  const is = after!.assertion;
  const [shown, now] = quoteBoth(before.assertion.text, is.text);
  const became = is.text === before.assertion.text ? '' : ` became ${now}, which`;
  const was = `${shown} of ${place(before.spot)}${became}`;
  if (is.strength === 'none') return `${was} holds whatever the program does`;
  return is.isGuarded && !before.assertion.isGuarded ? `${was} is no longer reached or heard in every run` : `${was} demands less`;
}

/** A case, or a file, where it stands. */
export function place({ name, path }: Spot): string {
  return name === '' ? quote(path) : `the test ${quote(name)} in ${quote(path)}`;
}

export function assertionAt({ before }: Edit): string {
  return `${quote(before.assertion.text)} of ${place(before.spot)}`;
}

/** Of cases that are gone, those for which another one of their file came that asks as much of any of the same names. */
export function writtenAnew(gone: readonly Spot[], fresh: readonly Spot[]): ReadonlyMap<Spot, Spot> {
  const free = new Map<string, Spot[]>();
  for (const spot of fresh) {
    const list = free.get(spot.path);
    if (list === undefined) free.set(spot.path, [spot]);
    else if (list.length < mostCandidates) list.push(spot);
  }
  const anew = new Map<Spot, Spot>();
  for (const spot of gone) {
    const names = new Set(namesOf(spot));
    const candidates = free.get(spot.path) ?? [];
    const is = candidates.find((one) => asksAsMuch(one, spot) && namesOf(one).some((name) => names.has(name)));
    if (is === undefined) continue;
    anew.set(spot, is);
    candidates.splice(candidates.indexOf(is), 1);
  }
  return anew;
}

/** New cases of a file that are looked at for each that is gone. */
const mostCandidates = 20;

function asksAsMuch(now: Spot, was: Spot): boolean {
  const sum = ({ assertions }: Spot) =>
    assertions.filter(({ isGuarded }) => !isGuarded).reduce((total, { strength }) => total + strengths.indexOf(strength), 0);
  return now.name !== '' && !isParked(now) && sum(now) >= sum(was);
}

function namesOf({ assertions }: Spot): string[] {
  return assertions.flatMap((assertion) => [...wordsOf(assertion).names]);
}

/** Names of the code at hand that the tests of the RED, or new ones of this commit, speak of: they may say anew what an old test said. */
function answeredNames({ outlined, roles, comparison }: Seen, claims: Claims): ReadonlySet<string> {
  const declared = productionFiles(outlined, roles.roleOf).flatMap(({ base, head }) => [
    ...(base?.declarations ?? []),
    ...(head?.declarations ?? []),
  ]);
  const known = new Set(declared.map(({ name }) => lastPart(name)));
  return new Set(
    [...claims.names, ...comparison.gained.flatMap(({ assertion }) => [...wordsOf(assertion).names])].filter((name) => known.has(name)),
  );
}
