/** What the commits of a range contain, against what their phases allow, from the outlines of both sides of each file. */
import type { Policy } from '../../model/policy.ts';
import type { Phase } from '../../model/review.ts';
import { readSubject } from '../message.ts';
import type { Observation } from '../observation.ts';
import type { Cycle } from '../order.ts';
import type { CommitRange } from '../range.ts';
import type { Proof } from '../settle.ts';
import { productionFiles, readChangedCode } from './changedCode.ts';
import { type Claims, claim, follow, noClaims } from './claims.ts';
import { compareTests } from './compareTests.ts';
import { judgeBetween } from './judgeBetween.ts';
import { judgeGreen } from './judgeGreen.ts';
import { type Seen, sayNoNewTest, sayRedProduction } from './judgeRed.ts';
import { judgeRefactor } from './judgeRefactor.ts';
import { proveCycle } from './prove.ts';
import { type Roles, rolesOf } from './roles.ts';
import { saySourceReads } from './sourceReads.ts';
import { readTests } from './testSide.ts';
import { quote } from './wording.ts';

export interface ContentQuestion {
  readonly range: CommitRange;
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  /** Commits without a label that take nothing back. */
  readonly between?: ReadonlySet<string>;
  readonly settings: Policy['tdd'];
}

export interface ContentAnswer {
  readonly observations: readonly Observation[];
  /** E1 and E2. */
  readonly proofs: readonly Proof[];
}

type Step = 'red' | 'green' | 'refactor';

export function judgeContent({ range, phases, cycles, between, settings }: ContentQuestion): ContentAnswer {
  if (range.outlined === null) return { observations: [], proofs: [] };
  const roles = rolesOf(settings);
  const places = new Map(range.commits.map(({ sha }, index) => [sha, index]));
  const { cycleOf, combined } = membership(range, cycles);
  const claims = new Map<Cycle, Claims>(cycles.map((cycle) => [cycle, noClaims()]));
  /** Of all cycles so far. */
  const asked = noClaims();
  const seenOf = new Map<string, Seen>();
  const observations: Observation[] = [];
  const proving = new Set<string>();
  range.commits.forEach(({ sha, message }, index) => {
    const phase = phases[index]!;
    const outlined = range.outlined!.get(sha);
    // A commit that claims two phases has been told to be split; what each half does cannot be told apart.
    if (outlined === undefined || combined.has(sha) || !(isStep(phase) || between?.has(sha))) return;
    const tests = readTests(outlined, roles.roleOf);
    const seen: Seen = { sha, outlined, roles, tests, comparison: compareTests(tests) };
    if (!isStep(phase)) {
      observations.push(...judgeBetween(seen, asked));
      follow(asked, seen.comparison);
      return;
    }
    seenOf.set(sha, seen);
    const cycle = cycleOf(sha);
    const claimed = (cycle && claims.get(cycle)) ?? noClaims();
    const told: Observation[] = [];
    if (phase === 'red') {
      // What is folded into a RED need not hold a test of its own.
      const noTest = isFixup(message) ? null : sayNoNewTest(seen);
      const production = sayRedProduction(seen, () => cycle === undefined || leavesCode(cycle, range.outlined!, roles));
      for (const observation of [noTest, production]) if (observation !== null) told.push(observation);
      if (noTest === null) proving.add(sha);
      claim(claimed, seen.comparison);
      claim(asked, seen.comparison);
    } else if (phase === 'green') {
      told.push(...judgeGreen(seen, claimed));
      if (!told.some(({ weight }) => weight === 'strict')) proving.add(sha);
      follow(claimed, seen.comparison);
    } else {
      told.push(...judgeRefactor(seen));
      follow(claimed, seen.comparison);
    }
    if (phase !== 'red') follow(asked, seen.comparison);
    if (tests.isPartial) told.push(sayPartial(seen));
    const reads = phase === 'refactor' ? null : saySourceReads(seen);
    if (reads !== null) told.push(reads);
    observations.push(...told);
  });
  const comesBefore = (a: string, b: string) => (places.get(a) ?? 0) < (places.get(b) ?? 0);
  const members = (shas: readonly string[]) => shas.flatMap((sha) => (proving.has(sha) ? (seenOf.get(sha) ?? []) : []));
  return { observations, proofs: cycles.flatMap(({ red, green }) => proveCycle(members(red), members(green), comesBefore)) };
}

/** What was not read is neither held against a commit nor passed over in silence. */
function sayPartial({ sha, outlined, tests }: Seen): Observation {
  const unread = tests.files.find(({ base, head }) => (base?.problem ?? head?.problem ?? null) !== null);
  const reason = unread?.base?.problem ?? unread?.head?.problem ?? outlined.problem ?? 'its content is not at hand';
  const what = unread === undefined ? 'Some of this commit' : quote(unread.path);
  const message = `${what} could not be read (${reason}), so what this commit does to its tests is judged in part.`;
  return { id: 'tdd/phase-content', commit: sha, message, weight: 'note' };
}

/** Whether the GREENs of a cycle write code, as far as is known. */
function leavesCode({ green }: Cycle, outlined: NonNullable<CommitRange['outlined']>, roles: Roles): boolean {
  return (
    green.length === 0 ||
    green.some((sha) => {
      const commit = outlined.get(sha);
      if (commit === undefined || commit.problem !== null || commit.files.some(({ isUnread }) => isUnread)) return true;
      const { written, rewritten } = readChangedCode(productionFiles(commit, roles.roleOf));
      return written.length + rewritten.length > 0;
    })
  );
}

function isStep(phase: Phase): phase is Step {
  return phase === 'red' || phase === 'green' || phase === 'refactor';
}

function isFixup(message: string): boolean {
  return /^(?:fixup|squash|amend)! /.test(message);
}

/** The cycle of each commit; a fixup is of the cycle of the last commit before it that has its subject. */
function membership({ commits }: CommitRange, cycles: readonly Cycle[]) {
  const own = new Map<string, Cycle>();
  const combined = new Set<string>();
  for (const cycle of cycles) {
    for (const sha of new Set([...cycle.red, ...cycle.green])) own.set(sha, cycle);
    for (const sha of cycle.refactor) if (!own.has(sha)) own.set(sha, cycle);
    for (const sha of cycle.green) if (cycle.red.includes(sha) || cycle.refactor.includes(sha)) combined.add(sha);
  }
  const bySubject = new Map<string, Cycle>();
  const found = new Map<string, Cycle>();
  for (const { sha, message } of commits) {
    const subject = readSubject(message).line.replace(/^(?:(?:fixup|squash|amend)! )+/, '');
    const cycle = own.get(sha) ?? bySubject.get(subject);
    if (cycle === undefined) continue;
    found.set(sha, cycle);
    bySubject.set(subject, cycle);
  }
  return { cycleOf: (sha: string) => found.get(sha), combined };
}
