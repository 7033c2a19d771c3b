/**
 * Patterns of a configuration over subjects of commits. Both may be anybody's, so they are matched by RE2's algorithm: no pattern
 * makes it backtrack, and its worst case is the product of the pattern's steps and the subject's length.
 */
import { createRequire } from 'node:module';

const longest = 200;
const mostSteps = 500;

const syntax = 'in the syntax of RE2, which runs in linear time: no look-around and no references back';

/** What is wrong with a pattern, to complete "`option` must be …"; null where it can be used. */
export function patternProblem(text: string): string | null {
  if (text.length > longest) return `must be a pattern of at most ${longest} characters`;
  const pattern = compile(text);
  if (pattern === null) return `must be a pattern ${syntax}`;
  if (pattern.programSize() > mostSteps) return `must be a smaller pattern: its repetitions unfold to more than ${mostSteps} steps`;
  if (pattern.test('')) return 'must say what it looks for: this pattern matches an empty subject, and so every one';
  return null;
}

/** True for texts in which at least one pattern is found. A pattern with a problem finds nothing. */
export function patternMatcher(patterns: readonly string[]): (text: string) => boolean {
  const compiled = patterns.flatMap((text) => (patternProblem(text) === null ? [compile(text)!] : []));
  return (text) => compiled.some((pattern) => pattern.test(text));
}

/** Loaded when a configuration has a pattern: few do, and a run of the command line is short. */
function compile(text: string) {
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof import('re2js');
  try {
    return RE2JS.compile(text);
  } catch {
    return null;
  }
}
