/** What the commits of a range change, outlined on both sides: each version once, however many commits it stands between. */
import type { FileInput } from '../engine/analyzeFile.ts';
import type { Change, ChangedFile, Commit, CommitDiff, FileVersion } from '../model/change.ts';
import { pathMatcher } from '../model/glob.ts';
import { noOutline, type Outline } from '../model/outline.ts';
import type { Policy } from '../model/policy.ts';
import { productionCode } from '../tdd/productionCode.ts';
import type { OutlinedCommit, OutlinedFile } from '../tdd/range.ts';
import { type LabelReport, mayHoldCases, proveOnDemand, waitingGreens } from './outlineOnDemand.ts';

export type OutlineVersion = (file: Pick<FileInput, 'path' | 'mode' | 'bytes'>, signal?: AbortSignal) => Promise<Outline>;

/** Outlines that are known already, by blob, mode and path. */
export interface OutlineCache {
  get(key: string): Outline | undefined;
  set(key: string, outline: Outline): unknown;
}

export interface OutlineOptions {
  readonly change: Pick<Change, 'load'>;
  readonly settings: Policy['tdd'];
  readonly outline: OutlineVersion;
  readonly concurrency: number;
  readonly cache?: OutlineCache;
  readonly signal?: AbortSignal;
  /** Tells what only a proof needs, and not all of that is read. */
  readonly labels?: LabelReport;
}

export interface OutlinedCommits {
  readonly outlined: ReadonlyMap<string, OutlinedCommit>;
  /** What could not be read. Sentences. */
  readonly remarks: readonly string[];
}

/** Far more than anyone reviews: bounds what stands in memory. */
const mostVersions = 20_000;
const mostRemarks = 10;

/** Outlines tests and production code of these commits. */
export async function outlineCommits(
  commits: readonly Commit[],
  diffs: ReadonlyMap<string, CommitDiff>,
  options: OutlineOptions,
): Promise<OutlinedCommits> {
  const { settings, labels, concurrency } = options;
  const reader = outlineReader(options);
  const isLookedAt = lookedAt(settings);
  const sidesOf = ({ base, head }: ChangedFile) => [base, head].filter((side) => side !== null).filter(isLookedAt);
  const waiting = labels ? waitingGreens(diffs, labels, settings) : [];
  const late = new Map(waiting.map(({ green, paths }) => [green, paths]));
  const isLate = (sha: string, { head }: ChangedFile) => head !== null && (late.get(sha)?.has(head.path) ?? false);
  const files = commits.flatMap(({ sha }) => (diffs.get(sha)?.files ?? []).map((changed) => ({ sha, changed })));
  const at = new Map(files.map((file) => [`${file.sha} ${pathOf(file.changed)}`, file.changed]));

  const atOnce = files.filter(({ sha, changed }) => !isLate(sha, changed)).flatMap(({ changed }) => sidesOf(changed));
  await reader.read(atOnce);
  const open = files.filter(({ sha, changed }) => isLate(sha, changed) && !sidesOf(changed).every(reader.knows));
  await inTurns(open, concurrency, async ({ changed }) => {
    const sides = sidesOf(changed);
    if (await reader.mayHoldCases(sides)) await reader.read(sides);
  });
  const outlinedFile = (sha: string, changed: ChangedFile): OutlinedFile => {
    const { status, base, head } = changed;
    const path = pathOf(changed);
    const isUnread = isLate(sha, changed) && !sidesOf(changed).every(reader.knows);
    const outlineOf = (side: FileVersion | null) => (side && isLookedAt(side) && !isUnread ? reader.outlineOf(side) : null);
    const from = base && base.path !== path ? base.path : null;
    const isSame = base !== null && base.sha === head?.sha;
    return { status, path, from, base: outlineOf(base), head: outlineOf(head), isSame, ...(isUnread && { isUnread }) };
  };
  const outlinedOf = (sha: string) => (diffs.get(sha)?.files ?? []).map((changed) => outlinedFile(sha, changed));
  const ask = async (sha: string, path: string) => {
    const changed = at.get(`${sha} ${path}`)!;
    await reader.read(sidesOf(changed));
    return outlinedFile(sha, changed);
  };
  await inTurns(waiting, concurrency, (one) => proveOnDemand(one, { outlinedOf, ask, settings }));

  const outlined = new Map<string, OutlinedCommit>();
  const unread: string[] = [];
  const remarks: string[] = [];
  for (const { sha } of commits) {
    const { patchId, problem } = diffs.get(sha) ?? { patchId: null, problem: 'what it changes was not read' };
    if (problem !== null) remarks.push(`Commit ${sha.slice(0, 7)} was judged by its message alone: ${problem}.`);
    const both = outlinedOf(sha);
    const troubles = both.flatMap(({ path, from, base, head }) => [
      ...(base?.problem ? [`\`${from ?? path}\` before it was not read: ${base.problem}`] : []),
      ...(head?.problem ? [`\`${path}\` was not read: ${head.problem}`] : []),
    ]);
    unread.push(...troubles.map((trouble) => `Commit ${sha.slice(0, 7)}: ${trouble}.`));
    outlined.set(sha, { files: both, patchId, problem: problem ?? troubles[0] ?? null });
  }
  return {
    outlined,
    remarks: [
      ...shortened(remarks, 'commits were judged by their messages alone'),
      ...shortened(unread, 'versions of files were not read'),
    ],
  };
}

function pathOf({ base, head }: ChangedFile): string {
  return (head ?? base)!.path;
}

function shortened(sentences: readonly string[], what: string): string[] {
  const more = sentences.length - mostRemarks;
  return more <= 0 ? [...sentences] : [...sentences.slice(0, mostRemarks), `${more} more ${what}.`];
}

function lookedAt(settings: Policy['tdd']): (version: FileVersion) => boolean {
  const isTest = pathMatcher(settings.testPaths);
  const isProduction = productionCode(settings);
  return ({ path, mode }) => (mode === 'file' || mode === 'executable') && (isTest(path) || isProduction(path));
}

function keyOf({ sha, mode, path }: FileVersion): string {
  return `${sha} ${mode} ${path}`;
}

interface OutlineReader {
  /** Outlines each of these versions that nobody asked for before. */
  read(versions: readonly FileVersion[]): Promise<void>;
  knows(version: FileVersion): boolean;
  /** Of one that was read. */
  outlineOf(version: FileVersion): Outline;
  /** Whether one of these holds words of tests, or cannot be loaded. */
  mayHoldCases(versions: readonly FileVersion[]): Promise<boolean>;
}

function outlineReader({ change, outline, concurrency, cache, signal }: OutlineOptions): OutlineReader {
  const outlines = new Map<string, Outline>();
  const underWay = new Map<string, Promise<void>>();

  async function readOne(key: string, version: FileVersion): Promise<void> {
    if (signal?.aborted) throw new Error('the judgement of the commits was cancelled');
    const { path, mode } = version;
    const content = await change.load(version);
    const made = content.kind === 'unavailable' ? noOutline(content.reason) : await outline({ path, mode, bytes: content.bytes }, signal);
    outlines.set(key, made);
    // A deadline missed on a busy machine may be met the next time.
    if (made.problem === null) cache?.set(key, made);
  }

  return {
    async read(versions) {
      const wanted = new Map(versions.map((version) => [keyOf(version), version]));
      await inTurns([...wanted], concurrency, ([key, version]) => {
        const known = cache?.get(key);
        if (known) outlines.set(key, known);
        else if (underWay.size >= mostVersions && !underWay.has(key))
          outlines.set(key, noOutline(`more than ${mostVersions} versions of files are not looked at`));
        if (outlines.has(key)) return Promise.resolve();
        const started = underWay.get(key) ?? readOne(key, version);
        underWay.set(key, started);
        return started;
      });
    },
    knows: (version) => outlines.has(keyOf(version)),
    outlineOf: (version) => outlines.get(keyOf(version))!,
    async mayHoldCases(versions) {
      for (const version of versions) {
        const content = await change.load(version);
        if (content.kind === 'unavailable' || mayHoldCases(content.bytes)) return true;
      }
      return false;
    },
  };
}

async function inTurns<T>(items: readonly T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  async function takeTurns(): Promise<void> {
    while (next < items.length) await work(items[next++]!);
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, takeTurns));
}
