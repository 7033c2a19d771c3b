/**
 * Real packages, fetched once and kept in the cache that npm leaves to tools: npm packages in the versions pinned beside this file,
 * Debian packages as the release of this system has them. Nothing of them is installed or run.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import packages from './packages.json' with { type: 'json' };

const run = promisify(execFile);
const CACHE = 'node_modules/.cache/portcullis-corpus';
const AT_ONCE = 4;

export interface Package {
  readonly name: string;
  readonly folder: string;
}

async function unpackNpm(spec: string, into: string): Promise<void> {
  await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', into, spec], { cwd: into });
  const archive = (await readdir(into)).find((name) => name.endsWith('.tgz'))!;
  await run('tar', ['-xzf', join(into, archive), '-C', into, '--strip-components=1']);
  rmSync(join(into, archive));
}

async function unpackDebian(name: string, into: string): Promise<void> {
  const archives = join(into, 'archives');
  mkdirSync(archives);
  await run('apt-get', ['download', '-q', name], { cwd: archives });
  const [archive] = await readdir(archives);
  // Raw: with the maintainer scripts, which are shell that root runs.
  await run('dpkg-deb', ['--raw-extract', join(archives, archive!), join(into, 'all')]);
  rmSync(archives, { recursive: true });
}

async function canRun(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    () => true,
    () => false,
  );
}

/** All packages of the list that can be had here. What cannot is told through `tell`, and is left out. */
export async function fetchPackages(tell: (line: string) => void): Promise<Package[]> {
  const cache = resolve(CACHE);
  mkdirSync(cache, { recursive: true });
  const hasDebian = (await canRun('apt-get')) && (await canRun('dpkg-deb'));
  if (!hasDebian) tell(`${packages.debian.length} Debian packages left out: there is no apt-get here, so most shell and Python is missing`);
  const wanted = [
    ...Object.entries(packages.npm).map(([name, version]) => ({ name: `${name}@${version}`, unpack: unpackNpm })),
    ...(hasDebian ? packages.debian.map((name) => ({ name, unpack: unpackDebian })) : []),
  ];
  const found: Package[] = [];
  const waiting = [...wanted];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, unpack } = next;
      const folder = join(cache, name.replaceAll('/', '+'));
      if (!existsSync(folder)) {
        const part = mkdtempSync(join(cache, '.part-'));
        try {
          await unpack(name, part);
          renameSync(part, folder);
        } catch (error) {
          rmSync(part, { recursive: true, force: true });
          tell(`${name} left out: ${(error as Error).message.trim().split('\n').at(-1)}`);
          continue;
        }
      }
      found.push({ name, folder });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
