import { beforeAll, describe, expect, test } from '@jest/globals';
import secretInLog from '../checks/leak/secret-in-log/check.ts';
import { judgeFinding } from '../src/decide/severity.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), [secretInLog], { parseDeadline: 60_000 });
});

/** `severity confidence` of each finding. */
function told(path: string, text: string): string[] {
  const { findings, incomplete } = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(text) });
  expect(incomplete).toEqual([]);
  return findings.map((finding) => {
    const { severity, confidence } = judgeFinding(finding, 'production');
    return `${severity} ${confidence}`;
  });
}

describe('what a secret in a log weighs', () => {
  test.each<[string, string, string, string[]]>([
    ['a key of the environment in a text', 'src/a.ts', 'console.log(`with ${process.env.API_TOKEN}`);\n', ['high high']],
    ['a key of the environment as it is', 'src/a.ts', 'console.log("with", process.env.DB_PASSWORD);\n', ['high high']],
    ['by a variable', 'src/a.ts', 'const key = process.env.API_KEY;\nlogger.info("key %s", key);\n', ['high high']],
    ['who asks', 'src/a.js', 'app.use((req, res) => { console.log("auth", req.headers.authorization); });\n', ['high high']],
    ['a key in Python', 'app/a.py', 'import os\nkey = os.environ["API_KEY"]\nprint(f"key {key}")\n', ['high high']],
    ['asked for in Python', 'app/a.py', 'import logging, os\nlogging.info("with %s", os.getenv("API_TOKEN"))\n', ['high high']],
    // A logger may leave out fields of what it is given.
    ['a field of a record', 'src/a.ts', 'logger.info({ apiKey: process.env.API_KEY }, "asking");\n', ['medium high']],
    ['only named so', 'src/a.ts', 'export const tell = (apiKey: string) => console.log(apiKey);\n', ['medium medium']],
    ['the whole environment', 'src/a.ts', 'console.log(process.env);\n', ['medium high']],
    ['masked', 'src/a.ts', 'console.log(`with ${maskToken(process.env.API_TOKEN)}`);\n', []],
    ['whether there is one', 'src/a.ts', 'console.log(Boolean(process.env.API_TOKEN), process.env.MAX_TOKENS);\n', []],
    [
      'a field that the logger leaves out',
      'src/a.ts',
      'const log = pino({ redact: ["apiKey", "req.headers.authorization"] });\nconst apiKey = process.env.API_KEY;\nlog.info({ apiKey }, "asking");\n',
      [],
    ],
    [
      'a text of a logger that leaves out fields',
      'src/a.ts',
      'const log = pino({ redact: ["apiKey"] });\nlog.info(`asking with ${process.env.API_KEY}`);\n',
      ['high high'],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(told(path, text)).toEqual(expected);
  });
});
