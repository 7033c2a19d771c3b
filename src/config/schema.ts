/** What `.github/portcullis.yml` may hold. The messages complete the sentence "`option` …". */
import { z } from 'zod';
import { isDay } from '../model/day.ts';
import { confidences, families, severities } from '../model/finding.ts';
import { globProblem } from '../model/glob.ts';

const mostListed = 500;

function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function choice<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, `must be ${oneOf(words)}`);
}

const isMap = 'must be a map of options';

/** YAML 1.2 reads `on` and `off` as words; whoever writes `true` means the same. */
const onOff = z.union([z.boolean(), z.enum(['on', 'off'])], 'must be `on` or `off`').transform((value) => value === true || value === 'on');

const severity = choice(severities);
const confidence = choice(confidences);

const glob = z
  .string('must be a glob')
  .superRefine((pattern, context) => {
    const problem = globProblem(pattern);
    if (problem !== null) context.addIssue({ code: 'custom', message: `must be a glob: ${problem}` });
  })
  .meta({ description: 'A glob over paths: `*.min.js` in any folder, `src/**/gen/**` from the root, `vendor/` and all below it.' });

function words(what: string) {
  return z.array(
    z.string('must be a word').min(1, 'must be a word').max(100, 'must be a word of at most 100 characters'),
    `must be a list of ${what}`,
  );
}

const suppression = z.strictObject(
  {
    check: z.string('must be the id of a check').max(100, 'must be the id of a check'),
    path: glob,
    reason: z.string('must be a sentence').trim().min(1, 'must be a sentence').max(500, 'must be a sentence of at most 500 characters'),
    until: z
      .string('must be a day of the calendar, written YYYY-MM-DD')
      .refine(isDay, 'must be a day of the calendar, written YYYY-MM-DD')
      .meta({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'The last day it holds; at most 366 days ahead.' }),
  },
  isMap,
);

export const configSchema = z
  .strictObject(
    {
      version: z.literal(1, 'must be 1').optional(),
      'fail-on': z
        .union(
          [severity, z.strictObject({ severity: severity.optional(), confidence: confidence.optional() }, isMap)],
          `must be ${oneOf(severities)}, or a map of \`severity\` and \`confidence\``,
        )
        .optional()
        .meta({ description: 'From which severity, believed with which confidence, an introduced finding fails the check.' }),
      families: z
        .strictObject(Object.fromEntries(families.map((family) => [family, onOff.optional()])), isMap)
        .optional()
        .meta({ description: 'Families of checks, on or off.' }),
      checks: z
        .record(z.string(), onOff, isMap)
        .optional()
        .meta({ description: 'Single checks by id, on or off; they go before their family.' }),
      paths: z
        .strictObject(
          {
            exclude: z.array(glob, 'must be a list of globs').max(mostListed, `must be a list of at most ${mostListed} globs`).optional(),
            'allow-exclude': onOff.optional().meta({ description: "In an organisation's floor: whether repositories may exclude paths." }),
          },
          isMap,
        )
        .optional(),
      tdd: z
        .strictObject(
          {
            mode: choice(['off', 'advisory', 'labels']).optional(),
            'test-paths': z
              .array(glob, 'must be a list of globs')
              .max(mostListed, `must be a list of at most ${mostListed} globs`)
              .optional(),
            'exempt-types': words('commit types').optional(),
            'exempt-authors': words('names').optional(),
          },
          isMap,
        )
        .optional(),
      'on-incomplete': choice(['failure', 'neutral'])
        .optional()
        .meta({ description: 'What a file that could not be analysed makes of the check.' }),
      'own-suppressions': choice(['listed', 'effective'])
        .optional()
        .meta({ description: 'What a suppression does in the very change that adds it.' }),
      'revoke-command': onOff
        .optional()
        .meta({ description: 'Whether `/portcullis revoke`, written by a maintainer, has the GitHub tokens of a pull request revoked.' }),
      suppressions: z
        .array(suppression, 'must be a list of suppressions')
        .max(mostListed, `must be a list of at most ${mostListed} suppressions`)
        .optional(),
    },
    isMap,
  )
  .meta({ title: 'Portcullis', description: 'Configuration of a repository, `.github/portcullis.yml`.' });

/** The same for editors; ids of checks and what a glob may hold are left to the parser. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
}

/** The options that stand at a path of the config, or null where it is no map of options. */
export function optionsAt(path: readonly PropertyKey[]): string[] | null {
  const [first, second] = path;
  if (first === undefined) return Object.keys(configSchema.shape);
  if (first === 'suppressions' && second !== undefined) return Object.keys(suppression.shape);
  if (first === 'fail-on') return ['severity', 'confidence'];
  if (first === 'families') return [...families];
  if (first === 'paths') return Object.keys(configSchema.shape.paths.unwrap().shape);
  if (first === 'tdd') return Object.keys(configSchema.shape.tdd.unwrap().shape);
  return null;
}
