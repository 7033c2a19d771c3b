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

/** What is told without the history. */
export interface ToldSecrets {
  /** What stands at the base. */
  readonly old: ReadonlySet<string>;
  /** What stands at the head, and how grave it is there. */
  readonly atHead: ReadonlyMap<string, number>;
}

/** The gravest place of each secret at the head. */
export function gravestRanks(found: readonly Pick<PastSecret, 'raw' | 'role' | 'path'>[], judge: Judge): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const { raw, role, path } of found) {
    const key = secretKey(raw);
    const own = rank(toFinding(raw, path, '', judge(raw, role)));
    ranks.set(key, Math.min(own, ranks.get(key) ?? own));
  }
  return ranks;
}

/**
 * One finding a secret, at its gravest place and there in the first commit. Nothing of what stands at the base, or at the head where it is as
 * grave: a move into the tests takes nothing out of the history. And no notes: what would not have been worth a word is not worth one once
 * it is gone.
 */
export function pastFindings(found: readonly PastSecret[], { old, atHead }: ToldSecrets, judge: Judge): Finding[] {
  const gravest = new Map<string, Finding>();
  for (const { raw, role, path, place } of found) {
    const key = secretKey(raw);
    if (old.has(key)) continue;
    const weight = judge(raw, role);
    if (weight.severity === 'note') continue;
    const finding = toFinding(raw, path, fingerprint(raw, 0), weight);
    const before = gravest.get(key);
    if ((before && rank(before) <= rank(finding)) || (atHead.get(key) ?? Number.POSITIVE_INFINITY) <= rank(finding)) continue;
    const where =
      place.part === 'message'
        ? 'It stands in the message of a commit.'
        : atHead.has(key)
          ? 'The head holds it elsewhere, where it weighs less; the history holds it here.'
          : 'The head does not hold it any more, but the history does.';
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
