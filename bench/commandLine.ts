/** The command line beside its peers on the same change, process start included. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchFile, commitCorpus } from './corpus.ts';
import { median, runProcess, takeTurns } from './measure.ts';
import { eslintConfig } from './tools.ts';

const ROUNDS = 7;

function count(of: (stdout: string) => number, stdout: string | undefined): string {
  try {
    return stdout === undefined ? '-' : String(of(stdout));
  } catch {
    return 'unreadable';
  }
}

export function benchCommandLine(dir: string, root: string, files: readonly BenchFile[]): string[] {
  const { base, head } = commitCorpus(dir, files);
  writeFileSync(join(dir, 'eslint.config.mjs'), eslintConfig(root));
  const paths = (ending: RegExp) => files.filter(({ path }) => ending.test(path)).map(({ path }) => path);
  const peers = {
    portcullis: () =>
      runProcess('node', [join(root, 'dist/cli.js'), 'review', '--repo', dir, '--base', base, '--head', head, '--format', 'json'], dir),
    'portcullis scan': () => runProcess('node', [join(root, 'dist/cli.js'), 'scan', 'src', '--format', 'json'], dir),
    'eslint-plugin-security': () =>
      runProcess('node', [join(root, 'node_modules/eslint/bin/eslint.js'), '--no-warn-ignored', '-f', 'json', ...paths(/\.[jt]s$/)], dir),
    shellcheck: () => runProcess('shellcheck', ['-f', 'json', ...paths(/\.sh$/)], dir),
    bandit: () => runProcess('bandit', ['-q', '-f', 'json', ...paths(/\.py$/)], dir),
  };
  const results = takeTurns(peers, ROUNDS);
  const findings: Record<string, (stdout: string) => number> = {
    portcullis: (out) => JSON.parse(out).introduced.length + JSON.parse(out).unchanged,
    'portcullis scan': (out) => JSON.parse(out).findings.length,
    'eslint-plugin-security': (out) =>
      JSON.parse(out).reduce((sum: number, file: { messages: unknown[] }) => sum + file.messages.length, 0),
    shellcheck: (out) => JSON.parse(out).length,
    bandit: (out) => JSON.parse(out).results.length,
  };
  const ours = median(results.portcullis!.times);
  const lines = files.reduce((sum, file) => sum + file.head.split('\n').length, 0);
  return [
    `Command line: ${files.length} files, ${lines} lines, both versions for us, one for the peers; ${ROUNDS} rounds in turns, process start included`,
    ...Object.entries(results).map(([name, { times, last }]) =>
      times.length === 0
        ? `  ${name.padEnd(24)} missing on this machine`
        : `  ${name.padEnd(24)} median ${median(times).toFixed(0).padStart(6)} ms   ${(ours / median(times)).toFixed(2).padStart(5)} = ours / theirs   ${count(findings[name]!, last?.stdout)} findings`,
    ),
  ];
}
