/** What the observations on a range come to under its policy: violations, notes and the conclusion. */
import type { Policy } from '../model/policy.ts';
import type { Conclusion, EvidenceLevel, Phase, TddCommit, TddMode, TddReport } from '../model/review.ts';
import { evidenceLevels, tddModes } from '../model/review.ts';
import { readSubject } from './message.ts';
import type { Observation } from './observation.ts';
import type { Cycle } from './order.ts';
import type { CommitRange } from './range.ts';

/** How well the phase of a commit is shown, by one kind of evidence. */
export interface Proof {
  readonly commit: string;
  readonly level: EvidenceLevel;
  /** A sentence that says what shows it, or why nothing does; '' for none. */
  readonly sentence: string;
}

export interface Judgement {
  readonly range: CommitRange;
  readonly settings: Policy['tdd'];
  /** What the range is judged by, and why, where the configuration asks for another one. */
  readonly mode: TddMode;
  readonly modeReason: string | null;
  /** What each commit is judged by, as long as the commits: `off` has no violations. */
  readonly modes: readonly TddMode[];
  /** As long as the commits. */
  readonly phases: readonly Phase[];
  readonly cycles: readonly Cycle[];
  readonly observations: readonly Observation[];
  readonly proofs: readonly Proof[];
  readonly unread: readonly string[];
}

export function settle({ range, mode, phases, cycles, observations, proofs, unread }: Judgement): TddReport {
  const place = new Map(range.commits.map((commit, index) => [commit.sha, index]));
  const sorted = [...observations].sort((a, b) => place.get(a.commit)! - place.get(b.commit)! || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const violations = sorted
    .filter(({ weight }) => weight !== 'note')
    .map(({ id, commit, message, weight }) => ({ id, commit, message, blocks: blocks(mode, weight), repair: [] }));
  const levels = new Map<string, EvidenceLevel>();
  for (const { commit, level } of proofs) levels.set(commit, higher(levels.get(commit) ?? 'E0', level));
  return {
    mode,
    modeReason: null,
    conclusion: conclude(mode, violations, unread.length, range.isDraft),
    violations,
    notes: sorted.filter(({ weight }) => weight === 'note').map(({ id, commit, message }) => ({ id, commit, message })),
    commits: range.commits.map((commit, index): TddCommit => {
      const phase = phases[index]!;
      return {
        sha: commit.sha,
        subject: readSubject(commit.message).shown,
        phase,
        touches: commit.touches,
        evidence: phase === 'exempt' || phase === 'unlabelled' ? null : (levels.get(commit.sha) ?? 'E0'),
        proof: proofs.filter((proof) => proof.commit === commit.sha && proof.sentence !== '').map(({ sentence }) => sentence),
        touched: null,
      };
    }),
    cycles: cycles.map(({ red, green, refactor }) => ({ red, green, refactor, verdict: 'labelled only', evidence: 'E0' })),
    unread,
    remarks: range.remarks,
    override: range.override,
  };
}

function higher(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return evidenceLevels.indexOf(a) >= evidenceLevels.indexOf(b) ? a : b;
}

function blocks(mode: TddMode, weight: 'labels' | 'strict' | 'note'): boolean {
  return weight !== 'note' && tddModes.indexOf(mode) >= tddModes.indexOf(weight);
}

/** As for the security check: a draft waits, but "could not look" never passes where it is required. */
function conclude(mode: TddMode, violations: readonly { readonly blocks: boolean }[], unread: number, isDraft: boolean): Conclusion {
  const isRequired = tddModes.indexOf(mode) >= tddModes.indexOf('labels');
  if (unread > 0) return isRequired ? 'failure' : 'neutral';
  if (isDraft) return 'neutral';
  if (violations.length === 0) return 'success';
  return violations.some((violation) => violation.blocks) ? 'failure' : 'neutral';
}
