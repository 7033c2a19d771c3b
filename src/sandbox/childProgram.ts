/** The file that a child runs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The build puts the child beside whatever file this one becomes part of.
const built = import.meta.url.endsWith('.ts') ? null : fileURLToPath(new URL('./child.js', import.meta.url));

let bundled: string | null = null;

/** Beside the build's own; from source one is made of it once a process, for a loader that compiles each module costs every child seconds. */
export function childProgram(): string {
  bundled ??= built ?? bundle();
  return bundled;
}

function bundle(): string {
  const require = createRequire(import.meta.url);
  const source = fileURLToPath(new URL('./child.ts', import.meta.url));
  // Below `node_modules`, where the packages that stay outside of it are found.
  const packages = dirname(dirname(require.resolve('esbuild/package.json')));
  const folder = join(packages, '.cache', 'portcullis');
  const target = join(folder, `child-${process.pid}.mjs`);
  if (existsSync(folder)) for (const name of readdirSync(folder)) if (isLeftOver(name)) rmSync(join(folder, name), { force: true });
  const flags = ['--bundle', '--packages=external', '--platform=node', '--format=esm', '--target=node20.18', '--log-level=warning'];
  // A program of its own or a script, as the package was installed: either can be run.
  execFileSync(require.resolve('esbuild/bin/esbuild'), [source, ...flags, `--outfile=${target}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return target;
}

/** Whether a bundle is one of a process that has ended. */
function isLeftOver(name: string): boolean {
  const pid = /^child-(\d+)\.mjs$/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
