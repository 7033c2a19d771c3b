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
  ['a.py', (next: string, name: string) => `${next} = ${name} + ${name}\nc.execute("select a from b where x = '" + ${next} + "'")`],
  ['a.sh', (next: string, name: string) => `${next}="$${name}$${name}$(date)"\neval "$${next}"\n[ -n "$a" ] && ${next}=$a\n${name}=$b`],
  ['a.ps1', (next: string, name: string) => `$${next} = "$${name} $${name}"\niex "b $${next}"`],
])('a file made to be followed for ever is followed to its end, for values go forward: %s', (path, line) => {
  const analysis = analyze({ path, mode: 'file', bytes: new TextEncoder().encode(doubling(line)) });
  expect(analysis.incomplete).toEqual([]);
});

test('more sinks in one function than anybody writes are told', () => {
  const text = `function all(x) {\n${'  eval(x);\n'.repeat(5000)}}\nall(process.argv[2]);\n`;
  const analysis = analyze({ path: 'a.js', mode: 'file', bytes: new TextEncoder().encode(text) });
  expect(analysis.incomplete).toEqual(['too many sinks to follow them all']);
});
