/** The changed files of a change, each analysed at the base and at the head. */
import type { FileInput } from '../engine/analyzeFile.ts';
import { notAnalysed } from '../engine/notAnalysed.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import type { Change, ChangedFile, FileVersion } from '../model/change.ts';
import {
  type Following,
  localFollowing,
  type ReferenceCache,
  type Surrounding,
  type Surroundings,
  surroundingsOf,
} from './surroundings.ts';

/** Analyses one file; the pool of children does it, or a test. */
export type Analyze = (file: FileInput, signal?: AbortSignal) => Promise<FileAnalysis>;

/** Analyses that are known already, by everything they depend on: blob, path and mode, and those of the files around. */
export interface AnalysisCache {
  get(key: string): FileAnalysis | undefined;
  set(key: string, analysis: FileAnalysis): unknown;
}

export interface AnalysedFiles {
  readonly files: readonly AnalysedFile[];
  readonly surroundings: Surroundings;
}

export interface AnalysedFile {
  readonly file: ChangedFile;
  readonly base: FileAnalysis | null;
  readonly head: FileAnalysis | null;
}

export interface AnalysisOptions {
  readonly analyze: Analyze;
  readonly cache?: AnalysisCache;
  readonly references?: ReferenceCache;
  /** How much is read of what did not change; default: as a local repository can bear. */
  readonly following?: Following;
  /** Files loaded and analysed at the same time; a little over the number of children keeps them busy. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Hears how many files are done, after each. */
  readonly onProgress?: (done: number, total: number) => void;
}

async function analyzeVersion(
  change: Change,
  side: 'base' | 'head',
  version: FileVersion,
  surroundings: Surroundings,
  options: AnalysisOptions,
): Promise<FileAnalysis> {
  const { path, mode, sha } = version;
  const around = surroundings.keyOf(side, path);
  const key = `${sha} ${mode} ${path}${around === '' ? '' : ` ${around}`}`;
  const known = options.cache?.get(key);
  if (known) return known;
  let bytes: Uint8Array = new Uint8Array();
  // Of a submodule nothing is analysed, so nothing is read.
  if (mode !== 'submodule') {
    const content = await change.load(version);
    if (content.kind === 'unavailable') return notAnalysed(path, { incomplete: content.reason });
    ({ bytes } = content);
  }
  const file = { path, mode, bytes };
  const analysis =
    around === '' ? await options.analyze(file, options.signal) : await amongOthers(file, await surroundings.around(side, path), options);
  // A deadline missed on a busy machine may be met the next time: only what was analysed is remembered.
  if (analysis.incomplete.length === 0) options.cache?.set(key, analysis);
  return analysis;
}

/** What the files around are made to cost is not the file's own: where it cannot be analysed with them, it is without. */
async function amongOthers(file: FileInput, surrounding: Surrounding, { analyze, signal }: AnalysisOptions): Promise<FileAnalysis> {
  const analysis = await analyze({ ...file, ...surrounding }, signal);
  if (analysis.incomplete.length === 0) return analysis;
  const alone = await analyze(file, signal);
  if (alone.incomplete.length > 0) return analysis;
  return { ...alone, partial: analysis.incomplete.map((reason) => `was followed by itself only: with the files around it, ${reason}`) };
}

/** Analyses every file on both sides. Rejects if the signal aborts or the children cannot be started; a hostile file never rejects. */
export async function analyzeChange(change: Change, files: readonly ChangedFile[], options: AnalysisOptions): Promise<AnalysedFiles> {
  const { following = localFollowing, references, signal } = options;
  const surroundings = await surroundingsOf(change, files, { following, references, signal });
  const results: AnalysedFile[] = new Array(files.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      options.signal?.throwIfAborted();
      const file = files[index]!;
      // The head first: what does not arrive in time is the base of a finding, never the finding.
      const head = file.head && (await analyzeVersion(change, 'head', file.head, surroundings, options));
      const base = file.base && (await analyzeVersion(change, 'base', file.base, surroundings, options));
      results[index] = { file, base, head };
      options.onProgress?.(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, files.length) }, worker));
  return { files: results, surroundings };
}
