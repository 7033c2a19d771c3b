/** Patterns of the shell, as `case` and `[[ … ]]` match words with them: which are plain text, and which are not. */
import type { Word } from '../../lower/bash/words.ts';

export interface Pattern {
  /** The one text that it matches, or null. */
  readonly literal: string | null;
  /** The pattern, with what stands in quotes escaped; null where it holds expansions. */
  readonly glob: string | null;
}

const SPECIAL = /[*?[\]\\]|[@+!](?=\()/;

export function readPattern(word: Word): Pattern {
  let glob = '';
  for (const part of word.parts) {
    if (part.kind !== 'literal') return { literal: null, glob: null };
    // Outside of quotes a backslash makes the next sign a plain one, so the text as it is written is what tells.
    glob += part.quoting === 'bare' ? part.node.text : part.text.replace(/[*?[\]\\]/g, '\\$&');
  }
  const plain = glob.replace(/\\([\s\S])/g, '');
  return { literal: SPECIAL.test(plain) ? null : glob.replace(/\\([\s\S])/g, '$1'), glob };
}

/** Whether a word with expansions is a pattern all the same, `*"$x"*`. */
export function holdsWildcard(word: Word): boolean {
  return word.parts.some((part) => part.kind === 'literal' && part.quoting === 'bare' && /[*?[]/.test(part.node.text));
}

/** How one of several ways is chosen: by any of these patterns, or, on the second way, by none of them. */
export function casesOf(on: number, patterns: readonly Pattern[]) {
  const literals = patterns.flatMap(({ literal }) => (literal === null ? [] : [literal]));
  if (literals.length === patterns.length) return { on, cases: [literals, null] };
  const globs = patterns.flatMap(({ glob }) => (glob === null ? [] : [glob]));
  return { on, cases: [null, null], patterns: globs.length === patterns.length ? [globs, null] : [null, null] };
}
