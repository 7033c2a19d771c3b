/** What a commit does to test cases and assertions: which ones come, go, and demand less than before. */
import { type Assertion, strengths } from '../../model/outline.ts';
import { listUnder } from '../listUnder.ts';
import { lastPart } from './changedCode.ts';
import { type Pair, type Pairing, pairCases } from './pairCases.ts';
import type { CommitTests, Spot } from './testSide.ts';
import { soundsLikeAssertion, wordsOf } from './wording.ts';

export interface Placed {
  readonly spot: Spot;
  readonly assertion: Assertion;
}

export interface Edit {
  /**
   * `revalued`: as strong, and expects something else of the same; `replaced`: as strong, of something else in the same case;
   * `absorbed`: by a table, a helper, or a comparison of the whole.
   */
  readonly kind: 'dropped' | 'loosened' | 'guarded' | 'revalued' | 'replaced' | 'absorbed';
  readonly before: Placed;
  readonly after: Placed | null;
}

export interface Comparison extends Pairing {
  readonly edits: readonly Edit[];
  /** What is asserted that was not. */
  readonly gained: readonly Placed[];
}

export function runs({ state }: Spot): boolean {
  return state !== 'skipped';
}

/** How many candidates are looked at for each assertion that is gone. */
const mostCandidates = 50;

export function compareTests(tests: CommitTests): Comparison {
  const pairing = pairCases(tests.before, tests.after);
  const edits: Edit[] = [];
  const open = pairing.pairs.map((pair) => pairTexts(pair, edits));
  const uncalled = filesOfUncalled(tests);
  const isHeard = ({ spot }: Placed) => spot.name !== '' || !uncalled.has(spot.path);
  const moved = withoutMoved(
    [...open.flatMap(({ lost }) => lost), ...pairing.gone.flatMap(placed)],
    [...open.flatMap(({ gained }) => gained), ...pairing.fresh.flatMap(placed)].filter(isHeard),
  );
  const related = pairRelated(pairing.pairs, { ...moved, lost: withoutTabled(moved.lost, pairing) }, edits);
  const callsHelper = filesWithNewHelper(tests);
  for (const before of related.lost) {
    if (!runs(before.spot) || before.assertion.strength === 'none') continue;
    const isHelped = callsHelper.has(before.spot.path);
    const after = isHelped ? null : related.gained.slice(0, mostCandidates).find((candidate) => absorbs(candidate, before));
    edits.push({ kind: after === undefined ? 'dropped' : 'absorbed', before, after: after ?? null });
  }
  return { ...pairing, edits, gained: related.gained };
}

function placed(spot: Spot): Placed[] {
  return spot.assertions.map((assertion) => ({ spot, assertion }));
}

interface Difference {
  readonly lost: Placed[];
  readonly gained: Placed[];
}

/** The assertions of a case that stand on both sides as they were, and those that do not. */
function pairTexts({ before, after }: Pair, edits: Edit[]): Difference {
  const keep = (was: Assertion, is: Assertion) => {
    const both = { before: { spot: before, assertion: was }, after: { spot: after, assertion: is } };
    if (isWeaker(is, was)) edits.push({ kind: 'loosened', ...both });
    else if (is.isGuarded && !was.isGuarded) edits.push({ kind: 'guarded', ...both });
  };
  // Most cases of a changed file are as they were.
  const isSame = ({ text, isGuarded }: Assertion, at: number) =>
    text === after.assertions[at]!.text && isGuarded === after.assertions[at]!.isGuarded;
  if (before.assertions.length === after.assertions.length && before.assertions.every(isSame)) {
    before.assertions.forEach((was, at) => {
      keep(was, after.assertions[at]!);
    });
    return { lost: [], gained: [] };
  }
  const byText = new Map<string, Assertion[]>();
  // Those that are always reached are taken first: a copy behind a condition beside them takes nothing away.
  for (const assertion of [...after.assertions].sort((a, b) => Number(b.isGuarded) - Number(a.isGuarded))) {
    listUnder(byText, assertion.text, assertion);
  }
  const taken = new Set<Assertion>();
  const lost: Placed[] = [];
  for (const assertion of before.assertions) {
    const same = byText.get(assertion.text)?.pop();
    if (same === undefined) {
      lost.push({ spot: before, assertion });
      continue;
    }
    taken.add(same);
    keep(assertion, same);
  }
  return { lost, gained: placed(after).filter(({ assertion }) => !taken.has(assertion)) };
}

/** What is lost here and gained there with the same text has moved, if it still runs there. */
function withoutMoved(lost: readonly Placed[], gained: readonly Placed[]): Difference {
  const free = new Map<string, Placed[]>();
  const guarded = new Map<string, Placed[]>();
  for (const item of gained) if (runs(item.spot)) listUnder(item.assertion.isGuarded ? guarded : free, item.assertion.text, item);
  const taken = new Set<Placed>();
  const left = lost.filter(({ assertion }) => {
    const same = (assertion.isGuarded ? guarded.get(assertion.text)?.pop() : undefined) ?? free.get(assertion.text)?.pop();
    if (same !== undefined) taken.add(same);
    return same === undefined;
  });
  return { lost: left, gained: gained.filter((item) => !taken.has(item)) };
}

/** Pairs what is left in each case: by the same subject first, then by any of the same names. */
function pairRelated(pairs: readonly Pair[], { lost, gained }: Difference, edits: Edit[]): Difference {
  const partner = new Map(pairs.map(({ before, after }) => [before, after]));
  const open = new Map<Spot, Placed[]>();
  for (const item of gained) {
    listUnder(open, item.spot, item);
  }
  const left: Placed[] = [];
  const weak = new Set<Placed>();
  for (const was of lost) {
    const candidates = open.get(partner.get(was.spot) ?? was.spot) ?? [];
    const near = candidates.slice(0, mostCandidates);
    const { subject } = was.assertion;
    const sameSubject = subject === '' ? [] : near.filter(({ assertion }) => assertion.subject === subject);
    const { names } = wordsOf(was.assertion);
    const related = sameSubject.length > 0 ? sameSubject : near.filter(({ assertion }) => meets(wordsOf(assertion).names, names));
    const is = related.find(({ assertion }) => !isWeaker(assertion, was.assertion)) ?? related[0];
    if (is === undefined) {
      left.push(was);
      continue;
    }
    candidates.splice(candidates.indexOf(is), 1);
    const isLoose = isWeaker(is.assertion, was.assertion);
    const isGuarded = is.assertion.isGuarded && !was.assertion.isGuarded;
    const kind = isLoose ? 'loosened' : isGuarded ? 'guarded' : sameSubject.length > 0 ? 'revalued' : 'replaced';
    if (isLoose || isGuarded) weak.add(is);
    edits.push({ kind, before: was, after: is });
  }
  return { lost: left, gained: gained.filter((item) => !weak.has(item)) };
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}

export function isWeaker(a: Assertion, b: Assertion): boolean {
  return strengths.indexOf(a.strength) < strengths.indexOf(b.strength);
}

/**
 * Whether one assertion stands for another that is no longer written: values became variables (a table, a loop, a helper), or the
 * whole is compared where a part was.
 */
function absorbs({ spot, assertion: now }: Placed, { assertion: was }: Placed): boolean {
  if (!runs(spot) || isWeaker(now, was) || now.strength === 'none' || (now.isGuarded && !was.isGuarded)) return false;
  if (now.subject !== '' && (was.subject.startsWith(`${now.subject}.`) || was.subject.startsWith(`${now.subject}[`))) return true;
  const before = wordsOf(was);
  const after = wordsOf(now);
  const isAlike = meets(after.names, before.names);
  if (spot.name === '') return isAlike || before.names.size === 0 || now.strength === was.strength;
  return isAlike && after.literals < before.literals && [...after.names].some((name) => !before.names.has(name));
}

/** Paths of test files with fewer cases and new functions that no test file of the commit calls: a case that lost the mark of one. */
function filesOfUncalled({ files }: CommitTests): ReadonlySet<string> {
  const called = new Set(files.flatMap(({ head }) => [...(head?.uses ?? []), ...(head?.imports.flatMap(({ names }) => names) ?? [])]));
  const uncalled = files.filter(({ base, head }) => {
    if (base === null || head === null || head.cases.length >= base.cases.length) return false;
    const known = new Set(base.declarations.map(({ name }) => name));
    const added = head.declarations.filter(({ name }) => !known.has(name));
    return added.length > 0 && !added.some(({ name }) => called.has(lastPart(name)));
  });
  return new Set(uncalled.map(({ path }) => path));
}

/** Paths of test files that newly call something that asserts for them; one that this commit declares has to do something. */
function filesWithNewHelper({ files }: CommitTests): ReadonlySet<string> {
  const known = new Set(files.flatMap(({ base }) => base?.uses ?? []));
  const declared = files.flatMap(({ head }) => head?.declarations ?? []);
  const idle = new Set(declared.filter(({ isStub }) => isStub).map(({ name }) => lastPart(name)));
  for (const { name, isStub } of declared) if (!isStub) idle.delete(lastPart(name));
  const calling = files.filter(({ head }) => head?.uses.some((name) => soundsLikeAssertion(name) && !known.has(name) && !idle.has(name)));
  return new Set(calling.map(({ path }) => path));
}

/** Cases that are gone, and all that they assert stands word for word in one that is written anew: several became one table. */
function withoutTabled(lost: Placed[], { gone, pairs, fresh }: Pairing): Placed[] {
  if (gone.length === 0) return lost;
  const rewritten = [...fresh, ...pairs.filter(({ before, after }) => before.body !== after.body).map(({ after }) => after)];
  const holders = new Map<string, Set<string>[]>();
  for (const spot of rewritten) {
    if (spot.name === '' || !runs(spot)) continue;
    const texts = new Set(spot.assertions.filter(({ isGuarded }) => !isGuarded).map(({ text }) => text));
    for (const text of texts) listUnder(holders, text, texts);
  }
  const isTabled = ({ name, assertions }: Spot) => {
    const candidates = name === '' ? [] : (holders.get(assertions[0]?.text ?? '') ?? []);
    return candidates.slice(0, mostCandidates).some((texts) => assertions.every(({ text }) => texts.has(text)));
  };
  const tabled = new Set(gone.filter(isTabled));
  return lost.filter(({ spot }) => !tabled.has(spot));
}
