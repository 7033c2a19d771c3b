/** What recorded runs of the tests say of the cycles of a range. */
import type { TestRun } from '../../model/change.ts';
import { pathMatcher } from '../../model/glob.ts';
import type { Policy } from '../../model/policy.ts';
import type { EvidenceLevel } from '../../model/review.ts';
import type { Observation } from '../observation.ts';
import type { Cycle } from '../order.ts';
import type { CommitRange, OutlinedCommit } from '../range.ts';
import type { Proof } from '../settle.ts';
import { newTests, type Reason, reasonOfFailure } from './rightReason.ts';
import { testChecks } from './testChecks.ts';

export interface RunsQuestion {
  readonly range: CommitRange;
  readonly cycles: readonly Cycle[];
  readonly settings: Policy['tdd'];
}

export interface RunsAnswer {
  readonly observations: readonly Observation[];
  /** E3 and E4, or why there is none. */
  readonly proofs: readonly Proof[];
}

/** The runs of tests of one commit. */
interface Runs {
  readonly passed: readonly TestRun[];
  readonly failed: readonly TestRun[];
  readonly inconclusive: readonly TestRun[];
}

export function judgeRuns({ range, cycles, settings }: RunsQuestion): RunsAnswer {
  const { runs } = range;
  if (runs === null) return { observations: [], proofs: [] };
  const isTestCheck = testChecks(settings.evidence);
  const isTest = pathMatcher(settings.testPaths);
  const place = new Map(range.commits.map(({ sha }, at) => [sha, at]));
  const observations: Observation[] = [];
  const proofs: Proof[] = [];
  const prove = (commit: string, level: EvidenceLevel, sentence: string) => proofs.push({ commit, level, sentence });

  /** The runs of a commit, or null after saying why none counts. */
  function runsOf(sha: string): Runs | null {
    const all = runs!.bySha.get(sha);
    const chosen = all && newestOf(all.filter(({ kind, name }) => kind === 'attested' || isTestCheck(name)));
    if (chosen && chosen.passed.length + chosen.failed.length > 0) return chosen;
    prove(sha, 'E0', sayMissing(all, chosen?.inconclusive ?? []));
    return null;
  }

  function judgeRed(sha: string): Runs | null {
    const found = runsOf(sha);
    if (found === null) return null;
    const { passed, failed, inconclusive } = found;
    const outlined = range.outlined?.get(sha);
    if (failed.length > 0) {
      const brought = newTests(outlined, isTest);
      const reasons = failed.map((run) => ({ run, reason: reasonOfFailure(run, brought, isTest) }));
      const right = reasons.filter(({ reason }) => reason === 'named' || reason === 'silent');
      const best = right.filter(({ reason }) => reason === 'named');
      const shown = best.length > 0 ? best : right.length > 0 ? right : reasons;
      const level = right.length > 0 ? levelOf(right.map(({ run }) => run)) : 'E0';
      prove(sha, level, `${sayRuns(shown.map(({ run }) => run))} failed at this commit${sayReason[shown[0]!.reason]}.`);
      return found;
    }
    const running = inconclusive.find(({ ended }) => ended === stillRunning);
    if (running !== undefined) {
      prove(sha, 'E0', `${sayRuns(passed)} passed at this commit, and \`${running.name}\` ${running.ended}.`);
    } else if (expectsFailure(outlined)) {
      prove(sha, 'E0', `${sayRuns(passed)} passed at this commit, whose new tests are marked as expected to fail.`);
    } else {
      prove(sha, 'E0', `${sayRuns(passed)} passed at this commit.`);
      const message = `${sayRuns(passed)} passed at this commit: its test does not fail without the code of GREEN. Make it fail for the missing behaviour first.`;
      observations.push({ id: 'tdd/red-not-failing', commit: sha, message, weight: 'strict' });
    }
    return found;
  }

  function judgeGreen(sha: string, isLast: boolean, reds: readonly Runs[]): Runs | null {
    const found = runsOf(sha);
    if (found === null) return null;
    const { passed, failed } = found;
    if (failed.length === 0) {
      prove(sha, levelOf(passed), `${sayRuns(passed)} passed at this commit.`);
      return found;
    }
    const failedAtRed = new Set(reds.flatMap((red) => red.failed.map(({ name }) => name)));
    const turned = passed.filter(({ name }) => failedAtRed.has(name));
    if (turned.length > 0 && failed.every(({ name }) => failedAtRed.has(name))) {
      // An experimental part of a matrix, say: nothing shows that it is this cycle's test that fails there.
      prove(sha, 'E0', `${sayRuns(turned)} passed at this commit; ${sayNames(failed)} failed, as ${itOrThey(failed)} did at RED.`);
      return found;
    }
    const open = isLast && isInsideAnother(sha);
    const why = !isLast ? ', before the last GREEN of its cycle' : open ? ', while a RED of another cycle waited for its GREEN' : '';
    prove(sha, 'E0', `${sayRuns(failed)} failed at this commit${why}.`);
    if (!isLast || open) return found;
    const message = `${sayRuns(failed)} failed at this commit: GREEN is where the tests of its RED pass.`;
    observations.push({ id: 'tdd/green-not-passing', commit: sha, message, weight: 'strict' });
    return found;
  }

  /** `held`: names of what passed at the last GREEN or since. */
  function judgeRefactor(sha: string, isLast: boolean, held: ReadonlySet<string>): Runs | null {
    const found = runsOf(sha);
    if (found === null) return null;
    const { passed, failed } = found;
    if (failed.length === 0) {
      prove(sha, levelOf(passed), `${sayRuns(passed)} passed at this commit.`);
      return found;
    }
    const open = isLast && isInsideAnother(sha);
    const why = !isLast ? ', before the last REFACTOR of its cycle' : open ? ', while a RED of another cycle waited for its GREEN' : '';
    prove(sha, 'E0', `${sayRuns(failed)} failed at this commit${why}.`);
    const broken = failed.filter(({ name }) => held.has(name));
    if (!isLast || open || broken.length === 0) return found;
    const message = `${sayRuns(broken)} failed at this commit and passed before it: REFACTOR keeps the tests passing.`;
    observations.push({ id: 'tdd/green-not-passing', commit: sha, message, weight: 'strict' });
    return found;
  }

  function isInsideAnother(sha: string): boolean {
    const at = place.get(sha)!;
    return cycles.some(({ red, green }) => {
      const last = green.at(-1);
      return last !== sha && red.some((one) => place.get(one)! < at) && (last === undefined || place.get(last)! > at);
    });
  }

  for (const { red, green, refactor } of cycles) {
    const reds = red.flatMap((sha) => judgeRed(sha) ?? []);
    let last: Runs | null = null;
    for (const [at, sha] of green.entries()) last = judgeGreen(sha, at === green.length - 1, reds);
    const held = new Set(last?.passed.map(({ name }) => name));
    for (const [at, sha] of refactor.entries()) {
      const found = judgeRefactor(sha, at === refactor.length - 1, held);
      for (const { name } of found?.passed ?? []) held.add(name);
    }
  }
  return { observations, proofs };
}

/** In the words of whoever reads the runs. */
export const stillRunning = 'is still running';

/** Of each name the newest that came to an end: a run that was cancelled takes back nothing. */
function newestOf(runs: readonly TestRun[]): Runs {
  const byName = new Map<string, TestRun>();
  for (const run of runs) {
    const key = `${run.kind} ${run.name}`;
    if (run.outcome !== 'inconclusive' || (byName.get(key)?.outcome ?? 'inconclusive') === 'inconclusive') byName.set(key, run);
  }
  const newest = [...byName.values()];
  const having = (outcome: TestRun['outcome']) => newest.filter((run) => run.outcome === outcome);
  return { passed: having('passed'), failed: having('failed'), inconclusive: having('inconclusive') };
}

/** All that it adds are tests that run and are to fail: they pass where they fail. */
function expectsFailure(outlined: OutlinedCommit | undefined): boolean {
  const brought = (outlined?.files ?? []).flatMap(({ base, head }) => {
    const before = new Set((base?.cases ?? []).map(({ name }) => name));
    return (head?.cases ?? []).filter(({ name }) => !before.has(name));
  });
  return brought.length > 0 && brought.every(({ state }) => state === 'expected-failure');
}

function levelOf(runs: readonly TestRun[]): EvidenceLevel {
  return runs.some(({ kind }) => kind === 'attested') ? 'E4' : 'E3';
}

const sayReason: Readonly<Record<Reason, string>> = {
  named: ', and names a test or a file of this RED',
  silent: '',
  other: ', but for another reason: it names no test and no file of this RED',
  setup: ', but for another reason: it speaks of its setup, not of a test',
};

function sayMissing(all: readonly TestRun[] | undefined, inconclusive: readonly TestRun[]): string {
  if (all === undefined) return 'The runs of this commit were not asked for.';
  if (all.length === 0)
    return 'No test run is recorded for this commit: GitHub runs CI for the head of a push only; `portcullis tdd --workflow` prints a workflow that tests each labelled commit.';
  if (inconclusive.length > 0)
    return `No test run counts for this commit: ${listed(inconclusive.map(({ name, ended }) => `\`${name}\` ${ended}`))}.`;
  const names = [...new Set(all.map(({ name }) => name))];
  return `None of the runs of this commit (${listed(names.map((name) => `\`${name}\``))}) is one of tests by its name: \`tdd.evidence.checks\` names those that are.`;
}

const namesShown = 5;

function listed(parts: readonly string[]): string {
  const more = parts.length - namesShown;
  return parts.slice(0, namesShown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function sayNames(runs: readonly TestRun[]): string {
  return listed(runs.map(({ name }) => `\`${name}\``));
}

/** `The check `test``, `The signed report `unit``, `The checks `a`, `b``. */
function sayRuns(runs: readonly TestRun[]): string {
  const attested = runs.filter(({ kind }) => kind === 'attested');
  const shown = attested.length > 0 ? attested : runs;
  const what = attested.length > 0 ? 'signed report' : 'check';
  return `The ${what}${shown.length === 1 ? '' : 's'} ${sayNames(shown)}`;
}

function itOrThey(runs: readonly TestRun[]): string {
  return runs.length === 1 ? 'it' : 'they';
}
