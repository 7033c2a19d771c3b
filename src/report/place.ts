/** Where a finding stands, in each of the ways in which reports say it. */
import type { CommitName, Finding, PastPlace } from '../model/finding.ts';
import { redact } from '../redact/redact.ts';
import { codeCell, codeSpan, plain, terminal } from './escape.ts';

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** `path:line` as code, by default for a table; of a long path the end stays, which tells more. */
export function place(path: string, line: number | null, code = codeCell): string {
  const shown = redact(path);
  return code(`${shown.length > 160 ? `…${shown.slice(-159)}` : shown}${line === null ? '' : `:${line}`}`, 400);
}

/** `path:line`, and the commit for what stands in the history only. */
export function placeOf({ path, startLine, commit }: Finding, code: typeof codeCell | typeof codeSpan = codeCell): string {
  return `${place(path, startLine, code)}${commit ? ` in commit ${code(shortSha(commit.sha))}` : ''}`;
}

/** The commit and its subject, in a table. */
export function commitCell({ sha, subject }: CommitName): string {
  return `${codeCell(shortSha(sha))} ${plain(subject, 120)}`;
}

/** The same on a line of plain text. */
export function commitWords({ sha, subject }: CommitName): string {
  return `commit ${shortSha(sha)} (${terminal(subject, 120)})`;
}

/** Why a secret at the head is not gone with its line, as Markdown. */
export function broughtProse({ sha, subject }: CommitName): string {
  return `It came with commit ${codeSpan(shortSha(sha))} (${plain(subject, 120)}), which keeps it when this line is gone.`;
}

/** The same as plain text. */
export function broughtWords(by: CommitName): string {
  return `It came with ${commitWords(by)}, which keeps it when this line is gone.`;
}

export function isPast(finding: Finding): finding is Finding & { readonly commit: PastPlace } {
  return finding.commit !== undefined;
}
