/** How to mend a violation: lines to type, exact for this range. */
import type { Commit } from '../model/change.ts';
import type { Phase } from '../model/review.ts';
import type { Step } from './label.ts';
import { readSubject, readTrailers } from './message.ts';
import type { Cycle } from './order.ts';
import { quote, quotePath } from './quote.ts';

export interface Mendable {
  /** Parents before children; the last one is the head. */
  readonly commits: readonly Commit[];
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly isProduction: (path: string) => boolean;
  readonly isTest: (path: string) => boolean;
}

/** Shell commands, lines of a `git rebase -i` list, and comments that begin with `#`. */
export type Repair = (violation: { readonly id: string; readonly commit: string }) => string[];

/** What every remedy is made from. */
interface Place extends Mendable {
  readonly at: number;
  readonly commit: Commit;
  readonly isHead: boolean;
  /** The last merge at or after the commit would be flattened by a plain rebase. */
  readonly hasMerges: boolean;
  readonly cycle: Cycle | undefined;
  readonly indexOf: (sha: string) => number | undefined;
}

export function repairs(range: Mendable): Repair {
  const { commits, cycles } = range;
  const index = new Map(commits.map(({ sha }, at) => [sha, at]));
  const lastMerge = commits.findLastIndex(({ parents }) => parents.length > 1);
  const cycleOf = new Map<string, Cycle>();
  for (const cycle of cycles) for (const sha of [...cycle.red, ...cycle.green, ...cycle.refactor]) cycleOf.set(sha, cycle);
  return ({ id, commit: sha }) => {
    const at = index.get(sha);
    const remedy = Object.hasOwn(remedies, id) ? remedies[id] : undefined;
    if (at === undefined || remedy === undefined) return [];
    return remedy({
      ...range,
      at,
      commit: commits[at]!,
      isHead: at === commits.length - 1,
      hasMerges: lastMerge >= at,
      cycle: cycleOf.get(sha),
      indexOf: (other) => index.get(other),
    });
  };
}

const remedies: Readonly<Record<string, (place: Place) => string[]>> = {
  'tdd/unlabelled-code': giveLabel,
  'tdd/missing-red': giveRed,
  'tdd/green-before-red': bringRedFirst,
  'tdd/missing-green': giveGreen,
  'tdd/combined': splitPhases,
  'tdd/label-conflict': (place) => reword(place, '# then keep the label of the subject or the TDD-Phase line, not both'),
  'tdd/phase-content': (place) => (place.phases[place.at] === 'red' ? takeCodeOut(place) : []),
  'tdd/test-weakened': restoreTests,
  'tdd/refactor-changes-tests': restoreTests,
  'tdd/no-new-test': (place) => amend(place, '# add a test that fails without the code of GREEN, stage it, and'),
  'tdd/red-not-failing': (place) => amend(place, '# make its test fail without the code of GREEN, stage it, and'),
  'tdd/green-not-passing': (place) => amend(place, '# make the tests pass, stage it, and'),
  'tdd/evidence-missing': () => ['portcullis tdd --workflow > .github/workflows/tdd.yml'],
};

/** Where the subject cannot be quoted. */
const anyRed = "'test: fail first (RED)'";
const anyGreen = "'feat: make the test pass (GREEN)'";

function giveLabel(place: Place): string[] {
  const { commit, at, phases } = place;
  const { line } = readSubject(commit.message);
  if (/^(?:fixup|squash|amend)! /.test(line)) return [startOf(place, '--autosquash ')];
  const before = phases.slice(0, at).findLast((phase) => phase === 'red' || phase === 'green' || phase === 'refactor');
  const isTidying = /^refactor\b/.test(line);
  if (isTidying && (before === 'green' || before === 'refactor')) return relabel(place, 'refactor');
  if (before === 'red' || before === 'green') return relabel(place, 'green');
  if (holdsTests(place)) return splitPhases(place);
  if (commit.parents.length === 0) return reword(place, '# where its test is written first, end its subject with (GREEN)');
  return addRed(place, 'reword', newSubject(line, 'green', ''));
}

function giveRed(place: Place): string[] {
  const { commit, cycles, phases, at, commits, indexOf } = place;
  if (phases[at] === 'refactor') {
    const later = cycles.flatMap(({ green }) => green.map((sha) => indexOf(sha) ?? -1)).filter((index) => index > at);
    // The first cycle that it can follow.
    return later.length > 0 ? bringBefore(place, commits[Math.min(...later)]!, commit) : [];
  }
  if (commit.parents.length === 0) return [];
  return holdsTests(place) ? splitPhases(place) : addRed(place, 'pick');
}

function bringRedFirst(place: Place): string[] {
  const red = place.phases.findIndex((phase, index) => index > place.at && phase === 'red');
  return red < 0 ? [] : bringBefore(place, place.commits[red]!, place.commit);
}

function giveGreen(place: Place): string[] {
  const { cycle, indexOf, commit } = place;
  const tidying = cycle?.green.length === 0 ? cycle.refactor[0] : undefined;
  const at = tidying === undefined ? undefined : indexOf(tidying);
  if (at !== undefined) {
    const of = placeAt(place, at);
    const { line } = readSubject(of.commit.message);
    return hasTrailer(of.commit) ? reword(of, trailerLine('green')) : reword(of, newSubject(line, 'green', ', if it makes the test pass'));
  }
  const named = quote(withLabel(asType(readSubject(commit.message).line, 'feat'), 'green')) ?? anyGreen;
  return ['# write the code that makes its test pass, stage it, and', `git commit -m ${named}`];
}

/** One commit becomes a RED of its tests and a GREEN of the rest. */
function splitPhases(place: Place): string[] {
  const { commit, isTest, isProduction } = place;
  if (commit.parents.length === 0) return [];
  const { line } = readSubject(commit.message);
  const tests = commit.touches?.filter((path) => isTest(path) && !isProduction(path)) ?? [];
  const others = commit.touches?.filter((path) => !tests.includes(path)) ?? [];
  const red = quote(withLabel(asType(line, 'test'), 'red')) ?? anyRed;
  const green = quote(withLabel(line, 'green')) ?? anyGreen;
  return edit(place, [
    'git reset HEAD~',
    stage(tests, '# stage the tests alone, and'),
    `git commit -m ${red}`,
    stage(others, '# stage the rest, and'),
    `git commit -m ${green}`,
  ]);
}

/** What is no test of a RED goes into a GREEN after it. */
function takeCodeOut(place: Place): string[] {
  const { commit, isProduction } = place;
  if (commit.parents.length === 0) return [];
  const { line } = readSubject(commit.message);
  const code = commit.touches?.filter(isProduction) ?? [];
  const tests = commit.touches?.filter((path) => !isProduction(path)) ?? [];
  return edit(place, [
    'git reset HEAD~',
    stage(tests, '# stage the tests alone, and'),
    `git commit -C ${longSha(commit.sha)}`,
    stage(code, '# stage the rest, and'),
    `git commit -m ${quote(withLabel(asType(line, 'feat'), 'green')) ?? anyGreen}`,
  ]);
}

/** The tests as RED has them, or as they were before the commit, where no RED of its cycle came before. */
function restoreTests(place: Place): string[] {
  const { commit, cycle, at, indexOf, phases, isTest, isProduction } = place;
  const red = phases[at] === 'refactor' ? undefined : cycle?.red.findLast((sha) => (indexOf(sha) ?? at) < at);
  const from = red ?? commit.parents[0];
  const paths = commit.touches?.filter((path) => isTest(path) && !isProduction(path)).map(quotePath) ?? [];
  const isKnown = from !== undefined && paths.length > 0 && paths.length <= mostPaths && paths.every((path) => path !== null);
  return amend(
    place,
    isKnown ? `git checkout ${longSha(from)} -- ${paths.join(' ')}` : '# put the tests back as they were, stage them, and',
  );
}

function relabel(place: Place, step: Step): string[] {
  const { commit, isHead } = place;
  if (hasTrailer(commit)) return reword(place, trailerLine(step));
  const { line } = readSubject(commit.message);
  const subject = quote(withLabel(line, step));
  // An amend by line would lose the rest of the message.
  if (isHead && subject !== null && commit.message.trim() === line) return [`git commit --amend -m ${subject}`];
  return reword(place, newSubject(line, step, ''));
}

/** For an editor, where a quoted apostrophe would be a puzzle. */
function newSubject(line: string, step: Step, condition: string): string {
  const subject = line.includes("'") ? null : quote(withLabel(line, step));
  return subject === null
    ? `# then end its subject with (${step.toUpperCase()})${condition}`
    : `# then make its subject ${subject}${condition}`;
}

function trailerLine(step: Step): string {
  return `# then make its trailer TDD-Phase: ${step}`;
}

function hasTrailer({ message }: Commit): boolean {
  return readTrailers(message).phase.length > 0;
}

function reword(place: Place, then: string): string[] {
  if (place.isHead) return ['git commit --amend', then];
  return [startOf(place), '# in the list that opens, change pick to reword', todo('reword', place.commit), then];
}

function amend(place: Place, first: string): string[] {
  return edit(place, [first, 'git commit --amend --no-edit']);
}

function edit(place: Place, lines: readonly string[]): string[] {
  if (place.isHead) return [...lines];
  const list = [startOf(place), '# in the list that opens, change pick to edit', todo('edit', place.commit)];
  return [...list, ...lines, 'git rebase --continue'];
}

/** Stops before the commit, so that a RED can be put there. */
function addRed(place: Place, command: 'pick' | 'reword', then?: string): string[] {
  const subject = quote(withLabel(asType(readSubject(place.commit.message).line, 'test'), 'red')) ?? anyRed;
  return [
    startOf(place),
    `# in the list that opens, write break above this line${command === 'reword' ? ' and change pick to reword' : ''}`,
    'break',
    todo(command, place.commit),
    '# where it stops, write the failing test, stage it, and',
    `git commit -m ${subject}`,
    'git rebase --continue',
    ...(then === undefined ? [] : [then]),
  ];
}

function bringBefore(place: Place, first: Commit, second: Commit): string[] {
  return [startOf(place), '# in the list that opens, bring these lines into this order', todo('pick', first), todo('pick', second)];
}

function startOf({ commit, hasMerges }: Place, options = ''): string {
  const parent = commit.parents[0];
  return `git rebase -i ${hasMerges ? '--rebase-merges ' : ''}${options}${parent === undefined ? '--root' : longSha(parent)}`;
}

function placeAt(place: Place, at: number): Place {
  const { commits } = place;
  const hasMerges = commits.findLastIndex(({ parents }) => parents.length > 1) >= at;
  return { ...place, at, commit: commits[at]!, isHead: at === commits.length - 1, hasMerges };
}

/** Git shows seven digits or more in its list, and takes any that are unique. */
function todo(command: string, { sha, message }: Commit): string {
  const subject = quote(readSubject(message).line);
  return `${command} ${sha.slice(0, 7)}${subject === null ? '' : ` ${subject}`}`;
}

function longSha(sha: string): string {
  return sha.slice(0, 12);
}

function holdsTests({ commit, isTest, isProduction }: Place): boolean {
  return commit.parents.length > 0 && (commit.touches ?? []).some((path) => isTest(path) && !isProduction(path));
}

/** More than these would be a line that nobody reads. */
const mostPaths = 8;

function stage(paths: readonly string[], otherwise: string): string {
  const quoted = paths.length <= mostPaths ? paths.map(quotePath) : [];
  return quoted.length === 0 || quoted.some((path) => path === null) ? otherwise : `git add -- ${quoted.join(' ')}`;
}

/** The subject with this label at its end, in the place of those it has. */
function withLabel(line: string, step: Step): string {
  // What is longer is not quoted anyway.
  const stem = line
    .slice(0, 400)
    .replace(/\s?[([](?:[^()[\]]{0,40}[^()[\]A-Za-z])?(?:RED|GREEN|REFACTOR)(?![A-Za-z])[^()[\]]{0,60}[)\]]/g, '');
  return `${stem.trimEnd()} (${step.toUpperCase()})`;
}

/** A Conventional Commits subject with another type; one without a type stays as it is. */
function asType(line: string, type: string): string {
  return line.replace(/^[A-Za-z][A-Za-z0-9-]{0,40}(?=(?:\([^()]{0,60}\))?!?: )/, type);
}
