/** Lines of a difference, numbered on both sides, and what stands between them. */
import { redact } from '../../src/redact/redact.ts';
import type { Hunk } from '../../test/fake-github/diff.ts';
import { type Html, html } from './html.ts';

export interface DiffLine {
  readonly mark: '+' | '-' | ' ';
  readonly old: number | null;
  readonly now: number | null;
  readonly text: string;
}

export function numberLines({ oldStart, newStart, lines }: Hunk): DiffLine[] {
  let [old, now] = [oldStart, newStart];
  return lines.flatMap((line): DiffLine[] => {
    // Whoever shows this page to others shows no token with it.
    const text = redact(line.slice(1));
    if (line[0] === '+') return [{ mark: '+', old: null, now: now++, text }];
    if (line[0] === '-') return [{ mark: '-', old: old++, now: null, text }];
    // `\ No newline at end of file` is no line.
    return line[0] === ' ' ? [{ mark: ' ', old: old++, now: now++, text }] : [];
  });
}

const classes = { '+': 'add', '-': 'del', ' ': 'same' } as const;

export function diffRow({ mark, old, now, text }: DiffLine, marked = false): Html {
  return html`<tr class="${classes[mark]}${marked ? ' marked' : ''}"><td class="number">${old}</td><td class="number">${now}</td><td class="mark">${mark}</td><td class="code">${text}</td></tr>
`;
}

export function diffTable(label: string, rows: readonly Html[]): Html {
  return html`<div class="scroll"><table class="diff" aria-label="${label}"><tbody>${rows}</tbody></table></div>`;
}
