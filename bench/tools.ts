/** What stands beside us on the same files: which program, how it is called, and how its report is read. */
import { join, resolve } from 'node:path';
import type { ParsedLanguage } from '../src/engine/parse/grammars.ts';

export interface Tool {
  readonly name: string;
  readonly languages: readonly ParsedLanguage[];
  readonly command: string;
  readonly args: (folder: string, names: readonly string[]) => readonly string[];
  /** How it ends when it did its work, with findings or without. */
  readonly statuses: readonly number[];
  /** The rule of each finding in the report. */
  readonly rules: (stdout: string) => string[];
  /** How many files or parts of them the report owns to have left out. */
  readonly unread: (stdout: string) => number;
  /** Its rules about races, temporary files, and failures that nobody looks at. */
  readonly akin: RegExp;
}

const NONE = /(?!)/;
/** Its report has no word for what it left out. */
const untold = () => 0;
type EslintReport = readonly { messages: { ruleId: string | null; fatal?: boolean }[] }[];

const scanned: readonly ParsedLanguage[] = ['bash', 'javascript', 'python'];

export function eslintConfig(root: string): string {
  const at = (path: string) => JSON.stringify(resolve(root, 'node_modules', path));
  return `
import security from ${at('eslint-plugin-security/index.js')};
import parser from ${at('@typescript-eslint/parser/dist/index.js')};
export default [{ ...security.configs.recommended, files: ['**/*.{js,ts}'], languageOptions: { parser }, linterOptions: { noInlineConfig: true } }];
`;
}

export const portcullis = (root: string): Tool => ({
  name: 'portcullis scan',
  languages: scanned,
  command: 'node',
  args: (folder) => [join(root, 'dist/cli.js'), 'scan', folder, '--format', 'json'],
  // What could not be analysed in time is told beside the findings.
  statuses: [0, 1, 3],
  rules: (out) =>
    (JSON.parse(out) as { findings: { checkId: string; severity: string }[] }).findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ checkId }) => checkId),
  unread: (out) => (JSON.parse(out) as { incomplete: unknown[] }).incomplete.length,
  akin: /^(?:toctou|failsecure|artifact)\//,
});

/** `eslintConfigPath`: where the text of `eslintConfig` was written, outside of the files that are measured. */
export const peerTools = (root: string, eslintConfigPath: string): readonly Tool[] => [
  {
    name: 'shellcheck',
    languages: ['bash'],
    command: 'shellcheck',
    args: (_folder, names) => ['-f', 'json', ...names],
    statuses: [0, 1],
    rules: (out) => (JSON.parse(out) as { code: number }[]).map(({ code }) => `SC${code}`),
    unread: untold,
    // Same file read and written, tempfile, mkdir -pm; status masked, cd unchecked, $? of another command.
    akin: /^SC(?:2094|2186|2174|2155|2164|2319|2320)$/,
  },
  {
    name: 'bandit',
    languages: ['python'],
    command: 'bandit',
    args: () => ['-q', '-r', '-f', 'json', '.'],
    statuses: [0, 1],
    rules: (out) => (JSON.parse(out) as { results: { test_id: string }[] }).results.map((one) => one.test_id),
    unread: (out) => (JSON.parse(out) as { errors: unknown[] }).errors.length,
    // Loose modes, fixed temporary paths, mktemp; exceptions passed over.
    akin: /^B(?:103|108|306|110|112)$/,
  },
  {
    name: 'eslint-plugin-security',
    languages: ['javascript'],
    command: 'node',
    args: (_folder, names) => [
      join(root, 'node_modules/eslint/bin/eslint.js'),
      '-c',
      eslintConfigPath,
      '--no-warn-ignored',
      '-f',
      'json',
      ...names,
    ],
    statuses: [0, 1],
    rules: (out) =>
      (JSON.parse(out) as EslintReport).flatMap(({ messages }) =>
        messages.flatMap(({ ruleId, fatal }) => (fatal ? [] : [ruleId ?? 'none'])),
      ),
    unread: (out) => (JSON.parse(out) as EslintReport).filter(({ messages }) => messages.some(({ fatal }) => fatal)).length,
    // It has no rule about order or outcomes.
    akin: NONE,
  },
  {
    name: 'ast-grep, own rules',
    languages: scanned,
    command: join(root, 'node_modules/@ast-grep/cli/ast-grep'),
    args: () => ['scan', '--config', join(root, 'bench/rules/ast-grep/sgconfig.yml'), '--json=compact', '.'],
    statuses: [0, 1],
    rules: (out) => (JSON.parse(out) as { ruleId: string }[]).map(({ ruleId }) => ruleId),
    unread: untold,
    akin: NONE,
  },
  {
    name: 'semgrep, own rules',
    languages: scanned,
    command: 'semgrep',
    args: () => [
      'scan',
      '--config',
      join(root, 'bench/rules/semgrep'),
      '--metrics=off',
      '--disable-version-check',
      '--no-git-ignore',
      '--json',
      '.',
    ],
    statuses: [0, 1],
    rules: (out) => (JSON.parse(out) as { results: { check_id: string }[] }).results.map((one) => one.check_id),
    unread: (out) => (JSON.parse(out) as { errors: unknown[] }).errors.length,
    akin: NONE,
  },
];
