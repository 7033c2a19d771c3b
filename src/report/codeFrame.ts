/** The lines around a finding, numbered, with carets under it; never a line on which a secret stands. */
import type { Finding, Region } from '../model/finding.ts';
import { redact } from '../redact/redact.ts';
import type { LineOf } from './checkText.ts';
import { terminal } from './escape.ts';

/** Lines shown before and after, and at most of the finding itself. */
const AROUND = 1;
const LINES = 6;
const COLUMNS = 160;
/** A key block is known by its first line, which may stand so far above. */
const ABOVE = 120;

export interface CodeFrame {
  readonly lines: readonly { readonly number: number; readonly text: string; readonly marked: boolean }[];
  /** Under the first marked line; empty where columns would lie. */
  readonly carets: string;
}

/** Null where that line cannot be read, or where a check saw a secret on it, as `isSecret` tells. */
export function codeFrame(finding: Finding, lineOf: LineOf, isSecret: (line: number) => boolean): CodeFrame | null {
  const { path, startLine } = finding;
  if (lineOf(path, startLine) === null || isSecret(startLine)) return null;
  const last = Math.min(finding.endLine, startLine + LINES - 1);
  let above = startLine;
  while (above > Math.max(1, startLine - AROUND - ABOVE) && lineOf(path, above - 1) !== null) above--;
  const raw: string[] = [];
  for (let number = above; number <= last + AROUND; number++) {
    const text = lineOf(path, number);
    if (text === null) break;
    raw.push(text.replaceAll('\n', ' '));
  }
  const shown = redact(raw.join('\n')).split('\n');
  const lines: CodeFrame['lines'][number][] = [];
  for (let number = Math.max(above, startLine - AROUND); number < above + raw.length; number++) {
    const text = isSecret(number)
      ? '(not shown: a secret may stand here)'
      : window(shown[number - above]!, number === startLine ? finding : null);
    lines.push({ number, text, marked: number >= startLine && number <= last });
  }
  const intact = shown[startLine - above] === raw[startLine - above];
  return { lines, carets: intact ? carets(raw[startLine - above]!, finding) : '' };
}

/** What of a long line is shown: the part where the finding begins. */
function offset(line: string, region: Region | null): number {
  return line.length <= COLUMNS || region === null ? 0 : Math.max(0, Math.min(region.startColumn - 41, line.length - COLUMNS));
}

function window(line: string, region: Region | null): string {
  const from = offset(line, region);
  return visible(`${from > 0 ? '…' : ''}${line.slice(from, from + COLUMNS)}${line.length > from + COLUMNS ? '…' : ''}`);
}

function carets(line: string, region: Region): string {
  const from = offset(line, region);
  const end = Math.min(region.endLine === region.startLine ? region.endColumn - 1 : line.length, from + COLUMNS);
  const before = width(visible(`${from > 0 ? '…' : ''}${line.slice(from, region.startColumn - 1)}`));
  const marked = width(visible(line.slice(region.startColumn - 1, end)));
  return `${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`;
}

function visible(text: string): string {
  return terminal(text, Number.POSITIVE_INFINITY);
}

/** Letters that a terminal draws two cells wide, and marks that it draws on the letter before. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

function width(text: string): number {
  return text.replace(wide, 'xx').replace(/\p{M}/gu, '').length;
}
