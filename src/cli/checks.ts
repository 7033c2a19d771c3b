/** `portcullis checks [ID]`: the list, or one explained. */
import { checks } from '../../checks/index.ts';
import { scoreVector } from '../decide/cvss.ts';
import { bandOf } from '../decide/severity.ts';
import type { CheckDeclaration } from '../engine/check.ts';
import { nearest } from '../model/nearest.ts';
import { exitCodes, UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

function severityOf(check: CheckDeclaration): string {
  const score = scoreVector(check.cvss);
  return score === null ? 'note' : `${bandOf(score)} ${score.toFixed(1)}`;
}

function list(): string {
  const sorted = [...checks].sort((a, b) => (a.id < b.id ? -1 : 1));
  const width = Math.max(...sorted.map((check) => check.id.length));
  return sorted.map((check) => `${check.id.padEnd(width)}  ${severityOf(check).padEnd(12)}  ${check.title}\n`).join('');
}

function explain(check: CheckDeclaration): string {
  return [
    `${check.id}: ${check.title}`,
    `${severityOf(check)}  ${check.cvss}  ${check.cwe.map((cwe) => `CWE-${cwe}`).join(', ')}`,
    check.message,
    `Why it matters\n  ${check.why}`,
    `What to write instead\n  ${check.remediation}`,
    `What it does not see\n  ${check.limits}`,
    ...(check.references.length > 0 ? [`Further reading\n${check.references.map((url) => `  ${url}`).join('\n')}`] : []),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

export function listChecks(id: string | undefined, terminal: Terminal): number {
  if (id === undefined) {
    terminal.out(list());
    return exitCodes.passed;
  }
  const check = checks.find((one) => one.id === id);
  if (!check) {
    const close = nearest(
      id,
      checks.map((one) => one.id),
    );
    throw new UsageError(`there is no check '${id}': ${close ? `did you mean ${close}? ` : ''}\`portcullis checks\` lists them.`);
  }
  terminal.out(explain(check));
  return exitCodes.passed;
}
