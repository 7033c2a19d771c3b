/** Forms of values that options share. The messages complete the sentence "`option` …". */
import { z } from 'zod';
import { globProblem } from '../model/glob.ts';

export const mostListed = 500;
export const isMap = 'must be a map of options';

export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

export function choice<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, `must be ${oneOf(words)}`);
}

/** YAML 1.2 reads `on` and `off` as words; whoever writes `true` means the same. */
export const onOff = z
  .union([z.boolean(), z.enum(['on', 'off'])], 'must be `on` or `off`')
  .transform((value) => value === true || value === 'on');

export const glob = z
  .string('must be a glob')
  .superRefine((pattern, context) => {
    const problem = globProblem(pattern);
    if (problem !== null) context.addIssue({ code: 'custom', message: `must be a glob: ${problem}` });
  })
  .meta({ description: 'A glob over paths: `*.min.js` in any folder, `src/**/gen/**` from the root, `vendor/` and all below it.' });

export function globs() {
  return z.array(glob, 'must be a list of globs').max(mostListed, `must be a list of at most ${mostListed} globs`);
}

export function words(what: string) {
  return z.array(
    z.string('must be a word').min(1, 'must be a word').max(100, 'must be a word of at most 100 characters'),
    `must be a list of ${what}`,
  );
}
