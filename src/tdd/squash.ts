/** Squash merges: of other pull requests within a range, and the one that this range may become. */
import type { Commit } from '../model/change.ts';
import type { Policy } from '../model/policy.ts';
import { labelReader } from './label.ts';
import { readSuffix, readType } from './labelForms.ts';
import { readSubject } from './message.ts';
import type { Observation } from './observation.ts';
import type { CommitRange } from './range.ts';
import { giveLabel, quote, shout } from './say.ts';

const mostLines = 500;

/** As GitHub writes it: the number of the pull request, and the subjects of its commits as a list; or at least two of them with labels. */
export function isSquashMerge(message: string): boolean {
  if (!/ \(#\d+\)$/.test(readSubject(message).line)) return false;
  const lines = message.split('\n', mostLines).slice(1);
  const bullets = lines.filter((line) => /^\* \S/.test(line)).length;
  const labelled = lines.filter((line) => readSuffix(line.trimEnd()).claim !== null).length;
  return bullets > 1 || labelled > 1;
}

/** Whoever writes such a message writes it, so it shows nothing. */
export function saySquashed(commit: string): Observation {
  const what = 'It changes production code and names no phase';
  const why = 'It reads like a squash merge of another pull request, and nothing here shows that it was judged there';
  return { id: 'tdd/unlabelled-code', commit, message: `${what}. ${why}: ${giveLabel}`, weight: 'labels' };
}

/** What the base branch would be told of this range. */
export function judgeTitle(
  { title, commits }: CommitRange,
  settings: Policy['tdd'],
  changesCode: (commit: Commit) => boolean | null,
): Observation[] {
  const head = commits.at(-1);
  if (title === null || head === undefined) return [];
  const remedy = 'A squash merge makes the title the subject of what it adds to the base branch: reword it, `feat: …` say.';
  const { steps } = labelReader({ ...settings.labels, types: false })(title, []);
  if (steps.includes('red') || steps.length > 1) {
    const text = readSuffix(title).claim?.text ?? title.slice(0, 200);
    const why = steps.length > 1 ? '' : ', and its commits are a whole cycle';
    const message = `The title of the pull request claims ${shout(steps)} (${quote(text)})${why}. ${remedy}`;
    return [{ id: 'tdd/squash-title', commit: head.sha, message, weight: 'labels' }];
  }
  const type = readType(title);
  const isExempt = type !== null && settings.exemptTypes.some((name) => name.toLowerCase() === type);
  if (!isExempt || !commits.some((commit) => commit.parents.length < 2 && changesCode(commit))) return [];
  const message = `The title of the pull request has the type ${quote(type)}, which is for commits that leave production code alone, and these do not. ${remedy}`;
  return [{ id: 'tdd/squash-title', commit: head.sha, message, weight: 'note' }];
}
