import { addDays } from '../model/day.ts';
import type { Finding } from '../model/finding.ts';
import { pathMatcher } from '../model/glob.ts';
import { nearest } from '../model/nearest.ts';
import type { Policy, SuppressionEntry } from '../model/policy.ts';
import type { Suppressed, SuppressionProblem } from '../model/review.ts';
import { type CommentsOfBothSides, commentsCovering, commentsFromBase, type PlacedComment } from './commentsFromBase.ts';
import { parseSuppression } from './parseSuppression.ts';

export interface SuppressionInput extends CommentsOfBothSides {
  readonly introduced: readonly Finding[];
  /** Paths analysed at the head: only of these can an entry be called unused. */
  readonly analysed: readonly string[];
  /** Entries of the config files, read from the base side. */
  readonly entries: readonly SuppressionEntry[];
  readonly ownSuppressions: Policy['ownSuppressions'];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly knownChecks: readonly string[];
}

export interface SuppressionOutcome {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly problems: readonly SuppressionProblem[];
}

/** A suppression of either source, read but not yet judged. */
interface Candidate {
  readonly checks: readonly string[];
  readonly until: string;
  readonly reason: string;
  readonly source: Suppressed['source'];
  /** Where it stands and how a report calls it. */
  readonly place: { readonly path: string; readonly line: number; readonly name: string };
  /** The comment, or the paths that an entry of a config covers. */
  readonly reach: PlacedComment | ((path: string) => boolean);
  /** False where a suppression that covers nothing may still be needed by a file that was not looked at. */
  readonly seesAll: boolean;
  readonly own: boolean;
}

/** The furthest a suppression may reach. Whoever agrees to a risk looks at it again within a year. */
const furthest = 366;

/**
 * Takes away the introduced findings that a valid suppression covers, and says of every other suppression why it has no
 * effect. One that the change itself adds is only listed, unless the policy says otherwise.
 */
export function applySuppressions(input: SuppressionInput): SuppressionOutcome {
  const problems: SuppressionProblem[] = [];
  const active: Candidate[] = [];
  const known = new Set(input.knownChecks);
  for (const candidate of [...readComments(input, problems), ...input.entries.map((entry) => readEntry(entry, input.analysed))]) {
    const problem = judge(candidate, input, known);
    if (problem === null) active.push(candidate);
    else problems.push({ path: candidate.place.path, line: candidate.place.line, ...problem });
  }
  const { kept, suppressed, used } = match(input, active);
  for (const candidate of active) {
    const idle = candidate.seesAll ? candidate.checks.filter((check) => !used.get(candidate)?.has(check)) : [];
    if (idle.length === 0) continue;
    const { path, line, name } = candidate.place;
    problems.push({ path, line, kind: 'unused', message: `${name} of ${quoted(idle)} covers no finding here; remove it.` });
  }
  return { kept, suppressed, problems };
}

function readComments(input: SuppressionInput, problems: SuppressionProblem[]): Candidate[] {
  const old = commentsFromBase(input);
  const candidates: Candidate[] = [];
  for (const placed of input.headComments) {
    const { path, comment } = placed;
    const parsed = parseSuppression(comment.text);
    if (parsed.kind === 'malformed') {
      problems.push({ path, line: comment.line, kind: 'malformed', message: `${commentName} has no effect: ${parsed.message}.` });
      continue;
    }
    candidates.push({
      checks: parsed.checks,
      until: parsed.until,
      reason: parsed.reason,
      source: { kind: 'comment', path, line: comment.line },
      place: { path, line: comment.line, name: commentName },
      reach: placed,
      seesAll: true,
      own: !old.has(placed),
    });
  }
  return candidates;
}

const commentName = '`portcullis-ignore`';

function readEntry(entry: SuppressionEntry, analysed: readonly string[]): Candidate {
  return {
    checks: [entry.check],
    until: entry.until,
    reason: entry.reason,
    source: { kind: 'config', path: entry.file },
    place: { path: entry.file, line: entry.line, name: 'The suppression' },
    reach: pathMatcher([entry.path]),
    // A review sees the changed files alone: only an entry for one of exactly these can be called unused.
    seesAll: analysed.includes(entry.path),
    own: false,
  };
}

/** Why a suppression has no effect, or null where it has. */
function judge(
  candidate: Candidate,
  input: SuppressionInput,
  known: ReadonlySet<string>,
): Pick<SuppressionProblem, 'kind' | 'message'> | null {
  const { name } = candidate.place;
  const unknown = candidate.checks.find((check) => !known.has(check));
  if (unknown !== undefined) {
    return { kind: 'malformed', message: `${name} has no effect: ${explainUnknown(unknown, known)}` };
  }
  if (candidate.until < input.today) {
    return {
      kind: 'expired',
      message: `${name} of ${quoted(candidate.checks)} held until ${candidate.until}; fix the finding or agree on a new date.`,
    };
  }
  const last = addDays(input.today, furthest);
  if (candidate.until > last) {
    return {
      kind: 'malformed',
      message: `${name} has no effect: ${candidate.until} is more than ${furthest} days ahead; choose ${last} or earlier.`,
    };
  }
  if (candidate.own && input.ownSuppressions === 'listed') {
    return {
      kind: 'added-by-this-change',
      message: `${name} of ${quoted(candidate.checks)} was added by this change, so it has no effect here; it holds once it is merged.`,
    };
  }
  return null;
}

/** The text of a comment is anyone's; only what has the form of a check id is repeated. */
function explainUnknown(check: string, known: ReadonlySet<string>): string {
  if (check.length > 64 || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(check)) return 'it names a check that does not exist.';
  const meant = nearest(check, known);
  return meant === null ? `there is no check \`${check}\`.` : `there is no check \`${check}\`; did you mean \`${meant}\`?`;
}

function quoted(checks: readonly string[]): string {
  return checks.map((check) => `\`${check}\``).join(', ');
}

function match(input: SuppressionInput, active: readonly Candidate[]) {
  const used = new Map<Candidate, Set<string>>(active.map((candidate) => [candidate, new Set()]));
  const comments = new Map<PlacedComment, Candidate>();
  const entries: { candidate: Candidate; matches: (path: string) => boolean }[] = [];
  for (const candidate of active) {
    if (typeof candidate.reach === 'object') comments.set(candidate.reach, candidate);
    else entries.push({ candidate, matches: candidate.reach });
  }
  const commentsAt = commentsCovering([...comments.keys()]);
  /** Every suppression that covers the finding counts as used, also where the first one is what suppresses it. */
  const covering = (finding: Finding): readonly Candidate[] => {
    const names = (candidate: Candidate) => candidate.checks.includes(finding.checkId);
    const all = [
      // A comment covers lines of the head; what stands in the history only is elsewhere.
      ...(finding.commit ? [] : commentsAt(finding)).flatMap((placed) => comments.get(placed) ?? []),
      ...entries.flatMap(({ candidate, matches }) => (names(candidate) && matches(finding.path) ? [candidate] : [])),
    ].filter(names);
    for (const candidate of all) used.get(candidate)?.add(finding.checkId);
    return all;
  };
  /** A comment was approved for what stood under it: it serves one finding a check, and one that stands there unchanged comes first. */
  const served = new Map<Candidate, Set<string>>();
  const serve = (candidate: Candidate, { checkId }: Finding): boolean => {
    if (typeof candidate.reach !== 'object') return true;
    const checks = served.get(candidate) ?? new Set();
    if (checks.has(checkId)) return false;
    served.set(candidate, checks.add(checkId));
    return true;
  };
  for (const finding of input.unchanged) for (const candidate of covering(finding)) serve(candidate, finding);
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of input.introduced) {
    const by = covering(finding).find((candidate) => serve(candidate, finding));
    if (by === undefined) kept.push(finding);
    else suppressed.push({ finding, reason: by.reason, until: by.until, source: by.source });
  }
  return { kept, suppressed, used };
}
