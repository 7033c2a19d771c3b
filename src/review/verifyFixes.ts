/** A fix is offered only if the file still parses with it, the finding is gone and nothing new came. */
import type { FileAnalysis, RawFinding } from '../model/analysis.ts';
import type { Change, FileVersion } from '../model/change.ts';
import type { Edit, Finding, Region } from '../model/finding.ts';
import type { Analyze } from './analyzeChange.ts';
import type { HeadTexts } from './headTexts.ts';
import type { Surroundings } from './surroundings.ts';

/** Each costs an analysis, and a review shows at most 25 comments. */
const MAX_VERIFIED = 50;

/** Applies edits given in lines and columns; null if two of them overlap or one lies outside the text. */
export function applyEdits(text: string, edits: readonly Edit[]): string | null {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const offset = (line: number, column: number) => (lineStarts[line - 1] ?? Number.NaN) + column - 1;
  const ranges = edits
    .map((edit) => ({ start: offset(edit.startLine, edit.startColumn), end: offset(edit.endLine, edit.endColumn), newText: edit.newText }))
    .sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  for (const { start, end, newText } of ranges) {
    if (!(start >= from && end >= start && end <= text.length)) return null;
    result += text.slice(from, start) + newText;
    from = end;
  }
  return result + text.slice(from);
}

const identity = (finding: RawFinding) => `${finding.checkId}\0${finding.statement}\0${finding.scope}`;

function countIdentities(analysis: FileAnalysis): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of analysis.findings) counts.set(identity(finding), (counts.get(identity(finding)) ?? 0) + 1);
  return counts;
}

export const sameRegion = (a: Region, b: Region) =>
  a.startLine === b.startLine && a.startColumn === b.startColumn && a.endLine === b.endLine && a.endColumn === b.endColumn;

/** Whether the patched file has this finding once less, no other finding more often, and no error node more. */
export function fixHolds(target: RawFinding, before: FileAnalysis, after: FileAnalysis): boolean {
  if (after.incomplete.length > 0 || after.syntaxErrors > before.syntaxErrors) return false;
  const old = countIdentities(before);
  const now = countIdentities(after);
  if ((now.get(identity(target)) ?? 0) !== old.get(identity(target))! - 1) return false;
  return [...now].every(([key, count]) => count <= (old.get(key) ?? 0));
}

export interface FixContext {
  readonly change: Change;
  readonly analyze: Analyze;
  readonly signal?: AbortSignal;
  readonly texts: HeadTexts;
  readonly surroundings: Surroundings;
  /** Head version and its analysis, by path. */
  readonly heads: ReadonlyMap<string, { readonly version: FileVersion; readonly analysis: FileAnalysis }>;
}

/** The findings, each with its fix only if that was tried and holds. */
export async function verifyFixes(findings: readonly Finding[], context: FixContext): Promise<Finding[]> {
  let left = MAX_VERIFIED;
  return Promise.all(
    findings.map(async (finding) => {
      if (!finding.fix) return finding;
      const head = context.heads.get(finding.path);
      const target = head?.analysis.findings.find((raw) => raw.checkId === finding.checkId && sameRegion(raw, finding));
      if (!head || !target || left-- <= 0) return { ...finding, fix: null };
      const text = await context.texts.of(finding.path);
      const patched = text === null ? null : applyEdits(text, finding.fix.edits);
      if (patched === null) return { ...finding, fix: null };
      const after = await context.analyze(
        {
          path: head.version.path,
          mode: head.version.mode,
          bytes: new TextEncoder().encode(patched),
          ...(await context.surroundings.around('head', finding.path)),
        },
        context.signal,
      );
      return fixHolds(target, head.analysis, after) ? finding : { ...finding, fix: null };
    }),
  );
}
