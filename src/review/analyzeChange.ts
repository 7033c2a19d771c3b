/** The changed files of a change, each analysed at the base and at the head. */
import type { FileInput } from '../engine/analyzeFile.ts';
import { notAnalysed } from '../engine/notAnalysed.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import type { Change, ChangedFile, FileVersion } from '../model/change.ts';

/** Analyses one file; the pool of children does it, or a test. */
export type Analyze = (file: FileInput, signal?: AbortSignal) => Promise<FileAnalysis>;

/** Analyses that are known already, by everything they depend on: blob, path and mode. */
export interface AnalysisCache {
  get(key: string): FileAnalysis | undefined;
  set(key: string, analysis: FileAnalysis): unknown;
}

export interface AnalysedFile {
  readonly file: ChangedFile;
  readonly base: FileAnalysis | null;
  readonly head: FileAnalysis | null;
}

export interface AnalysisOptions {
  readonly analyze: Analyze;
  readonly cache?: AnalysisCache;
  /** Files loaded and analysed at the same time; a little over the number of children keeps them busy. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Hears how many files are done, after each. */
  readonly onProgress?: (done: number, total: number) => void;
}

async function analyzeVersion(change: Change, version: FileVersion, options: AnalysisOptions): Promise<FileAnalysis> {
  const key = `${version.sha} ${version.mode} ${version.path}`;
  const known = options.cache?.get(key);
  if (known) return known;
  let bytes: Uint8Array = new Uint8Array();
  // Of a link or a submodule nothing is analysed, so nothing is read.
  if (version.mode !== 'submodule' && version.mode !== 'symlink') {
    const content = await change.load(version);
    if (content.kind === 'unavailable') return notAnalysed(version.path, { incomplete: content.reason });
    ({ bytes } = content);
  }
  const analysis = await options.analyze({ path: version.path, mode: version.mode, bytes }, options.signal);
  // A deadline missed on a busy machine may be met the next time: only what was analysed is remembered.
  if (analysis.incomplete.length === 0) options.cache?.set(key, analysis);
  return analysis;
}

/** Analyses every file on both sides. Rejects if the signal aborts or the children cannot be started; a hostile file never rejects. */
export async function analyzeChange(change: Change, files: readonly ChangedFile[], options: AnalysisOptions): Promise<AnalysedFile[]> {
  const results: AnalysedFile[] = new Array(files.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      options.signal?.throwIfAborted();
      const file = files[index]!;
      // The head first: what does not arrive in time is the base of a finding, never the finding.
      const head = file.head && (await analyzeVersion(change, file.head, options));
      const base = file.base && (await analyzeVersion(change, file.base, options));
      results[index] = { file, base, head };
      options.onProgress?.(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, files.length) }, worker));
  return results;
}
