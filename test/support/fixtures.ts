/**
 * Reads the fixtures of all checks: real code with promises in comments, `expect: <id>` or `ok: <why>` on the line above. The files of a
 * folder `fixtures/<name>.repo/` are a repository of their own: each is analysed with the others around it, under its path below that
 * folder. One whose first line is the comment `unchanged` is no part of the change: it is only looked into from the others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileInput } from '../../src/engine/analyzeFile.ts';
import { mayHoldSecrets } from '../../src/engine/documents/buildContext.ts';
import type { Neighbour } from '../../src/engine/project/project.ts';
import { fillSecrets } from './secrets.ts';

export interface Fixture {
  /** The check whose folder it lies in. */
  readonly checkId: string;
  /** Path of the file, for messages. */
  readonly file: string;
  /** The path it is analysed under: what stands behind the `fixtures/` that would make it a test file. */
  readonly path: string;
  readonly text: string;
  /** False for a file that others take from, and that is not analysed itself. */
  readonly isChanged: boolean;
  /** The other files of its repository. */
  readonly neighbours: readonly Neighbour[];
  /** `line: check id`, sorted; what the file promises to be reported. */
  readonly expected: readonly string[];
  readonly expects: number;
  readonly oks: number;
}

const PROMISE = /(?:#|\/\/|--|\/\*|<!--)\s*(expect|ok):\s*(.*?)\s*(?:\*\/\}?|-->)?\s*$/;

function parseFixture(checkId: string, file: string, path: string): Fixture {
  const text = fillSecrets(readFileSync(file, 'utf8'));
  const lines = text.split(/\r?\n/);
  const expected: string[] = [];
  let expects = 0;
  let oks = 0;
  lines.forEach((line, index) => {
    const promise = PROMISE.exec(line);
    if (!promise) return;
    if (promise[1] === 'ok') {
      oks++;
      return;
    }
    let target = index + 1;
    while (PROMISE.test(lines[target] ?? '')) target++;
    for (const id of promise[2]!.split(/\s*,\s*/)) {
      if (id === checkId) expects++;
      expected.push(`${target + 1}: ${id}`);
    }
  });
  const isChanged = !/^(?:#|\/\/|--)[ \t]*unchanged[ \t]*\r?\n/.test(text);
  return { checkId, file, path, text, isChanged, neighbours: [], expected: expected.sort(), expects, oks };
}

const REPOSITORY = /^[^/]+\.repo\//;

export function readFixtures(root = 'checks'): Fixture[] {
  const fixtures = (readdirSync(root, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const [, checkId, path] = /^(.+?)\/fixtures\/(.+)$/.exec(file.slice(root.length + 1)) ?? [];
      return checkId && path ? [parseFixture(checkId, file, path.replace(REPOSITORY, ''))] : [];
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const repositoryOf = ({ file }: Fixture) => /^.*?\/fixtures\/[^/]+\.repo\//.exec(file)?.[0] ?? null;
  return fixtures.map((fixture) => {
    const repository = repositoryOf(fixture);
    const around = repository === null ? [] : fixtures.filter((other) => other !== fixture && repositoryOf(other) === repository);
    return {
      ...fixture,
      neighbours: around.map(({ path, text, isChanged }) => ({ path, isChanged, bytes: new TextEncoder().encode(text) })),
    };
  });
}

/** The fixtures that are analysed themselves. */
export function changedFixtures(root?: string): Fixture[] {
  return readFixtures(root).filter(({ isChanged }) => isChanged);
}

export function inputOf({ path, text, neighbours }: Fixture): FileInput {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const below = neighbours.map((one) => one.path).filter((other) => other.startsWith(folder) && mayHoldSecrets(other));
  return { path, mode: 'file', bytes: new TextEncoder().encode(text), neighbours, below };
}
