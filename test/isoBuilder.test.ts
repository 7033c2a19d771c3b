/**
 * The classic case, in both directions: a builder of cloud-init images that writes a key to a temporary file for all to read, runs
 * genisoimage without a look, then chmods and chowns without one. The version that does it right shows four findings fixed and
 * introduces nothing; taking it back introduces the four.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import type { Finding } from '../src/model/finding.ts';
import { gitEnvironment, type Repository, repository } from './support/repository.ts';

const script = (name: string) => readFileSync(join('test/fixtures/iso-builder', name), 'utf8');

let root = '';
let repo: Repository;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portcullis-iso-'));
  repo = repository(root, 'images');
  const commit = (tag: string, message: string, name: string) => {
    repo.write({ 'bin/build-seed.sh': script(name) });
    repo.commit(message);
    repo.git('tag', tag);
  };
  commit('hole', 'feat: seed images', 'hole.sh');
  commit('fixed', 'fix: the key is nobody else’s, and failures are seen', 'fixed.sh');
  commit('undone', 'revert: simpler again', 'hole.sh');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Reviewed {
  readonly introduced: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly incomplete: readonly object[];
}

async function review(base: string, head: string): Promise<Reviewed> {
  let out = '';
  await main(['review', '--repo', repo.dir, '--base', base, '--head', head, '--format', 'json'], {
    out: (text) => {
      out += text;
    },
    error: () => {},
    colour: false,
    interactive: false,
    environment: gitEnvironment,
    version: '1.2.3',
    today: '2026-11-21',
  });
  return JSON.parse(out);
}

const four = [
  ['toctou/secret-before-chmod', 'medium', 4.7, 'printf'],
  ['artifact/producer-unchecked', 'medium', 4.2, 'genisoimage'],
  ['failsecure/privileged-unchecked', 'medium', 4.2, 'chmod 640'],
  ['failsecure/privileged-unchecked', 'medium', 4.2, 'chown'],
];

/** Each finding with its score and the beginning of the line it stands in. */
function told(findings: readonly Finding[]): readonly (readonly unknown[])[] {
  const lines = script('hole.sh').split('\n');
  return [...findings]
    .sort((a, b) => a.startLine - b.startLine)
    .map(({ checkId, severity, cvss, startLine }, index) => {
      const expected = String(four[index]?.[3] ?? '');
      const line = lines[startLine - 1]!;
      return [checkId, severity, cvss?.score, line.startsWith(expected) ? expected : line];
    });
}

describe('the builder of seed images', () => {
  test('done right shows the four fixed, and nothing new', async () => {
    const { introduced, fixed, incomplete } = await review('hole', 'fixed');
    expect({ introduced, fixed: told(fixed), incomplete }).toEqual({ introduced: [], fixed: four, incomplete: [] });
  });

  test('taken back introduces the four', async () => {
    const { introduced, fixed, incomplete } = await review('fixed', 'undone');
    expect({ introduced: told(introduced), fixed, incomplete }).toEqual({ introduced: four, fixed: [], incomplete: [] });
  });

  test('as it is first written has the four, and no other', async () => {
    repo.git('checkout', '-q', '--orphan', 'empty');
    repo.git('rm', '-rfq', '.');
    repo.write({ 'README.md': 'images\n' });
    repo.commit('chore: start');
    repo.write({ 'bin/build-seed.sh': script('hole.sh') });
    repo.commit('feat: seed images');
    const { introduced } = await review('empty~1', 'empty');
    expect(told(introduced)).toEqual(four);
  });
});
