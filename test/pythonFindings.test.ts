import { beforeAll, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

function vectorsOf(program: string): (string | null | undefined)[] {
  const { findings } = analyze({ path: 'a.py', mode: 'file', bytes: new TextEncoder().encode(`import os, shutil\n${program}`) });
  return findings.filter(({ checkId }) => checkId === 'toctou/check-then-use').map(({ vector }) => vector);
}

const SPOILS = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';
const WRITES = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H';

test.each([
  ['deleted', 'def f(p):\n  if os.path.exists(p): os.remove(p)', [SPOILS]],
  ['deleted with all below it', 'def f(p):\n  if os.path.isdir(p): shutil.rmtree(p)', [SPOILS]],
  ['taken away', 'def f(p):\n  if os.path.exists(p): os.rename(p, "old")', [SPOILS]],
  ['made a link', 'def f(p):\n  if not os.path.exists(p): os.symlink("a", p)', [SPOILS]],
  ['deleted where everybody can write', 'if os.path.isdir("/tmp/portal"): shutil.rmtree("/tmp/portal")', [WRITES]],
  ['written', 'def f(p):\n  if not os.path.exists(p): open(p, "w").write("a")', [WRITES]],
  ['opened to others', 'def f(p):\n  if os.path.exists(p): os.chmod(p, 0o644)', [WRITES]],
])('what follows no link weighs little unless others can write there: %s', (_, program, vectors) => {
  expect(vectorsOf(program)).toEqual(vectors);
});
