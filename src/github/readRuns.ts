/** What is recorded of commits on GitHub: check runs with what they say of failures, and statuses. */
import type { Commit, RecordedRuns, RunSettings, TestRun } from '../model/change.ts';
import { attestedRuns } from '../tdd/evidence/attestation.ts';
import { stillRunning } from '../tdd/evidence/judgeRuns.ts';
import { testChecks } from '../tdd/evidence/testChecks.ts';
import { rateLimitPause, statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';
import { checkNames } from './names.ts';
import type { Place } from './readTrees.ts';

/** Calls for the runs of one review. */
export const runBudget = 120;

const commitsAtOnce = 6;
const pageSize = 100;
/** More runs than this on one commit are a matrix that nobody looks through. */
const runPages = 3;
/** Of one commit, whose annotations are read. */
const annotatedRuns = 3;
const annotationsKept = 50;
const linesKept = 30;
const longestLine = 500;
/** Of a summary or a text. */
const longestText = 20_000;

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: {
    readonly title: string | null;
    readonly summary: string | null;
    readonly text: string | null;
    readonly annotations_count: number;
  };
}

export interface RunOptions {
  /** Calls in all. */
  readonly budget?: number | undefined;
  /** Id of the account that opened the pull request. */
  readonly author?: number | null;
}

type Asked<T> = { readonly kind: 'given'; readonly value: T } | { readonly kind: 'refused'; readonly status: number };

export async function readRuns(
  client: Client,
  place: Place,
  wanted: readonly Pick<Commit, 'sha'>[],
  settings: RunSettings,
  { budget = runBudget, author = null }: RunOptions = {},
): Promise<RecordedRuns> {
  const isTestCheck = testChecks(settings);
  const problems: string[] = [];
  const found = new Map<string, readonly TestRun[]>();
  const denied = { checks: false, statuses: false };
  let calls = 0;
  let next = 0;
  let unasked = 0;

  const take = (count: number): boolean => {
    if (calls + count > budget) return false;
    calls += count;
    return true;
  };

  /** Null where the permission for it is missing, which is said once. */
  async function permitted<T>(what: 'checks' | 'statuses', work: () => Promise<T>): Promise<Asked<T> | null> {
    const asked = await ask(work);
    if (asked.kind === 'given' || asked.status !== 403) return asked;
    if (!denied[what]) problems.push(sayDenied[what]);
    denied[what] = true;
    return null;
  }

  async function readCommit(sha: string): Promise<void> {
    const isNeeded = { checks: !denied.checks, statuses: !denied.statuses };
    const needed = Number(isNeeded.checks) + Number(isNeeded.statuses);
    if (needed === 0) return;
    if (!take(needed)) {
      unasked++;
      return;
    }
    const [checks, statuses] = await Promise.all([
      isNeeded.checks ? permitted('checks', () => checkRunsOf(sha)) : null,
      isNeeded.statuses ? permitted('statuses', () => statusesOf(sha)) : null,
    ]);
    const refused = [checks, statuses].find((asked) => asked?.kind === 'refused');
    if (refused?.kind === 'refused') {
      problems.push(`GitHub does not give the runs of commit ${sha.slice(0, 7)} (${refused.status}).`);
      return;
    }
    if (checks === null && statuses === null) return;
    found.set(sha, [...(checks?.kind === 'given' ? checks.value : []), ...(statuses?.kind === 'given' ? statuses.value : [])]);
  }

  async function checkRunsOf(sha: string): Promise<TestRun[]> {
    const runs: CheckRun[] = [];
    for (let page = 1; ; page++) {
      const { data } = await client.rest.checks.listForRef({ ...place, ref: sha, filter: 'latest', per_page: pageSize, page });
      runs.push(...data.check_runs);
      const isWhole = runs.length >= data.total_count || data.check_runs.length === 0;
      if (isWhole) break;
      if (page === runPages || !take(1)) {
        problems.push(`Of commit ${sha.slice(0, 7)} only ${runs.length} of ${data.total_count} check runs were read.`);
        break;
      }
    }
    let annotated = 0;
    const told: TestRun[] = [];
    for (const run of runs.filter(({ name }) => !own.has(name)).sort((one, other) => one.id - other.id)) {
      const [outcome, ended] = outcomeOf(run);
      const isTelling = outcome === 'failed' && isTestCheck(run.name);
      const says = isTelling ? outputOf(run) : [];
      if (isTelling && run.output.annotations_count > 0 && annotated < annotatedRuns && take(1)) {
        annotated++;
        says.push(...(await annotationsOf(run.id)));
      }
      told.push({ name: run.name, kind: 'check-run', outcome, ended, says, failed: null });
      const attested = attestedRuns(`${run.output.summary ?? ''}\n${run.output.text ?? ''}`, sha, run.name, settings.keys);
      told.push(...attested.runs);
      problems.push(...attested.problems);
    }
    return told;
  }

  async function annotationsOf(id: number): Promise<string[]> {
    const asked = await ask(() => client.rest.checks.listAnnotations({ ...place, check_run_id: id, per_page: pageSize }));
    if (asked.kind === 'refused') return [];
    return asked.value.data
      .filter(({ annotation_level }) => annotation_level === 'failure')
      .slice(0, annotationsKept)
      .map(({ path, start_line, title, message }) => cut(`${path}:${start_line} ${title ? `${title}: ` : ''}${message ?? ''}`));
  }

  /** Whoever may push may set one for any commit. Where they are named, whoever named them knows who sets them. */
  function isByHand({ context, creator }: { readonly context: string; readonly creator: { readonly id: number } | null }): boolean {
    return author !== null && creator?.id === author && settings.checks.length === 0 && isTestCheck(context);
  }

  async function statusesOf(sha: string): Promise<TestRun[]> {
    // The combined answer does not say who set them.
    const { data } = await client.rest.repos.listCommitStatusesForRef({ ...place, ref: sha, per_page: pageSize });
    const byHand = new Set(data.filter(isByHand).map(({ context }) => context));
    for (const context of byHand) {
      const name = context.replaceAll('`', "'");
      problems.push(
        `The status \`${name}\` of commit ${sha.slice(0, 7)} was set by the author of the pull request, so it counts only where \`tdd.evidence.checks\` names it.`,
      );
    }
    return data
      .filter((status) => !isByHand(status))
      .sort((one, other) => one.id - other.id)
      .map(({ context, state, description }) => {
        const [outcome, ended] = (Object.hasOwn(statusEnds, state) ? statusEnds[state] : undefined) ?? unknownEnd;
        const says = outcome === 'failed' && isTestCheck(context) && description ? [cut(description)] : [];
        return { name: context, kind: 'status', outcome, ended, says, failed: null };
      });
  }

  const worker = async (): Promise<void> => {
    while (next < wanted.length) await readCommit(wanted[next++]!.sha);
  };
  await Promise.all(Array.from({ length: commitsAtOnce }, worker));
  if (unasked > 0) {
    const of = unasked === 1 ? '1 commit were' : `${unasked} commits were`;
    problems.push(`The runs of ${of} not asked for: at most ${budget} calls are made for them in a review.`);
  }
  // In the order asked for, whichever answer came first.
  const bySha = new Map(wanted.flatMap(({ sha }) => (found.has(sha) ? [[sha, found.get(sha)!] as const] : [])));
  return { bySha, problems };
}

/** Ours say what we concluded, not what tests did. */
const own: ReadonlySet<string> = new Set(Object.values(checkNames));

const sayDenied = {
  checks: 'Check runs could not be read (403): the token needs read access to checks to count them.',
  statuses: 'Commit statuses could not be read (403): the app needs the permission "Commit statuses: read" to count them.',
} as const;

/** What GitHub refuses for good is told; what another try may mend is thrown. */
async function ask<T>(work: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { kind: 'given', value: await work() };
  } catch (error) {
    const status = statusOf(error);
    const isFinal = (status === 403 && rateLimitPause(error, 0) === null) || status === 404 || status === 422;
    if (!isFinal) throw error;
    return { kind: 'refused', status };
  }
}

type End = readonly [outcome: TestRun['outcome'], ended: string];

const unknownEnd: End = ['inconclusive', 'ended in a way that is not known here'];

const checkEnds: Readonly<Record<string, End>> = {
  success: ['passed', 'passed'],
  failure: ['failed', 'failed'],
  cancelled: ['inconclusive', 'was cancelled'],
  skipped: ['inconclusive', 'was skipped'],
  neutral: ['inconclusive', 'ended as neutral'],
  stale: ['inconclusive', 'went stale'],
  timed_out: ['inconclusive', 'timed out'],
  action_required: ['inconclusive', 'waits for an action'],
  startup_failure: ['inconclusive', 'could not start'],
};

const statusEnds: Readonly<Record<string, End>> = {
  success: ['passed', 'passed'],
  failure: ['failed', 'failed'],
  error: ['inconclusive', 'ended in an error'],
  pending: ['inconclusive', stillRunning],
};

function outcomeOf({ status, conclusion }: CheckRun): End {
  if (status !== 'completed' || conclusion === null) return ['inconclusive', stillRunning];
  return (Object.hasOwn(checkEnds, conclusion) ? checkEnds[conclusion] : undefined) ?? unknownEnd;
}

/** The title, and of the texts the lines that speak of a failure: reports list what passed as well. */
function outputOf({ output: { title, summary, text } }: CheckRun): string[] {
  const lines = [summary, text].flatMap((it) => (it ?? '').slice(0, longestText).split('\n'));
  const telling = lines.filter((line) => /fail|error|not ok|[✗✘❌×✕]/i.test(line)).slice(0, linesKept);
  return [...(title ? [title] : []), ...telling].map(cut);
}

function cut(text: string): string {
  // Half of a surrogate pair is no character.
  return text.slice(0, longestLine).replace(/[\uD800-\uDBFF]$/, '');
}
