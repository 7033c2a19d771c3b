import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { stalePages } from '../scripts/docs.ts';
import { defaultPolicy } from '../src/config/defaults.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import { changedFixtures, inputOf, readFixtures } from './support/fixtures.ts';

let analyze: AnalyzeFile;

beforeAll(async () => {
  // A long deadline: a loaded machine must not turn a fixture red.
  analyze = createAnalyzer(await loadCore('native'), checks, { parseDeadline: 60_000 });
});

describe('fixtures', () => {
  test.each(changedFixtures().map((fixture) => [fixture.file, fixture] as const))(
    '%s: reported is what it expects, and nothing else',
    (_, fixture) => {
      const analysis = analyze(inputOf(fixture));
      expect(analysis.incomplete).toEqual([]);
      // What is off unless asked for speaks in its own fixtures only.
      const told = analysis.findings.filter(({ checkId }) => defaultPolicy.checks[checkId] !== false || checkId === fixture.checkId);
      expect(told.map((finding) => `${finding.startLine}: ${finding.checkId}`).sort()).toEqual(fixture.expected);
    },
  );
});

test('the files of a folder .repo stand around each other, under their paths below it', () => {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-fixtures-'));
  const put = (path: string, text: string) => {
    const file = join(root, 'injection/x/fixtures', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  put('alone.py', 'a');
  put('two.repo/app/a.py', '# expect: injection/x\nb');
  put('two.repo/app/b.py', '# unchanged\nc');
  try {
    const told = changedFixtures(root).map(({ path, neighbours, expected }) => ({
      path,
      around: neighbours.map((one) => `${one.path} ${one.isChanged}`),
      expected,
    }));
    expect(told).toEqual([
      { path: 'alone.py', around: [], expected: [] },
      { path: 'app/a.py', around: ['app/b.py false'], expected: ['2: injection/x'] },
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

describe('every check', () => {
  const fixtures = readFixtures();
  const keysByEnding: Record<string, string> = {
    sh: 'bash',
    bash: 'bash',
    js: 'js',
    ts: 'js',
    tsx: 'js',
    mjs: 'js',
    cjs: 'js',
    py: 'py',
    ps1: 'ps',
    yml: 'yaml',
    yaml: 'yaml',
    dockerfile: 'dockerfile',
  };

  test('stands in the folder of its id, and each folder is registered once', () => {
    const folders = (readdirSync('checks', { recursive: true }) as string[])
      .filter((file) => file.endsWith('/check.ts'))
      .map((file) => file.replace(/\/check\.ts$/, ''));
    expect(checks.map((check) => check.id).sort()).toEqual(folders.sort());
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    '%s has six culprits and six innocents in every language it names',
    (id, check) => {
      const named = [check.detect]
        .flat()
        .flatMap((detection) =>
          detection.kind === 'literal' || detection.kind === 'secret' ? [] : Object.keys(detection).filter((key) => key !== 'kind'),
        );
      const own = fixtures.filter((fixture) => fixture.checkId === id);
      const count = (key: string) => own.filter((fixture) => keysByEnding[fixture.path.split(/[./]/).pop()!.toLowerCase()] === key);
      for (const key of named) {
        const expects = count(key).reduce((sum, fixture) => sum + fixture.expects, 0);
        const oks = count(key).reduce((sum, fixture) => sum + fixture.oks, 0);
        expect({ key, culprits: expects >= 6, innocents: oks >= 6 }).toEqual({ key, culprits: true, innocents: true });
      }
      expect(own.reduce((sum, fixture) => sum + fixture.expects, 0)).toBeGreaterThan(0);
    },
  );

  test('that the default policy turns off is there, and says so', () => {
    const off = Object.keys(defaultPolicy.checks);
    expect(off.map((id) => checks.find((check) => check.id === id)?.limits.startsWith('Off unless the config turns it on'))).toEqual(
      off.map(() => true),
    );
  });

  test.each(checks.map((check) => [check.id, check] as const))('%s is declared in full', (id, check) => {
    expect(id).toMatch(new RegExp(`^${check.family}/[a-z0-9]+(?:-[a-z0-9]+)*$`));
    for (const text of [check.title, check.message, check.why, check.remediation, check.limits])
      expect(text.trim().length).toBeGreaterThan(10);
    expect(check.cwe.length).toBeGreaterThan(0);
    expect(check.cvss).toMatch(/^CVSS:3\.1\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH]$/);
  });
});

test('every page of docs/checks says what its check declares', () => {
  expect(stalePages()).toEqual([]);
});
