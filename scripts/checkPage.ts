/** The page of a check, made from its declaration and its fixtures, so it cannot say what is not so. */

import { scoreVector } from '../src/decide/cvss.ts';
import { bandOf } from '../src/decide/severity.ts';
import type { CheckDeclaration } from '../src/engine/check.ts';

export interface FixtureText {
  readonly name: string;
  readonly text: string;
}

const fenceLanguages: Readonly<Record<string, string>> = {
  ps1: 'powershell',
  py: 'python',
  sh: 'bash',
  js: 'javascript',
  ts: 'typescript',
  yml: 'yaml',
};

const languageNames = {
  bash: 'Bash and sh',
  js: 'JavaScript and TypeScript',
  py: 'Python',
  ps: 'PowerShell',
  yaml: 'YAML',
  dockerfile: 'Dockerfile',
} as const;

/** What it looks at, in words. */
export function languagesOf(check: CheckDeclaration): string[] {
  return [check.detect].flat().flatMap((detection) => {
    if (detection.kind === 'literal') return ['any text'];
    return Object.keys(detection).flatMap((key) => (key in languageNames ? [languageNames[key as keyof typeof languageNames]] : []));
  });
}

function severityOf(check: CheckDeclaration): string {
  const score = scoreVector(check.cvss);
  return score === null ? 'note' : `${bandOf(score)} (${score.toFixed(1)})`;
}

const cweLinks = (check: CheckDeclaration) =>
  check.cwe.map((cwe) => `[CWE-${cwe}](https://cwe.mitre.org/data/definitions/${cwe}.html)`).join(', ');

export function checkPage(check: CheckDeclaration, fixtures: readonly FixtureText[]): string {
  const parts = [
    `# ${check.title}`,
    `\`${check.id}\` · ${severityOf(check)} · ${cweLinks(check)} · ${languagesOf(check).join(', ')}`,
    check.message,
    `## Why it matters\n\n${check.why}`,
    `## What to write instead\n\n${check.remediation}`,
    `## What it does not see\n\n${check.limits}`,
    `## Severity\n\nThe usual case is \`${check.cvss}\`; [severity.md](../../severity.md) says what moves it.`,
    '## Examples\n\nThe fixtures this check is tested with. `expect` announces a finding on the next line; every other line is silent, and `ok` marks the tempting ones.',
    ...fixtures.map(({ name, text }) => {
      const ending = name.split('.').pop()!;
      return `### ${name}\n\n\`\`\`\`${fenceLanguages[ending] ?? ending}\n${text.trimEnd()}\n\`\`\`\``;
    }),
  ];
  if (check.references.length > 0) parts.push(`## Further reading\n\n${check.references.map((url) => `- <${url}>`).join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

/** The list of all checks. */
export function checkIndex(checks: readonly CheckDeclaration[]): string {
  const rows = [...checks]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((check) => `| [\`${check.id}\`](${check.id}.md) | ${check.title} | ${severityOf(check)} | ${languagesOf(check).join(', ')} |`);
  return `# Checks\n\nMade by \`npm run docs\` from the declarations in \`checks/\`.\n\n| check | what it reports | usual severity | looks at |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}
