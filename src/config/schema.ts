/** What `.github/portcullis.yml` may hold. The messages complete the sentence "`option` …". */
import { z } from 'zod';
import { isDay } from '../model/day.ts';
import { confidences, families, severities } from '../model/finding.ts';
import { choice, glob, globs, isMap, mostListed, oneOf, onOff } from './forms.ts';
import { tddOptionsAt, tddSchema } from './tddSchema.ts';

const severity = choice(severities);
const confidence = choice(confidences);

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
            exclude: globs().optional(),
            'allow-exclude': onOff.optional().meta({ description: "In an organisation's floor: whether repositories may exclude paths." }),
          },
          isMap,
        )
        .optional(),
      tdd: tddSchema.optional(),
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
  if (first === 'tdd') return tddOptionsAt(path.slice(1));
  return null;
}
