/** Several tools measured on the same files, and the table of it. Who is not there is in the table too, with the reason. */
import type { Tool } from './tools.ts';

export interface Measured {
  readonly name: string;
  readonly times: readonly number[];
  readonly peak: number | null;
  readonly rules: readonly string[];
  readonly akin: RegExp;
}

export interface Missing {
  readonly name: string;
  readonly missing: string;
}

export async function measureTools(
  _tools: readonly Tool[],
  _folder: string,
  _names: readonly string[],
  _rounds: number,
): Promise<(Measured | Missing)[]> {
  return [];
}

/** The first of the results is us. */
export function peerTable(_results: readonly (Measured | Missing)[]): string[] {
  return [];
}
