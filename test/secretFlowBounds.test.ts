import { expect, test } from '@jest/globals';
import secretInLog from '../checks/leak/secret-in-log/check.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { createPool } from '../src/sandbox/pool.ts';

test('a long chain of variables ends the search, not the check', async () => {
  const analyze = createAnalyzer(await loadCore('native'), [secretInLog], { parseDeadline: 60_000 });
  const chain = Array.from({ length: 3000 }, (_, index) => `a${index + 1}="$a${index}$a${index}x"`);
  const text = ['a0=$TOKEN', ...chain, 'echo "$a3000"', 'echo "$TOKEN"', ''].join('\n');
  const { findings, incomplete } = analyze({ path: 'build.sh', mode: 'file', bytes: new TextEncoder().encode(text) });
  expect({ lines: findings.map(({ startLine }) => startLine), incomplete }).toEqual({ lines: [3003], incomplete: [] });
});

test.each(['lib/loader.js', 'lib/loader.py'])(
  'long runs of letters, as inlined source maps have them, keep no file from being analysed: %s',
  async (path) => {
    const pool = createPool({ children: 1, spare: false });
    try {
      const comment = path.endsWith('.py') ? '#' : '//';
      const run = 'eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXSwibWFwcGluZ3Mi'.repeat(900);
      const code = path.endsWith('.py') ? 'import sys\nprint(sys.argv[1])' : 'console.log(process.argv[2]);';
      const text = [code, ...Array.from({ length: 12 }, () => `${comment} ${run}`)].join('\n');
      const { incomplete, skipped } = await pool.analyze({ path, mode: 'file', bytes: new TextEncoder().encode(`${text}\n`) });
      expect({ incomplete, skipped }).toEqual({ incomplete: [], skipped: null });
    } finally {
      await pool.close();
    }
  },
);
