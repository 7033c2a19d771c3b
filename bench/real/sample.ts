/** Parts of the real code that are the same on every machine with the same packages, and no package's alone. */
import type { ParsedLanguage } from '../../src/engine/parse/grammars.ts';
import type { RealFile } from './realFiles.ts';

export function sampleLines(_files: readonly RealFile[], _language: ParsedLanguage, _lines: number): RealFile[] {
  return [];
}

export function concatenated(_files: readonly RealFile[], _language: ParsedLanguage, _bytes: number): Uint8Array | null {
  return null;
}
