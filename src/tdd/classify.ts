/** What a commit is, before the order is looked at: a step, exempt, or code without a label. */
import type { Policy } from '../model/policy.ts';
import type { Phase } from '../model/review.ts';
import type { Observation } from './observation.ts';
import type { StepAt } from './order.ts';
import type { PathKinds } from './productionCode.ts';
import type { ReadCommit } from './readCommit.ts';
import { sayCombined, sayConflict, sayUnlabelled } from './say.ts';

export interface Standing {
  readonly phase: Phase;
  readonly steps: readonly StepAt[];
  readonly observation: Observation | null;
  /** What it touches decides, and was not read. */
  readonly isUnread: boolean;
}

const exempt: Standing = { phase: 'exempt', steps: [], observation: null, isUnread: false };

/** As long as the commits. */
export function classify(commits: readonly ReadCommit[], settings: Policy['tdd'], kinds: PathKinds): Standing[] {
  const bySubject = new Map<string, Standing>();
  return commits.map((one) => {
    const standing = classifyOne(one, settings, kinds, bySubject);
    if (!one.isFixup) bySubject.set(one.subject, standing);
    return standing;
  });
}

function classifyOne(one: ReadCommit, settings: Policy['tdd'], kinds: PathKinds, bySubject: ReadonlyMap<string, Standing>): Standing {
  const { commit, subject, label } = one;
  const { sha, touches } = commit;
  const author = commit.author.name.toLowerCase();
  if (commit.parents.length > 1 || settings.exemptAuthors.some((name) => name.toLowerCase() === author)) return exempt;
  const target = one.isFixup ? bySubject.get(subject) : undefined;
  // A fixup of a labelled commit will be folded into it, so it stands at that commit's place in the order.
  if (label.conflict === null && target !== undefined && target.steps.length > 0) return { ...exempt, phase: target.phase };
  if (claims(one, kinds)) {
    const { conflict, isWeak, isPart } = label;
    const steps = label.steps.map((step) => ({ step, sha, cycle: one.cycle, isWeak: isWeak && step !== 'green', isPart }));
    if (conflict !== null) return { ...exempt, phase: 'unlabelled', steps, observation: sayConflict(sha, conflict) };
    return { ...exempt, phase: label.steps.at(-1)!, steps, observation: steps.length > 1 ? sayCombined(sha, label.steps) : null };
  }
  if (label.steps.length > 0 && !label.isWeak) return exempt;
  if (isRevert(subject, commit.message)) return exempt;

  const exemptType = one.type !== null && settings.exemptTypes.some((name) => name.toLowerCase() === one.type);
  const touchesCode = touches?.some(kinds.isProduction) ?? !exemptType;
  if (exemptType && !touchesCode) return { ...exempt, isUnread: touches === null };
  return { ...exempt, phase: 'unlabelled', observation: touchesCode ? sayUnlabelled(sha, exemptType, touches === null) : null };
}

/** Words in the subject of a document are no claim, and neither is a type without the files that go with it. */
function claims({ commit: { touches }, type, label }: ReadCommit, { isTest, isProduction }: PathKinds): boolean {
  if (label.steps.length === 0) return false;
  if (touches === null) return true;
  if (label.isWeak && label.steps[0] !== 'red') return touches.some(isProduction);
  if (label.isWeak || type === 'docs' || type === 'doc') return touches.some((path) => isTest(path) || isProduction(path));
  return true;
}

/** As `git revert` writes it; the name of a commit keeps it from being an empty claim. */
function isRevert(subject: string, message: string): boolean {
  return /^(?:Revert "|revert[(:!])/.test(subject) && /^This reverts commit [0-9a-f]{40}/m.test(message);
}
