import { expect, test } from '@jest/globals';
import secretInLog from '../checks/leak/secret-in-log/check.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

test('a long chain of variables ends the search, not the check', async () => {
  const analyze = createAnalyzer(await loadCore('native'), [secretInLog], { parseDeadline: 60_000 });
  const chain = Array.from({ length: 3000 }, (_, index) => `a${index + 1}="$a${index}$a${index}x"`);
  const text = ['a0=$TOKEN', ...chain, 'echo "$a3000"', 'echo "$TOKEN"', ''].join('\n');
  const { findings, incomplete } = analyze({ path: 'build.sh', mode: 'file', bytes: new TextEncoder().encode(text) });
  expect({ lines: findings.map(({ startLine }) => startLine), incomplete }).toEqual({ lines: [3003], incomplete: [] });
});
