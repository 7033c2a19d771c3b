import { beforeAll, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

/** Each name is the one before it twice, so that following them all takes 2^1000 steps. */
function doubling(line: (next: string, name: string) => string): string {
  return Array.from({ length: 1000 }, (_, position) => line(`v${position + 1}`, `v${position}`)).join('\n');
}

test.each([
  [
    'a.py',
    (next: string, name: string) => `${next} = ${name} + ${name}\nc.execute("select a from b where x = '" + ${next} + "'")`,
    'injection/sql-string',
  ],
  [
    'a.sh',
    (next: string, name: string) => `${next}="$${name}$${name}$(date)"\neval "$${next}"\n[ -n "$a" ] && ${next}=$a\n${name}=$b`,
    'injection/shell-eval',
  ],
  ['a.ps1', (next: string, name: string) => `$${next} = "$${name} $${name}"\niex "b $${next}"`, 'injection/invoke-expression'],
])('a file made to be followed for ever is given up, and that is told: %s', (path, line, ...failed) => {
  const analysis = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(doubling(line)) });
  expect(analysis.incomplete).toEqual(failed.map((check) => `check ${check} failed (SearchBudgetSpent)`));
});
