/** Secrets that commits of a range brought and later ones took away. */
import type { FileRole, RawFinding } from '../model/analysis.ts';
import type { Finding, PastPlace } from '../model/finding.ts';
import { type Judge, rank, toFinding } from './compareFindings.ts';
import { fingerprint } from './fingerprint.ts';

export interface PastSecret {
  readonly raw: RawFinding;
  readonly role: FileRole;
  readonly path: string;
  readonly place: PastPlace;
}

/** What is the same secret, wherever it stands. */
export function secretKey({ checkId, statement }: RawFinding): string {
  return JSON.stringify([checkId, statement]);
}

const advice =
  'Taking it out in a further commit is not enough: rewrite the branch so that no commit holds it (`git rebase -i`, then edit, drop or squash), and force-push. GitHub gives the old commit to whoever knows its sha even then, so only what was revoked is safe.';

/**
 * One finding a secret, at its gravest place and there in the first commit. Nothing of what is `known` from the base or the head, and no
 * notes: what would not have been worth a word is not worth one once it is gone.
 */
export function pastFindings(found: readonly PastSecret[], known: ReadonlySet<string>, judge: Judge): Finding[] {
  const gravest = new Map<string, Finding>();
  for (const { raw, role, path, place } of found) {
    const key = secretKey(raw);
    if (known.has(key)) continue;
    const weight = judge(raw, role);
    if (weight.severity === 'note') continue;
    const finding = toFinding(raw, path, fingerprint(raw, 0), weight);
    const before = gravest.get(key);
    if (before && rank(before) <= rank(finding)) continue;
    const where =
      place.part === 'file' ? 'The head does not hold it any more, but the history does.' : 'It stands in the message of a commit.';
    gravest.set(key, {
      ...finding,
      commit: place,
      message: `${raw.message} ${where}`,
      remediation: `${raw.remediation} ${advice}`,
      fix: null,
    });
  }
  return [...gravest.values()];
}
