/** The two check runs of a head: opened at once, concluded last. */
import type { Annotation } from '../report/checkRun.ts';
import { codeBlock } from '../report/escape.ts';
import { statusOf } from './apiErrors.ts';
import type { Client } from './client.ts';
import { pullNumberOf, standsFor, verdictOf } from './jobs.ts';
import { type CheckKind, checkNames } from './names.ts';
import type { Place } from './readTrees.ts';
import { type KeptRun, parseRecord, renderRecord, type TddRecord } from './tddRecord.ts';

export interface CheckOutcome {
  readonly conclusion: 'success' | 'neutral' | 'failure' | 'cancelled' | 'action_required';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Below the summary; null or absent for none. */
  readonly text?: string | null;
}

/** What another pull request with the same head got, by check; null while it is not concluded. */
export interface Rival {
  readonly number: number;
  readonly verdicts: Readonly<Partial<Record<CheckKind, string | null>>>;
}

export interface OpenChecks {
  readonly externalId: string;
  readonly rivals: readonly Rival[];
  readonly ids: Readonly<Record<CheckKind, number>>;
  /** The login under which this app writes comments, or null where GitHub does not say. */
  readonly login: string | null;
  /** What the runs before remember for this pull request. */
  readonly record: TddRecord;
}

export interface CheckTarget extends Place {
  readonly sha: string;
  readonly appId: number;
  /** Says for which pull request of this commit the run stands; its own verdict is added when it is concluded. */
  readonly externalId: string;
  /** Heads that it had before, whose runs remember their commits. */
  readonly before: readonly string[];
}

const annotationsARequest = 50;
/** Twenty requests; beyond that the summary is what anyone reads. */
const annotationsShown = 1000;
const longestText = 65_535;
const kinds = Object.keys(checkNames) as CheckKind[];
const waiting = { title: 'Review in progress', summary: 'The changed files are being analysed at the merge base and at the head.' };

/**
 * Both runs in progress. Own runs of this commit and pull request are taken up again, so that a repeated job leaves one pair; a run
 * that carries annotations is not, because GitHub adds to them and never takes one away, nor one that is not the newest of its name,
 * because the newest is what branch rules look at.
 */
export async function openChecks(client: Client, { owner, repo, sha, appId, externalId, before }: CheckTarget): Promise<OpenChecks> {
  const place = { owner, repo };
  const { data } = await client.rest.checks.listForRef({ ...place, ref: sha, app_id: appId, filter: 'all', per_page: 100 });
  const runs = data.check_runs.sort((one, other) => other.id - one.id);
  const record = await readRecord(client, place, { runs, appId, externalId, before: before.filter((one) => one !== sha) });
  const text = renderRecord(record);
  const startedAt = new Date().toISOString();
  let login: string | null = null;
  const opened = await Promise.all(
    kinds.map(async (kind) => {
      const name = checkNames[kind];
      const newest = runs.find((run) => run.name === name);
      const known = newest && standsFor(newest.external_id) === externalId && newest.output.annotations_count === 0 ? newest : null;
      const output = kind === 'tdd' && text !== null ? { ...waiting, text } : waiting;
      const body = { external_id: externalId, status: 'in_progress', started_at: startedAt, output } as const;
      const run = known
        ? await client.rest.checks.update({ ...place, check_run_id: known.id, ...body })
        : await client.rest.checks.create({ ...place, name, head_sha: sha, ...body });
      const slug = run.data.app?.slug;
      if (slug) login = `${slug}[bot]`;
      return [kind, run.data.id] as const;
    }),
  );
  return { externalId, rivals: rivalsAmong(runs, externalId), ids: Object.fromEntries(opened) as Record<CheckKind, number>, login, record };
}

/** Of the newest run of this head, and what those of the heads before it keep. Runs of others are none of these. */
async function readRecord(
  client: Client,
  place: Place,
  {
    runs,
    appId,
    externalId,
    before,
  }: { readonly runs: readonly KnownRun[]; readonly appId: number; readonly externalId: string; readonly before: readonly string[] },
): Promise<TddRecord> {
  const recordOf = (some: readonly KnownRun[]): TddRecord =>
    parseRecord(
      some.find(({ name, external_id, output }) => name === checkNames.tdd && standsFor(external_id) === externalId && output.text)?.output
        .text,
    );
  const own = recordOf(runs);
  const kept = new Map<string, KeptRun>();
  for (const ref of before) {
    for (const run of recordOf(await runsAt(client, place, ref, appId)).kept) kept.set(run.patch, run);
  }
  for (const run of own.kept) kept.set(run.patch, run);
  return { override: own.override, kept: [...kept.values()] };
}

async function runsAt(client: Client, place: Place, ref: string, appId: number): Promise<readonly KnownRun[]> {
  try {
    const query = { ...place, ref, app_id: appId, check_name: checkNames.tdd, filter: 'all', per_page: 100 } as const;
    const { data } = await client.rest.checks.listForRef(query);
    return data.check_runs.sort((one, other) => other.id - one.id);
  } catch (error) {
    // A commit that no branch has any more may be gone.
    if (statusOf(error) === 404 || statusOf(error) === 422) return [];
    throw error;
  }
}

interface KnownRun {
  readonly name: string;
  readonly external_id: string | null;
  readonly output: { readonly text: string | null };
}

/** The other pull requests that the runs of this commit stand for; `runs` has the newest first. */
function rivalsAmong(runs: readonly KnownRun[], externalId: string): Rival[] {
  const rivals = new Map<number, Partial<Record<CheckKind, string | null>>>();
  for (const { name, external_id } of runs) {
    const number = pullNumberOf(external_id);
    const kind = kinds.find((candidate) => checkNames[candidate] === name);
    if (number === null || !kind || standsFor(external_id) === externalId) continue;
    const verdicts = rivals.get(number) ?? {};
    if (verdicts[kind] === undefined) verdicts[kind] = verdictOf(external_id);
    rivals.set(number, verdicts);
  }
  return [...rivals].map(([number, verdicts]) => ({ number, verdicts }));
}

const passing: readonly unknown[] = ['success', 'neutral', undefined];

/** Whether a check of this rival would not let it through. */
export function isBlocked({ verdicts }: Rival): boolean {
  return kinds.some((kind) => !passing.includes(verdicts[kind]));
}

/**
 * A check belongs to a commit, not to a pull request: of two with the same head, the one whose base has the finding already would open
 * the merge of the other. So none passes while another one with this head is blocked.
 */
export function heldBack(outcomes: Readonly<Record<CheckKind, CheckOutcome>>, rivals: readonly Rival[]): Record<CheckKind, CheckOutcome> {
  const held = kinds.map((kind) => {
    const outcome = outcomes[kind];
    const rival = rivals.find(({ verdicts }) => !passing.includes(verdicts[kind]));
    if (!rival || !passing.includes(outcome.conclusion)) return [kind, outcome] as const;
    const why = `This commit is also the head of #${rival.number}, which this check does not let pass, and a check belongs to a commit. Close #${rival.number} or give this pull request a commit of its own, then ask for the check again.`;
    return [
      kind,
      {
        ...outcome,
        conclusion: 'failure',
        title: `Held back by #${rival.number}, which has the same head`,
        summary: `${why}\n\n${outcome.summary}`,
      },
    ] as const;
  });
  return Object.fromEntries(held) as Record<CheckKind, CheckOutcome>;
}

/** Annotations go first, fifty a request, and the conclusion comes with the last: nobody sees a verdict before its reasons. */
export async function concludeCheck(
  client: Client,
  { owner, repo }: Place,
  id: number,
  externalId: string,
  outcome: CheckOutcome,
): Promise<void> {
  const { conclusion, title, annotations } = outcome;
  const shown = annotations.slice(0, annotationsShown);
  const summary = withNote(outcome.summary, annotations.length - shown.length);
  const refused: Annotation[] = [];
  let rest = shown;
  do {
    const batch = rest.slice(0, annotationsARequest);
    rest = rest.slice(annotationsARequest);
    const send = (sent: readonly Annotation[]) => {
      const text = refusedText(refused) ?? outcome.text ?? null;
      return client.rest.checks.update({
        owner,
        repo,
        check_run_id: id,
        ...(rest.length === 0 ? { external_id: externalId, status: 'completed', conclusion } : { status: 'in_progress' }),
        output: { title, summary, ...(text !== null && { text }), ...(sent.length > 0 && { annotations: [...sent] }) },
      });
    };
    try {
      await send(batch);
    } catch (error) {
      if (batch.length === 0 || statusOf(error) !== 422) throw error;
      // One that GitHub does not take spoils its request; the places are then told in text.
      refused.push(...batch);
      await send([]);
    }
  } while (rest.length > 0);
}

/** `own` is what the change itself deserves; it is noted for the rivals, and `held` is shown. */
export async function concludeBoth(
  client: Client,
  place: Place,
  checks: OpenChecks,
  own: Readonly<Record<CheckKind, CheckOutcome>>,
  held: Readonly<Record<CheckKind, CheckOutcome>> = own,
): Promise<void> {
  await Promise.all(
    kinds.map((kind) => {
      const outcome = kind === 'tdd' ? { text: renderRecord(checks.record), ...held.tdd } : held[kind];
      return concludeCheck(client, place, checks.ids[kind], `${checks.externalId}:${own[kind].conclusion}`, outcome);
    }),
  );
}

/** The same short word on both runs, where there is no review to show. */
export function bothOutcomes(conclusion: 'cancelled' | 'action_required', title: string, summary: string): Record<CheckKind, CheckOutcome> {
  const outcome: CheckOutcome = { conclusion, title, summary, annotations: [] };
  return { security: outcome, tdd: outcome };
}

function withNote(summary: string, hidden: number): string {
  const note = hidden > 0 ? `\n\n${hidden} more findings are counted above and not shown as annotations.` : '';
  return summary.slice(0, longestText - note.length) + note;
}

function refusedText(refused: readonly Annotation[]): string | null {
  if (refused.length === 0) return null;
  const lines = refused.map(({ path, start_line, title, message }) => `${path}:${start_line}: ${title}\n${message}`);
  const heading = 'GitHub does not show these at their lines:\n\n';
  return heading + codeBlock(lines.join('\n\n').slice(0, longestText - heading.length - 200));
}
