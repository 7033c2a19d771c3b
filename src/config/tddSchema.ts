/** What `tdd` of a config may hold. The messages complete the sentence "`option` …". */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { patternProblem } from '../model/linearPattern.ts';
import { tddModes } from '../model/review.ts';
import { choice, glob, globs, isMap, mostListed, onOff, words } from './forms.ts';

const mostPatterns = 20;
const mostKeys = 20;

const mode = choice(tddModes);

const pattern = z
  .string('must be a pattern')
  .superRefine((text, context) => {
    const message = patternProblem(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .meta({ description: "A pattern over the subject of a commit, in RE2's syntax." });

const patterns = z.array(pattern, 'must be a list of patterns').max(mostPatterns, `must be a list of at most ${mostPatterns} patterns`);

const isNoKey = 'must be a public key of Ed25519: PEM, or base64 of its 32 bytes; `openssl pkey -in key.pem -pubout` writes one';
const isPrivate = 'must be a public key, and this is a private one, which now has to be replaced';

const key = z
  .string(isNoKey)
  .superRefine((text, context) => {
    const isSecret = /PRIVATE KEY/.test(text);
    if (isSecret || !isPublicKey(text)) context.addIssue({ code: 'custom', message: isSecret ? isPrivate : isNoKey });
  })
  .meta({ description: 'A public key of Ed25519: PEM, or base64 of its 32 bytes.' });

function isPublicKey(text: string): boolean {
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return true;
  try {
    return createPublicKey(text).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

const path = z.strictObject({ path: glob, mode }, isMap);

const labels = z.strictObject(
  {
    prefixes: onOff.optional().meta({ description: 'Whether `RED: …`, `[RED] …` and `test(red): …` are labels.' }),
    emoji: onOff.optional().meta({ description: 'Whether 🔴, 🟢 and ♻️ at the start of a subject are labels.' }),
    types: onOff
      .optional()
      .meta({ description: 'Whether the types `test`, `feat`, `fix` and `refactor` are labels where there is no other; weak evidence.' }),
    patterns: z
      .strictObject({ red: patterns.optional(), green: patterns.optional(), refactor: patterns.optional() }, isMap)
      .optional()
      .meta({ description: 'Patterns that make a subject a label of a phase.' }),
  },
  isMap,
);

const evidence = z.strictObject(
  {
    checks: globs().optional().meta({
      description: 'Globs over the names of check runs and statuses that run the tests; without any, those whose names tell of tests.',
    }),
    keys: z
      .array(key, 'must be a list of keys')
      .max(mostKeys, `must be a list of at most ${mostKeys} keys`)
      .optional()
      .meta({ description: 'Public keys that may sign reports of test runs.' }),
    required: choice(['none', 'E1', 'E2', 'E3', 'E4'])
      .optional()
      .meta({ description: 'The evidence that each cycle has to reach in mode `strict`.' }),
  },
  isMap,
);

export const tddSchema = z.strictObject(
  {
    mode: mode.optional().meta({ description: 'What fails: nothing; labels and their order; these, contents and evidence.' }),
    'test-paths': globs().optional().meta({ description: 'What counts as a test; replaces the default.' }),
    'production-paths': globs().optional().meta({ description: 'What is production code though a test path covers it.' }),
    paths: z
      .array(path, 'must be a list of `path` and `mode`')
      .max(mostListed, `must be a list of at most ${mostListed} paths`)
      .optional()
      .meta({ description: 'Other modes for some paths; the last one that covers a path decides.' }),
    'exempt-types': words('commit types').optional(),
    'exempt-authors': words('names').optional(),
    labels: labels.optional().meta({ description: 'Further ways to label a commit, each off unless asked for.' }),
    evidence: evidence.optional(),
    newcomers: choice(['advisory', 'same']).optional().meta({ description: 'What holds for those who contribute for the first time.' }),
    'override-command': onOff
      .optional()
      .meta({ description: 'Whether `/portcullis override`, written by a maintainer with a reason, lets a pull request pass.' }),
  },
  isMap,
);

/** The options at a path below `tdd`, or null where it is no map of options. */
export function tddOptionsAt([first, second]: readonly PropertyKey[]): string[] | null {
  if (first === undefined) return Object.keys(tddSchema.shape);
  if (first === 'paths' && second !== undefined) return Object.keys(path.shape);
  if (first === 'labels') return second === 'patterns' ? ['red', 'green', 'refactor'] : Object.keys(labels.shape);
  if (first === 'evidence') return Object.keys(evidence.shape);
  return null;
}
