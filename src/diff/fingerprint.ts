import { createHash } from 'node:crypto';
import type { RawFinding } from '../model/analysis.ts';

type Identity = Pick<RawFinding, 'checkId' | 'statement' | 'scope'>;

/** The identity of a finding as 64 hex digits: what is wrong with which statement in which scope, never where. */
export function fingerprint({ checkId, statement, scope }: Identity, index: number): string {
  // JSON keeps the parts apart; a separator character could occur in the statement.
  return createHash('sha256')
    .update(JSON.stringify([checkId, statement, scope, index]))
    .digest('hex');
}

/** Fingerprints of one file's findings, in the order given; equals are numbered by position. */
export function fingerprintsOf(findings: readonly RawFinding[]): string[] {
  const seen = new Map<string, number>();
  const prints = new Array<string>(findings.length);
  const order = findings.map((_, i) => i).sort((a, b) => byPosition(findings[a]!, findings[b]!));
  for (const i of order) {
    const finding = findings[i]!;
    const first = fingerprint(finding, 0);
    const index = seen.get(first) ?? 0;
    seen.set(first, index + 1);
    prints[i] = index === 0 ? first : fingerprint(finding, index);
  }
  return prints;
}

/** Reading order, for sorting. */
export function byPosition(a: RawFinding, b: RawFinding): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn || a.endLine - b.endLine || a.endColumn - b.endColumn;
}
