/**
 * What a TDD check run remembers for the ones after it, so that no database is needed: the maintainer's override of its head, and which of its
 * commits had recorded runs, by the id of their change. It stands in the run's own text, which only this app can write.
 */
import { z } from 'zod';
import type { Change, RecordedRuns, TestRun } from '../model/change.ts';
import type { TddOverride, TddReport } from '../model/review.ts';
import { testChecks } from '../tdd/evidence/testChecks.ts';

/** A run that proved a commit. */
export interface KeptRun {
  /** Id of the change that the commit makes. */
  readonly patch: string;
  /** The commit that was tested. */
  readonly sha: string;
  readonly phase: 'red' | 'green' | 'refactor';
  readonly level: 'E3' | 'E4';
  /** Of the check. */
  readonly name: string;
}

export interface TddRecord {
  readonly override: TddOverride | null;
  readonly kept: readonly KeptRun[];
}

export const emptyRecord: TddRecord = { override: null, kept: [] };

/** With names of this length the text stays below GitHub's 65,535 characters. */
const mostKept = 150;
const longestName = 80;

const schema = z.object({
  override: z.object({ by: z.string().max(100), reason: z.string().max(500) }).nullable(),
  kept: z
    .array(
      z.object({
        patch: z.string().regex(/^[0-9a-f]{40}$/),
        sha: z.string().regex(/^[0-9a-f]{40,64}$/),
        phase: z.enum(['red', 'green', 'refactor']),
        level: z.enum(['E3', 'E4']),
        name: z.string().max(400),
      }),
    )
    .max(mostKept),
});

const line = /^<!-- portcullis:tdd-record=([A-Za-z0-9_-]{1,65000}) -->$/;

/** Null where there is nothing to remember. */
export function renderRecord({ override, kept }: TddRecord): string | null {
  if (override === null && kept.length === 0) return null;
  const entries = kept.slice(-mostKept).map((run) => ({ ...run, name: run.name.slice(0, longestName) }));
  return `<!-- portcullis:tdd-record=${Buffer.from(JSON.stringify({ override, kept: entries })).toString('base64url')} -->`;
}

/** The text must be of a check run of this app. */
export function parseRecord(text: string | null | undefined): TddRecord {
  const encoded = line.exec((text ?? '').trim())?.[1];
  if (encoded === undefined) return emptyRecord;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : emptyRecord;
  } catch {
    // Cut by somebody on the way: then nothing is remembered.
    return emptyRecord;
  }
}

/** A change whose commits also have the runs of the commits that made the same change before. */
export interface RememberingChange<C extends Change> {
  readonly change: C;
  /** What the runs after this one have to know, once it is judged. */
  record(report: TddReport, override: TddOverride | null): TddRecord;
}

export function remembering<C extends Change>(change: C, { kept }: TddRecord): RememberingChange<C> {
  const byPatch = new Map(kept.map((run) => [run.patch, run]));
  const patches = new Map<string, string>();
  const ran = new Map<string, readonly TestRun[]>();
  const used = new Map<string, KeptRun>();
  const { diffs, runs } = change;

  async function readDiffs(...[wanted]: Parameters<NonNullable<Change['diffs']>>) {
    const read = await diffs!(wanted);
    for (const [sha, { patchId }] of read) if (patchId !== null) patches.set(sha, patchId);
    return read;
  }

  async function readRuns(...[wanted, settings]: Parameters<NonNullable<Change['runs']>>): Promise<RecordedRuns> {
    const recorded = await runs!(wanted, settings);
    const isTestCheck = testChecks(settings);
    const bySha = new Map(recorded.bySha);
    const said: string[] = [];
    for (const { sha } of wanted) {
      const known = bySha.get(sha) ?? [];
      ran.set(sha, known);
      const before = byPatch.get(patches.get(sha) ?? '');
      const isKnown = known.some(({ kind, name, outcome }) => outcome !== 'inconclusive' && (kind === 'attested' || isTestCheck(name)));
      if (before === undefined || isKnown || (before.level === 'E3' && !isTestCheck(before.name))) continue;
      used.set(sha, before);
      bySha.set(sha, [...known, runOf(before)]);
      if (before.sha !== sha) said.push(sayRewritten(before, sha));
    }
    return { bySha, problems: [...said, ...recorded.problems] };
  }

  return {
    change: { ...change, ...(diffs && { diffs: readDiffs }), ...(runs && { runs: readRuns }) },
    record(report, override) {
      const entries = report.commits.flatMap(({ sha, phase, evidence, proof }): KeptRun[] => {
        const patch = patches.get(sha);
        if (patch === undefined || (evidence !== 'E3' && evidence !== 'E4')) return [];
        if (phase !== 'red' && phase !== 'green' && phase !== 'refactor') return [];
        const before = used.get(sha);
        if (before !== undefined) return [before];
        const outcome = phase === 'red' ? 'failed' : 'passed';
        const run = ran.get(sha)?.find((one) => one.outcome === outcome && proof.some((said) => said.includes(`\`${one.name}\``)));
        return run && run.name.length <= longestName ? [{ patch, sha, phase, level: evidence, name: run.name }] : [];
      });
      return { override, kept: entries.slice(-mostKept) };
    },
  };
}

function runOf({ name, phase, level }: KeptRun): TestRun {
  const outcome = phase === 'red' ? 'failed' : 'passed';
  return { name, kind: level === 'E4' ? 'attested' : 'check-run', outcome, ended: outcome, says: [], failed: null };
}

function sayRewritten({ phase, sha, level }: KeptRun, now: string): string {
  return `History was rewritten: ${phase.toUpperCase()} at ${sha.slice(0, 7)} had evidence ${level}; the same change is now ${now.slice(0, 7)}.`;
}
