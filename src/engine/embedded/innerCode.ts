/** A text in a file that another interpreter runs as code. */
import type { ParsedLanguage } from '../parse/grammars.ts';
import type { ShellStart } from '../shellStart.ts';
import type { MappedText } from './mappedText.ts';

export interface InnerCode {
  readonly language: ParsedLanguage;
  readonly text: MappedText;
  /** How the shell starts; of no matter to other languages. */
  readonly start: ShellStart;
  /** Functions, jobs and steps around it in the host, joined by `.`. */
  readonly scope: string;
}

/** Where a look at a host puts what it finds. */
export interface Finds {
  add(code: InnerCode): void;
  /** Code that could not be read, and why: such a file is not analysed in full. */
  unread(at: number, reason: string): void;
}
