/** Reads the fixtures of all checks: real code with promises in comments, `expect: <id>` or `ok: <why>` on the line above. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSecrets } from './secrets.ts';

export interface Fixture {
  /** The check whose folder it lies in. */
  readonly checkId: string;
  /** Path of the file, for messages. */
  readonly file: string;
  /** The path it is analysed under: what stands behind the `fixtures/` that would make it a test file. */
  readonly path: string;
  readonly text: string;
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
  return { checkId, file, path, text, expected: expected.sort(), expects, oks };
}

export function readFixtures(root = 'checks'): Fixture[] {
  return (readdirSync(root, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const [, checkId, path] = /^(.+?)\/fixtures\/(.+)$/.exec(file.slice(root.length + 1)) ?? [];
      return checkId && path ? [parseFixture(checkId, file, path)] : [];
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
