/** What the commits of a range change, outlined on both sides: each version once, however many commits it stands between. */
import type { FileInput } from '../engine/analyzeFile.ts';
import type { Change, Commit, CommitDiff, FileVersion } from '../model/change.ts';
import { pathMatcher } from '../model/glob.ts';
import { noOutline, type Outline } from '../model/outline.ts';
import type { Policy } from '../model/policy.ts';
import { productionCode } from '../tdd/productionCode.ts';
import type { OutlinedCommit } from '../tdd/range.ts';

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
  const isLookedAt = lookedAt(options.settings);
  const needed = new Map<string, FileVersion>();
  for (const { sha } of commits) {
    for (const { base, head } of diffs.get(sha)?.files ?? []) {
      for (const side of [base, head]) if (side && isLookedAt(side)) needed.set(keyOf(side), side);
    }
  }
  const outlines = await outlineVersions(needed, options);
  const outlineOf = (side: FileVersion | null) => (side && isLookedAt(side) ? outlines.get(keyOf(side))! : null);
  const outlined = new Map<string, OutlinedCommit>();
  const unread: string[] = [];
  const remarks: string[] = [];
  for (const { sha } of commits) {
    const { files, patchId, problem } = diffs.get(sha) ?? { files: [], patchId: null, problem: 'what it changes was not read' };
    if (problem !== null) remarks.push(`Commit ${sha.slice(0, 7)} was judged by its message alone: ${problem}.`);
    const troubles: string[] = [];
    const both = files.map(({ status, base, head }) => {
      const path = (head ?? base)!.path;
      const file = {
        status,
        path,
        from: base && base.path !== path ? base.path : null,
        base: outlineOf(base),
        head: outlineOf(head),
        isSame: base !== null && base.sha === head?.sha,
      };
      if (file.base?.problem) troubles.push(`\`${base!.path}\` before it was not read: ${file.base.problem}`);
      if (file.head?.problem) troubles.push(`\`${path}\` was not read: ${file.head.problem}`);
      return file;
    });
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

async function outlineVersions(needed: ReadonlyMap<string, FileVersion>, options: OutlineOptions): Promise<Map<string, Outline>> {
  const { concurrency, cache, signal } = options;
  const outlines = new Map<string, Outline>();
  const waiting: [string, FileVersion][] = [];
  for (const [key, version] of needed) {
    const known = cache?.get(key);
    if (known) outlines.set(key, known);
    else if (waiting.length < mostVersions) waiting.push([key, version]);
    else outlines.set(key, noOutline(`more than ${mostVersions} versions of files are not looked at`));
  }
  let next = 0;
  async function work(): Promise<void> {
    while (next < waiting.length) {
      if (signal?.aborted) throw new Error('the judgement of the commits was cancelled');
      const [key, version] = waiting[next++]!;
      const outline = await outlineOne(version, options);
      outlines.set(key, outline);
      // A deadline missed on a busy machine may be met the next time.
      if (outline.problem === null) cache?.set(key, outline);
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, waiting.length) }, work));
  return outlines;
}

async function outlineOne(version: FileVersion, { change, outline, signal }: OutlineOptions): Promise<Outline> {
  const content = await change.load(version);
  if (content.kind === 'unavailable') return noOutline(content.reason);
  return outline({ path: version.path, mode: version.mode, bytes: content.bytes }, signal);
}
