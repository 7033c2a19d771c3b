/** What a commit is, before the order is looked at: a step, exempt, or code without a label. */
import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { Phase } from '../model/review.ts';
import { commitsBySha } from './commitsBySha.ts';
import type { Observation } from './observation.ts';
import type { PathKinds } from './productionCode.ts';
import type { ReadCommit } from './readCommit.ts';
import type { Reverts } from './reverts.ts';
import { sayCombined, sayConflict, sayUnlabelled } from './say.ts';
import { isSquashMerge, saySquashed } from './squash.ts';
import type { StepAt } from './step.ts';
import type { Trust } from './trusted.ts';

export interface Standing {
  readonly phase: Phase;
  readonly steps: readonly StepAt[];
  readonly observation: Observation | null;
  /** What it touches decides, and was not read. */
  readonly isUnread: boolean;
  /** Why it needs no label though it changes production code. */
  readonly trust: Trust | null;
}

const exempt: Standing = { phase: 'exempt', steps: [], observation: null, isUnread: false, trust: null };

/** What a commit is judged by beside its message. */
export interface Touched {
  readonly kinds: PathKinds;
  /** Null where nobody knows what it touches. */
  readonly changesCode: (commit: Commit) => boolean | null;
}

/** As long as the commits. */
export function classify(commits: readonly ReadCommit[], settings: Policy['tdd'], touched: Touched, reverts: Reverts): Standing[] {
  const bySha = commitsBySha(commits.map(({ commit }) => commit.sha));
  const bySubject = new Map<string, Standing>();
  const standings: Standing[] = [];
  for (const [place, one] of commits.entries()) {
    const isSha = /^[0-9a-f]{7,64}$/.test(one.subject);
    const named = one.isFixup ? (bySubject.get(one.subject) ?? standings[(isSha ? bySha(one.subject) : null) ?? place]) : undefined;
    const standing = settled(one, settings, touched) ?? followTarget(one, named) ?? classifyOne(one, place, settings, touched, reverts);
    standings.push(standing);
    if (!one.isFixup) bySubject.set(one.subject, standing);
  }
  return standings;
}

/** Whatever they say: they bring nothing of their own, come from a bot of the list, or were judged elsewhere. */
function settled(one: ReadCommit, { exemptAuthors }: Policy['tdd'], { changesCode }: Touched): Standing | null {
  const { author, parents } = one.commit;
  if (parents.length > 1) return exempt;
  if (!isNamed(exemptAuthors, author.name)) return null;
  return changesCode(one.commit) ? { ...exempt, trust: { kind: 'author' } } : exempt;
}

/** A fixup of a labelled commit will be folded into it, so it stands at that commit's place in the order. */
function followTarget({ label }: ReadCommit, target: Standing | undefined): Standing | null {
  const follows = label.conflict === null && target !== undefined && target.steps.length > 0;
  return follows ? { ...exempt, phase: target.phase } : null;
}

function classifyOne(one: ReadCommit, place: number, settings: Policy['tdd'], touched: Touched, reverts: Reverts): Standing {
  const { commit, label, type } = one;
  const { sha, touches } = commit;
  const revert = reverts.reverting.get(place);
  const isOwnLabel = revert === undefined || type !== 'revert';
  if (claims(one, touched) && (isOwnLabel || !revert.isInRange)) {
    const { conflict, isPart } = label;
    // The label of `revert: … (GREEN)` may be that of what is reverted.
    const isWeak = !isOwnLabel || (label.isWeak && label.steps[0] !== 'green');
    const steps = label.steps.map((step) => ({ step, sha, place, cycle: one.cycle, isWeak, isPart }));
    if (conflict !== null) return { ...exempt, phase: 'unlabelled', steps, observation: sayConflict(sha, conflict) };
    return { ...exempt, phase: label.steps.at(-1)!, steps, observation: steps.length > 1 ? sayCombined(sha, label.steps) : null };
  }
  const isWords = label.steps.length > 0 && !label.isWeak;
  if (revert !== undefined) {
    const beyond = revert.beyond.filter(touched.kinds.isProduction);
    return beyond.length === 0 ? exempt : { ...exempt, trust: { kind: 'revert', beyond } };
  }
  if (isWords || touches?.length === 0) return exempt;

  const isSquashed = isSquashMerge(commit.message);
  const exemptType = !isSquashed && type !== null && isNamed(settings.exemptTypes, type);
  const isCode = touched.changesCode(commit) ?? !exemptType;
  if (isSquashed && !isCode) return exempt;
  if (exemptType && !isCode) return { ...exempt, isUnread: touches === null };
  return {
    ...exempt,
    phase: 'unlabelled',
    observation: isCode ? (isSquashed && touches !== null ? saySquashed(sha) : sayUnlabelled(sha, exemptType, touches === null)) : null,
  };
}

function isNamed(names: readonly string[], name: string): boolean {
  const lowered = name.toLowerCase();
  return names.some((one) => one.toLowerCase() === lowered);
}

/** Words in the subject of a document are no claim, and neither is a type without the files that go with it. */
function claims({ commit, type, label }: ReadCommit, { kinds: { isTest, isProduction }, changesCode }: Touched): boolean {
  const { touches } = commit;
  if (label.steps.length === 0) return false;
  if (touches === null) return true;
  if (label.isWeak && label.steps[0] !== 'red') return changesCode(commit) !== false;
  if (label.isWeak || type === 'docs' || type === 'doc') return touches.some((path) => isTest(path) || isProduction(path));
  return true;
}
