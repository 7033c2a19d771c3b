/** The review of a change: analyse both sides, compare, suppress, judge, decide. What a clock or a network knows comes in as values. */
import { decideSecurity } from '../decide/decide.ts';
import { excludedBy, isCheckOn } from '../decide/scope.ts';
import { securityScore } from '../decide/score.ts';
import { judgeFinding } from '../decide/severity.ts';
import { compareFindings } from '../diff/compareFindings.ts';
import type { FileAnalysis, RawFinding } from '../model/analysis.ts';
import type { Change, ChangedFile, FileVersion, Incomplete, Skipped } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Policy, PolicyProblem } from '../model/policy.ts';
import type { Review } from '../model/review.ts';
import { applySuppressions } from '../suppress/applySuppressions.ts';
import type { PlacedComment } from '../suppress/commentsFromBase.ts';
import { type AnalysedFile, type AnalysisOptions, analyzeChange } from './analyzeChange.ts';
import { withDockerfiles } from './buildContexts.ts';
import { type HeadTexts, headTexts, textOf } from './headTexts.ts';
import { judgeTdd, type TddContext } from './judgeTdd.ts';
import type { OutlineCache, OutlineVersion } from './outlineCommits.ts';
import { type SearchedHistory, searchHistory } from './searchHistory.ts';
import { sameRegion, verifyFixes } from './verifyFixes.ts';

export interface ReviewRequest extends AnalysisOptions {
  readonly change: Change;
  readonly outline: OutlineVersion;
  readonly outlines?: OutlineCache;
  /** What is known of the pull request around its commits. */
  readonly tdd?: Partial<Omit<TddContext, 'isDraft'>>;
  readonly policy: Policy;
  /** Configs that could not be read; with one the review fails, whatever it finds. */
  readonly policyProblems: readonly PolicyProblem[];
  /** Sentences about the policy for the summary (an edited config, a loosening that the floor refused). */
  readonly notices: readonly string[];
  readonly knownChecks: readonly string[];
  readonly draft: boolean;
  /** `YYYY-MM-DD`, for the expiry of suppressions. */
  readonly today: string;
}

export interface ReviewOutcome {
  readonly review: Review;
  /** Texts at the head, for code frames and suggestions. */
  readonly texts: HeadTexts;
}

/** The findings and safeguards that the policy counts. */
function inScope(analysis: FileAnalysis | null, policy: Policy): FileAnalysis | null {
  const isOn = ({ checkId, family }: RawFinding) => isCheckOn(policy, checkId, family);
  return (
    analysis && {
      ...analysis,
      findings: analysis.findings.filter(isOn),
      safeguards: analysis.safeguards.filter(({ finding }) => isOn(finding)),
    }
  );
}

async function compare(change: Change, files: readonly AnalysedFile[], policy: Policy) {
  const pairs = await Promise.all(
    files.map(async (analysed) => {
      const base = inScope(analysed.base, policy);
      const head = inScope(analysed.head, policy);
      const needed = [base, head].some((side) => side && side.findings.length + side.safeguards.length > 0);
      return {
        file: analysed.file,
        base,
        head,
        baseText: needed ? await textOf(change, analysed.file.base) : null,
        headText: needed ? await textOf(change, analysed.file.head) : null,
      };
    }),
  );
  return compareFindings(pairs, judgeFinding);
}

function commentsOf(files: readonly AnalysedFile[], side: 'base' | 'head'): PlacedComment[] {
  return files.flatMap((analysed) => (analysed[side]?.suppressions ?? []).map((comment) => ({ path: analysed.file[side]!.path, comment })));
}

/** What was looked at, what was left out on purpose, and what could not be looked at. */
function account(files: readonly AnalysedFile[], excluded: readonly ChangedFile[], change: Change) {
  const skipped: Skipped[] = excluded.map((file) => ({ path: (file.head ?? file.base)!.path, reason: 'excluded by the configuration' }));
  const incomplete: Incomplete[] = [...change.incomplete];
  const partial: Incomplete[] = change.peek
    ? []
    : [{ path: null, reason: 'the tree was not read whole: files outside of the change were not followed' }];
  let analysed = 0;
  for (const { file, head } of files) {
    // Of a removed file nothing is left to look at.
    if (!head || !file.head) continue;
    const { path } = file.head;
    for (const reason of head.incomplete) incomplete.push({ path, reason });
    for (const reason of head.partial) partial.push({ path, reason });
    if (head.skipped !== null) skipped.push({ path, reason: head.skipped });
    if (head.skipped === null && head.incomplete.length === 0) analysed++;
  }
  return { analysed, skipped, incomplete, partial };
}

/** Reviews a change. Rejects only if it is aborted or if no analyzer can be started. */
export async function reviewChange(request: ReviewRequest): Promise<ReviewOutcome> {
  const { policy, draft } = request;
  const change = withDockerfiles(request.change);
  const isExcluded = excludedBy(policy);
  const isOut = (file: ChangedFile) => isExcluded((file.head ?? file.base)!.path);
  const excluded = change.files.filter(isOut);
  const looked = change.files.filter((file) => !isOut(file));
  const { files, surroundings } = await analyzeChange(change, looked, request);
  const texts = headTexts(change);
  const comparison = await compare(change, files, policy);
  const { knownChecks } = request;
  const past = await searchHistory({ change, files, policy, knownChecks, isExcluded, options: request });
  const { analysed, skipped, partial, ...ends } = account(files, excluded, change);
  const incomplete = [...ends.incomplete, ...past.incomplete];

  const heads = new Map<string, { version: FileVersion; analysis: FileAnalysis }>();
  for (const { file, head } of files) if (file.head && head) heads.set(file.head.path, { version: file.head, analysis: head });
  const atHead = await verifyFixes(comparison.introduced, {
    change,
    analyze: request.analyze,
    signal: request.signal,
    texts,
    heads,
    surroundings,
  });

  const suppressions = applySuppressions({
    introduced: [...atHead.map((finding) => withBringer(finding, heads.get(finding.path)?.analysis, past)), ...past.findings],
    unchanged: comparison.unchanged,
    headComments: commentsOf(files, 'head'),
    baseComments: commentsOf(files, 'base'),
    renames: new Map(change.files.flatMap((file) => (file.status === 'renamed' ? [[file.head!.path, file.base!.path]] : []))),
    analysed: [...heads.keys()],
    entries: policy.suppressions,
    ownSuppressions: policy.ownSuppressions,
    today: request.today,
    knownChecks,
  });

  const security = decideSecurity({
    introduced: suppressions.kept,
    incomplete,
    policyProblems: request.policyProblems,
    policy,
    draft,
  });
  const tdd = await judgeTdd({
    change,
    settings: policy.tdd,
    outline: request.outline,
    context: { ...request.tdd, isDraft: draft },
    concurrency: request.concurrency,
    cache: request.outlines,
    signal: request.signal,
  });
  return {
    texts,
    review: {
      repository: change.repository,
      base: change.base,
      head: change.head,
      introduced: suppressions.kept,
      fixed: comparison.fixed,
      unchanged: comparison.unchanged,
      suppressed: suppressions.suppressed,
      suppressionProblems: suppressions.problems,
      analysed,
      skipped,
      incomplete,
      partial,
      tdd,
      score: {
        base: securityScore([...comparison.unchanged, ...comparison.fixed]),
        head: securityScore([...comparison.unchanged, ...suppressions.kept]),
      },
      conclusion: { security: security.conclusion, tdd: tdd.conclusion },
      blocking: security.blocking,
      notices: [...request.notices, ...request.policyProblems.map(problemSentence)],
    },
  };
}

/** A secret with the commit that brought it: taking the line out leaves it there. */
function withBringer(finding: Finding, analysis: FileAnalysis | undefined, { bringerOf }: SearchedHistory): Finding {
  if (finding.family !== 'leak' || finding.trace.length > 0) return finding;
  const raw = analysis?.findings.find((one) => one.checkId === finding.checkId && sameRegion(one, finding));
  const broughtBy = raw && bringerOf(raw, finding.path);
  return broughtBy ? { ...finding, broughtBy } : finding;
}

function problemSentence({ file, line, message }: PolicyProblem): string {
  return `The configuration could not be used: ${file}${line === null ? '' : `, line ${line}`}: ${message}`;
}
