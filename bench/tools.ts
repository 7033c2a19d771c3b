/** What stands beside us on the same files: which program, how it is called, and how its report is read. */
import type { ParsedLanguage } from '../src/engine/parse/grammars.ts';

export interface Tool {
  readonly name: string;
  readonly languages: readonly ParsedLanguage[];
  readonly command: string;
  readonly args: (folder: string, names: readonly string[]) => readonly string[];
  /** How it ends when it did its work, with findings or without. */
  readonly statuses: readonly number[];
  /** The rule of each finding in the report. */
  readonly rules: (stdout: string) => string[];
  /** Its rules about races, temporary files, and failures that nobody looks at. */
  readonly akin: RegExp;
}
