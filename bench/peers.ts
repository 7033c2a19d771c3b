/** The scan beside the linter of each language on the same real files: whole command lines in turns, and who finds races and ignored failures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ParsedLanguage } from '../src/engine/parse/grammars.ts';
import { median, type ProcessRun, runProcess, takeTurns } from './measure.ts';
import type { RealFile } from './real/realFiles.ts';
import { sampleLines } from './real/sample.ts';

const ROUNDS = 3;
const LINES = 10_000;

interface Peer {
  readonly language: ParsedLanguage;
  readonly ending: string;
  readonly run: (folder: string, names: readonly string[]) => ProcessRun | null;
  /** The rule of each finding in the report. */
  readonly rules: (stdout: string) => string[];
  /** Its rules about races, temporary files, and failures that nobody looks at. */
  readonly akin: RegExp;
}

export function eslintConfig(root: string): string {
  const at = (path: string) => JSON.stringify(resolve(root, 'node_modules', path));
  return `
import security from ${at('eslint-plugin-security/index.js')};
import parser from ${at('@typescript-eslint/parser/dist/index.js')};
export default [{ ...security.configs.recommended, files: ['**/*.{js,ts}'], languageOptions: { parser }, linterOptions: { noInlineConfig: true } }];
`;
}

const peers = (root: string): Readonly<Record<string, Peer>> => ({
  shellcheck: {
    language: 'bash',
    ending: 'sh',
    run: (folder, names) => runProcess('shellcheck', ['-f', 'json', ...names], folder),
    rules: (out) => (JSON.parse(out) as { code: number }[]).map(({ code }) => `SC${code}`),
    // Same file read and written, tempfile, mkdir -pm; status masked, cd unchecked, $? of another command.
    akin: /^SC(?:2094|2186|2174|2155|2164|2319|2320)$/,
  },
  bandit: {
    language: 'python',
    ending: 'py',
    run: (folder) => runProcess('bandit', ['-q', '-r', '-f', 'json', '.'], folder),
    rules: (out) => (JSON.parse(out) as { results: { test_id: string }[] }).results.map((one) => one.test_id),
    // Loose modes, fixed temporary paths, mktemp; exceptions passed over.
    akin: /^B(?:103|108|306|110|112)$/,
  },
  'eslint-plugin-security': {
    language: 'javascript',
    ending: 'js',
    run: (folder, names) => {
      writeFileSync(join(folder, 'eslint.config.mjs'), eslintConfig(root));
      return runProcess('node', [join(root, 'node_modules/eslint/bin/eslint.js'), '--no-warn-ignored', '-f', 'json', ...names], folder);
    },
    rules: (out) =>
      (JSON.parse(out) as { messages: { ruleId: string | null }[] }[]).flatMap(({ messages }) =>
        messages.map(({ ruleId }) => ruleId ?? 'not parsed'),
      ),
    // It has no rule about order or outcomes.
    akin: /(?!)/,
  },
});

const OURS_AKIN = /^(?:toctou|failsecure|artifact)\//;

function counts(rules: readonly string[]): string {
  const byRule = new Map<string, number>();
  for (const rule of rules) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  return [...byRule]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `${rule} ${count}`)
    .join(', ');
}

export function benchPeers(dir: string, root: string, files: readonly RealFile[]): string[] {
  const rows = Object.entries(peers(root)).flatMap(([name, peer]) => {
    const sample = sampleLines(files, peer.language, LINES);
    const folder = join(dir, 'peers', peer.language);
    mkdirSync(folder, { recursive: true });
    const names = sample.map((file, index) => {
      writeFileSync(join(folder, `file${index}.${peer.ending}`), file.bytes);
      return `file${index}.${peer.ending}`;
    });
    const lines = sample.reduce((sum, file) => sum + file.lines, 0);
    const results = takeTurns(
      {
        ours: () => runProcess('node', [join(root, 'dist/cli.js'), 'scan', folder, '--format', 'json'], root),
        theirs: () => peer.run(folder, names),
      },
      ROUNDS,
    );
    const { ours, theirs } = results as { ours: (typeof results)[string]; theirs: (typeof results)[string] };
    const found = (JSON.parse(ours.last!.stdout) as { findings: { checkId: string; severity: string }[] }).findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ checkId }) => checkId);
    const row = (who: string, times: readonly number[], rules: readonly string[], akin: RegExp) => {
      const inFamilies = rules.filter((rule) => akin.test(rule));
      return `    ${who.padEnd(24)} median ${median(times).toFixed(0).padStart(6)} ms   ${String(rules.length).padStart(5)} findings, ${inFamilies.length} of races and ignored failures${inFamilies.length > 0 ? `: ${counts(inFamilies)}` : ''}`;
    };
    return [
      `  ${peer.language}: ${sample.length} files, ${lines} lines`,
      row('portcullis scan', ours.times, found, OURS_AKIN),
      ...(theirs.last
        ? [
            row(name, theirs.times, peer.rules(theirs.last.stdout), peer.akin),
            `    ours / theirs ${(median(ours.times) / median(theirs.times)).toFixed(2)}`,
          ]
        : [`    ${name.padEnd(24)} missing on this machine`]),
    ];
  });
  return [`Beside the linters on the same real files, process start included, ${ROUNDS} rounds in turns; our notes not counted`, ...rows];
}
