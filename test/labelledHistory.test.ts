import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { labelledHistory } from '../bench/labelledHistory.ts';
import { readLocalChange } from '../src/git/readLocalChange.ts';
import { gitEnvironment } from './support/repository.ts';

test('the history that speed is measured on has honest cycles of ten files a commit, and ends with a whole one', async () => {
  const root = mkdtempSync(join(tmpdir(), 'portcullis-labelled-'));
  try {
    const subjects: string[][] = [];
    for (const count of [2, 7, 10, 11]) {
      const repo = join(root, String(count));
      const range = labelledHistory(repo, count);
      const change = await readLocalChange({ repo, ...range, environment: gitEnvironment });
      expect(change.commits.map(({ touches }) => touches?.length)).toEqual(Array.from({ length: count }, () => 10));
      subjects.push(change.commits.map(({ message }) => /\((\w)/.exec(message)![1]!));
      await change.close();
    }
    expect(subjects.map((letters) => letters.join(''))).toEqual(['RG', 'RGRGRGR', 'RGRGRGRRGR', 'RGRGRGRRGRG']);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
