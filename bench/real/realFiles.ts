/** The code of real packages that a reviewer would be asked about: written by hand, production, each text once. */
import type { FileMode } from '../../src/model/change.ts';

export interface RealFile {
  readonly path: string;
  readonly mode: FileMode;
  readonly language: string;
  readonly lines: number;
}

export function realFiles(_packages: readonly { readonly name: string; readonly folder: string }[]): RealFile[] {
  return [];
}
