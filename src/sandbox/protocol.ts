/** What the server and an analyzer child say to each other. Everything is structured-cloned; bytes travel as they are. */
import type { FileInput } from '../engine/analyzeFile.ts';
import type { OutlineInput } from '../engine/outline/outlineFile.ts';
import type { FileAnalysis } from '../model/analysis.ts';
import type { Outline } from '../model/outline.ts';

/** To the child: one file at a time, the next only after the answer. */
export type ChildRequest =
  | { readonly kind: 'analyze'; readonly file: FileInput }
  | { readonly kind: 'outline'; readonly file: OutlineInput };

/** `rss`: resident memory of the child afterwards, bytes. */
export type ChildAnswer =
  | { readonly kind: 'analysed'; readonly analysis: FileAnalysis; readonly rss: number }
  | { readonly kind: 'outlined'; readonly outline: Outline; readonly rss: number };

export type ChildMessage =
  /** The grammars are loaded. `fallback` says why the native core could not be, where it could not. */
  { readonly kind: 'ready'; readonly core: 'native' | 'wasm'; readonly fallback: string | null } | ChildAnswer;
