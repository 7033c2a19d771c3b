import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '../src/config/defaults.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import type { Outline } from '../src/model/outline.ts';
import type { TddMode, TddReport } from '../src/model/review.ts';
import { renderTddText } from '../src/report/text.ts';
import { judgeTdd } from '../src/review/judgeTdd.ts';
import { type AnalyzerPool, createPool } from '../src/sandbox/pool.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';
import { cheating } from './tddSequences/cheating.ts';
import { type Made, makeHistories } from './tddSequences/histories.ts';
import { honest } from './tddSequences/honest.ts';
import type { Sequence } from './tddSequences/sequence.ts';
import { sloppy } from './tddSequences/sloppy.ts';

const tables: Readonly<Record<string, readonly Sequence[]>> = { honest, sloppy, cheating };

let root = '';
let repo: Repository;
let histories: Map<string, Made>;
let pool: AnalyzerPool;
const outlines = new Map<string, Outline>();
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-sequences-'));
  repo = repository(root, 'all', true);
  histories = makeHistories(repo, Object.values(tables).flat());
  pool = createPool({ children: 2, spare: false, fileDeadline: 10_000, parseDeadline: 5000 });
});
afterAll(async () => {
  await pool.close();
  rmSync(root, { recursive: true, force: true });
});

/** In the modes advisory, labels and strict. */
async function judge({ name, title }: Sequence): Promise<readonly [TddReport, TddReport, TddReport]> {
  const { base, head } = histories.get(name)!;
  const change = await readLocalChange({ repo: repo.dir, base, head, environment: gitEnvironment });
  const by = (mode: TddMode) => {
    const settings = { ...defaultPolicy.tdd, mode };
    return judgeTdd({ change, settings, outline: pool.outline, context: { title: title ?? null }, concurrency: 16, cache: outlines });
  };
  try {
    return [await by('advisory'), await by('labels'), await by('strict')];
  } finally {
    await change.close();
  }
}

/** The report of strict mode, with places for shas. */
function shown(report: TddReport): string {
  let text = renderTddText(report, { colour: false });
  for (const [at, { sha }] of report.commits.entries()) {
    const place = String(at + 1);
    for (const length of [40, 12, 7]) text = text.replaceAll(sha.slice(0, length), place.padStart(length, '0'));
  }
  return text;
}

/** Texts stand in a file beside the table, each below the name of its sequence. */
const fileOf = (table: string) => new URL(`./tddSequences/${table}.txt`, import.meta.url);
const heading = (name: string) => `\n#### ${name} ####\n`;

function expected(table: string): Map<string, string> {
  const [, ...parts] = readFileSync(fileOf(table), 'utf8').split(/\n#### (.*) ####\n/);
  return new Map(parts.flatMap((part, at) => (at % 2 === 0 ? [[part, parts[at + 1]!] as [string, string]] : [])));
}

describe.each(Object.entries(tables))('%s', (table, rows) => {
  const told = new Map<string, string>();

  test.each(rows.map((row) => [row.name, row] as const))('%s', async (name, row) => {
    const reports = await judge(row);
    const strict = reports[2];
    const place = new Map(strict.commits.map(({ sha }, at) => [sha, at + 1]));
    told.set(name, shown(strict));
    expect({
      verdict: reports.map(({ conclusion }) => conclusion),
      violations: strict.violations.map(({ id, commit }) => `${place.get(commit)} ${id}`),
    }).toEqual({ verdict: row.verdict, violations: row.violations });
  });

  test('each says what is to be said, whole', () => {
    // Written anew on demand, then read by whoever asked for it.
    if (process.env.WRITE_EXPECTED === '1') writeFileSync(fileOf(table), [...told].map(([name, text]) => heading(name) + text).join(''));
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected(table)));
  });
});

test('what was rewritten, with other shas and dates, reads the same', async () => {
  const [before, after] = ['two cycles', 'two cycles, rebased'].map((name) => honest.find((row) => row.name === name)!);
  const texts = [shown((await judge(before!))[2]), shown((await judge(after!))[2])];
  expect(texts[1]).toBe(texts[0]);
});
