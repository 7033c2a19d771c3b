import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import type { TddReport } from '../model/review.ts';
import { classify } from './classify.ts';
import { changesCode } from './codeChange.ts';
import { judgeContent } from './content/judgeContent.ts';
import { judgeRuns } from './evidence/judgeRuns.ts';
import { labelReader } from './label.ts';
import { modesOf } from './modes.ts';
import { modulesOf } from './modules.ts';
import type { Observation } from './observation.ts';
import { judgeOrder } from './order.ts';
import { pathKinds } from './productionCode.ts';
import { type CommitRange, rangeOf } from './range.ts';
import { hearQuietLabels, type ReadCommit, readCommit } from './readCommit.ts';
import { findReverts } from './reverts.ts';
import { sayForm } from './say.ts';
import { settle } from './settle.ts';
import { judgeTitle } from './squash.ts';
import { standingSteps } from './standingSteps.ts';
import { sayMerges, sayTrusted } from './trusted.ts';

type Settings = Policy['tdd'];

/** Judges the commits of a range: labels, exemptions and order, then what they contain, then what runs of the tests say. */
export function judgeCommits(range: CommitRange, settings: Settings): TddReport {
  const { commits } = range;
  const kinds = pathKinds(settings);
  const { mode, modeReason, modes } = modesOf(range, settings, kinds);
  const judged = { settings, mode, modeReason, modes };
  if (mode === 'off')
    return settle({ ...judged, range: rangeOf([]), modes: [], phases: [], cycles: [], observations: [], proofs: [], unread: [] });
  const readLabel = labelReader(settings.labels);
  const read = hearQuietLabels(commits.map((commit) => readCommit(commit, readLabel)));
  const reverts = findReverts(read, kinds);
  const changes = (commit: Commit) => changesCode(commit, range.outlined?.get(commit.sha), kinds);
  const standings = classify(read, settings, { kinds, changesCode: changes }, reverts);
  const phases = standings.map(({ phase }) => phase);
  const { steps, revertedGreens } = standingSteps(read, standings, reverts);
  const modulesAt = (place: number) => modulesOf(commits[place]!, range.outlined?.get(commits[place]!.sha));
  const { cycles, observations } = judgeOrder({ steps, commits, before: range.before, revertedGreens, modulesAt });
  const isBetween = ({ parents }: Commit, at: number) =>
    parents.length < 2 && !reverts.reverting.has(at) && (phases[at] === 'exempt' || phases[at] === 'unlabelled');
  const between = new Set(commits.filter(isBetween).map(({ sha }) => sha));
  const content = judgeContent({ range, phases, cycles, between, settings });
  const runs = judgeRuns({ range, cycles, settings });
  // Whatever was wrong with a commit that was taken back is wrong no more.
  const isUndone = new Set([...reverts.undone.keys()].map((place) => commits[place]!.sha));
  return settle({
    ...judged,
    range,
    phases,
    cycles,
    observations: [
      ...standings.flatMap(({ observation }) => (observation === null ? [] : [observation])),
      ...unreadForm(read),
      ...sayTrusted(standings.flatMap(({ trust }, at) => (trust === null ? [] : [{ sha: commits[at]!.sha, trust }]))),
      ...sayMerges(range, kinds.isProduction),
      ...judgeTitle(range, settings, changes),
      ...observations,
      ...content.observations,
      ...runs.observations,
    ].filter(({ commit }) => !isUndone.has(commit)),
    proofs: [...content.proofs, ...runs.proofs],
    unread: commits.filter((_, at) => standings[at]?.isUnread).map(({ sha }) => sha),
  });
}

/** Said once: who writes one such label writes them all so. */
function unreadForm(commits: readonly ReadCommit[]): Observation[] {
  const first = commits.find(({ label, commit }) => label.unread !== null && commit.parents.length < 2);
  return first?.label.unread ? [sayForm(first.commit.sha, first.label.unread)] : [];
}
