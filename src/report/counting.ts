/** Findings in the order they are shown, and how many of what there are, in words. */
import { confidences, type Finding, families, severities } from '../model/finding.ts';

/** Most severe first, then the surer ones, then by place: the same order in every report. */
export function mostSevereFirst<T extends Finding>(findings: readonly T[]): T[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
      compareText(a.path, b.path) ||
      a.startLine - b.startLine ||
      a.startColumn - b.startColumn ||
      compareText(a.checkId, b.checkId),
  );
}

/** By code unit, so that no locale changes the order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The findings that block. The same statement in a test has the same fingerprint as in production, and is a note: it does not
 * block because the other does.
 */
export function whatBlocks(findings: readonly Finding[], blocking: readonly string[]): ReadonlySet<Finding> {
  const fingerprints = new Set(blocking);
  const named = findings.filter(({ fingerprint }) => fingerprints.has(fingerprint));
  const loud = new Set(named.filter(({ severity }) => severity !== 'note').map(({ fingerprint }) => fingerprint));
  return new Set(named.filter(({ severity, fingerprint }) => severity !== 'note' || !loud.has(fingerprint)));
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `1 critical, 2 high: 2 injection, 1 leak`. */
export function countFindings(findings: readonly Finding[]): string {
  const bySeverity = severities
    .map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => (severity === 'note' ? plural(count, 'note') : `${count} ${severity}`));
  const byFamily = families
    .map((family) => [family, findings.filter((finding) => finding.family === family).length] as const)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([family, count]) => `${count} ${family}`);
  return `${bySeverity.join(', ')}: ${byFamily.join(', ')}`;
}

/** `score 4.1 → 2.9`. */
export function countScore(score: { readonly base: number; readonly head: number }): string {
  const [base, head] = [score.base.toFixed(1), score.head.toFixed(1)];
  return base === head ? `score ${head}` : `score ${base} → ${head}`;
}
