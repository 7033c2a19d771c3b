/** Test cases and groups of a program without a grammar: where each stands, what it is called, whether it runs. */
import type { CaseState } from '../../model/outline.ts';
import { braceAround, type Span, spanOf, type TextFile } from './textBlocks.ts';

/** Lines above a case that may carry its marks. */
const MARKS = 400;
/** Of one case, how many are looked at. */
const MOST_RETURNS = 5;

export interface CaseSpan extends Span {
  readonly kind: 'case' | 'group';
  readonly title: string;
  readonly state: CaseState;
}

export function readCaseSpans(file: TextFile): CaseSpan[] {
  const { code, language } = file;
  const spans: CaseSpan[] = [];
  const { skipping, failing, skipCall } = language;
  const text = code.plain;
  for (const { pattern, kind, state } of language.cases) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + /^\s*/.exec(match[0])![0].length;
      const header = match.index + match[0].length;
      const span = spanOf(file, start, header);
      const marks = marksAbove(file, start, header);
      const body = text.slice(span.from, Math.min(span.end, span.from + 400));
      const firstLines = body.split('\n').slice(0, 4).join('\n');
      const isSkipped = skipping.test(marks) || (kind === 'case' && leavesAtOnce(firstLines, skipCall));
      spans.push({
        ...span,
        kind,
        title: match.groups?.name?.replace(/\s*,\s*/, '.').replaceAll('`', '') ?? titleAt(file, header),
        state: isSkipped ? 'skipped' : failing?.test(marks) ? 'expected-failure' : (state ?? 'run'),
      });
    }
  }
  return spans.sort((one, other) => one.start - other.start || other.end - one.end);
}

function titleAt({ code }: TextFile, offset: number): string {
  const { text } = code;
  const end = text.indexOf('\n', offset);
  const line = text.slice(offset, Math.min(end < 0 ? text.length : end, offset + 600));
  const quoted = /^[^"'`\n]{0,80}?(?:"((?:[^"\\]|\\.){0,300})"|'((?:[^'\\]|\\.){0,300})'|`([^`]{0,300})`)/.exec(line);
  return quoted ? (quoted[1] ?? quoted[2] ?? quoted[3] ?? '') : line.replace(/^[\s(]+|[\s({:]+(?:do)?\s*$/g, '');
}

function marksAbove({ code }: TextFile, start: number, header: number): string {
  const before = code.plain.slice(Math.max(0, start - MARKS), start);
  const cut = Math.max(before.lastIndexOf('}'), before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('\n\n'));
  return before.slice(cut + 1) + code.plain.slice(start, header);
}

/** Whether the first statements of a case leave it, whatever is the case. */
function leavesAtOnce(firstLines: string, skipCall: RegExp): boolean {
  const found = skipCall.exec(firstLines);
  if (!found) return false;
  const line = firstLines.slice(found.index).trimStart().split('\n', 1)[0]!;
  return (
    !/^\s*(?:if|for|switch|select|case|when|unless|foreach|while)\b/m.test(firstLines.slice(0, found.index)) &&
    !/\s(?:if|unless)\s/.test(line)
  );
}

/** Where a case is left before its end, whatever is the case: `return` alone as a statement of its body. */
export function leftAt(file: TextFile, { from, end }: Span): number {
  const { code, language } = file;
  if (language.ends !== 'braces') return end;
  const leaving = /^[ \t]*return[ \t]*;?[ \t]*$/gm;
  leaving.lastIndex = from;
  for (let tries = 0; tries < MOST_RETURNS; tries++) {
    const found = leaving.exec(code.plain);
    if (!found || found.index >= end) return end;
    if (braceAround(file, found.index, from - 1) === from - 1) return found.index;
  }
  return end;
}
