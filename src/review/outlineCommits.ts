/** What the commits of a range change, outlined on both sides: each version once, however many commits it stands between. */
import type { FileInput } from '../engine/analyzeFile.ts';
import type { Outline } from '../model/outline.ts';

export type OutlineVersion = (file: Pick<FileInput, 'path' | 'mode' | 'bytes'>, signal?: AbortSignal) => Promise<Outline>;

/** Outlines that are known already, by blob, mode and path. */
export interface OutlineCache {
  get(key: string): Outline | undefined;
  set(key: string, outline: Outline): unknown;
}
