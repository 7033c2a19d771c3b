/** Tools that look for secrets, called on a folder. */
import { join } from 'node:path';
import { portcullis, type Tool } from './tools.ts';

const NONE = /(?!)/;
const untold = () => 0;
const anyLanguage = [] as const;

export function secretTools(root: string): readonly Tool[] {
  const ours = portcullis(root);
  return [
    { ...ours, name: 'portcullis scan, leaks', rules: (out) => ours.rules(out).filter((rule) => rule.startsWith('leak/')), akin: NONE },
    {
      name: 'secretlint, recommended',
      languages: anyLanguage,
      command: 'node',
      args: () => [
        join(root, 'node_modules/secretlint/bin/secretlint.js'),
        '--secretlintrcJSON',
        JSON.stringify({ rules: [{ id: join(root, 'node_modules/@secretlint/secretlint-rule-preset-recommend') }] }),
        '--format',
        // Its report in JSON repeats every file, more than is written before it ends.
        'unix',
        '**/*',
      ],
      statuses: [0, 1],
      rules: (out) => [...out.matchAll(/ > (\S+)\]$/gm)].map(([, rule]) => rule!),
      unread: untold,
      akin: NONE,
    },
    {
      name: 'gitleaks',
      languages: anyLanguage,
      command: 'gitleaks',
      args: () => [
        'dir',
        '.',
        '--no-banner',
        '--exit-code',
        '0',
        '--report-format',
        'json',
        '--report-path',
        '/dev/stdout',
        '--log-level',
        'error',
      ],
      statuses: [0],
      rules: (out) => (JSON.parse(out) as { RuleID: string }[]).map(({ RuleID }) => RuleID),
      unread: untold,
      akin: NONE,
    },
    {
      name: 'detect-secrets',
      languages: anyLanguage,
      command: 'detect-secrets',
      args: () => ['scan', '--all-files', '.'],
      statuses: [0],
      rules: (out) =>
        Object.values((JSON.parse(out) as { results: Record<string, { type: string }[]> }).results).flatMap((found) =>
          found.map(({ type }) => type),
        ),
      unread: untold,
      akin: NONE,
    },
  ];
}
