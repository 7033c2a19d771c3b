/** What each language's outliner gives, and what all of them share. */
import { hash } from 'node:crypto';
import type { Outline } from '../../model/outline.ts';

/** An outline but for how it was read. Without a frame of its own, its code is that. */
export type OutlineParts = Omit<Outline, 'read' | 'problem' | 'frame'> & Partial<Pick<Outline, 'frame'>>;

const longestText = 300;

/** A digest of code, given piece by piece as its tokens; '' of none. */
export function digestOf(tokens: readonly string[]): string {
  return tokens.length === 0 ? '' : hash('sha256', tokens.join('\0'), 'base64url').slice(0, 22);
}

/** Code or a title on one line, cut between characters. */
export function shownText(text: string): string {
  const line = text
    .slice(0, 4 * longestText)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= longestText) return line;
  const cut = line.slice(0, longestText - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Whether a string, as a token with its opening quote, is the number of a version: `'1.3.0-rc.1'`; the address of a machine is none. */
export function isVersion(word: string): boolean {
  return /^["'`]v?\d+\.\d+\.\d+(?:\.?[a-z][\w.+-]*|[-+][\w.+-]*)?["'`]?$/.test(word);
}
