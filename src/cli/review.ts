/** `portcullis review`: what a change introduces, from a local range or from a pull request on GitHub. */
import { checks } from '../../checks/index.ts';
import type { LoadedPolicy } from '../config/loadPolicy.ts';
import { scoreVector } from '../decide/cvss.ts';
import type { Change } from '../model/change.ts';
import type { Review } from '../model/review.ts';
import type { LineOf } from '../report/checkText.ts';
import { terminal as printable } from '../report/escape.ts';
import { renderReviewJson } from '../report/json.ts';
import { renderReviewMarkdown } from '../report/markdown.ts';
import { renderReviewSarif } from '../report/sarif.ts';
import { renderReviewText } from '../report/text.ts';
import { type ReviewRequest, reviewChange } from '../review/reviewChange.ts';
import { type Following, localFollowing, remoteFollowing } from '../review/surroundings.ts';
import { exitCodes, UsageError } from './exit.ts';
import { linesOf } from './lines.ts';
import { withLocalChange } from './localChange.ts';
import type { ReportOptions } from './main.ts';
import { writeReport } from './output.ts';
import { knownChecks, policyOfChange, problemLines } from './policy.ts';
import type { PullRequestName } from './pullRequest.ts';
import { progressLine, type Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

export interface ReviewOptions extends ReportOptions {
  readonly base?: string;
  readonly head?: string;
  readonly repo: string;
  readonly pull?: PullRequestName;
}

export async function review(options: ReviewOptions, bench: Workbench, terminal: Terminal): Promise<number> {
  const { base, head, pull, repo } = options;
  if (pull) {
    if (base !== undefined || head !== undefined) throw new UsageError('--pull names both sides: leave out --base and --head.');
    const { withPullRequest } = await import('./pullRequest.ts');
    return withPullRequest(pull, terminal, async (read) => {
      const loaded = await policyOfChange(read.change, options, read.floor);
      const { change, draft, tdd } = read;
      return reviewAndReport({ change, draft, tdd, loaded, following: remoteFollowing }, bench, options, terminal);
    });
  }
  if (base === undefined || head === undefined) throw new UsageError('name a range with --base and --head, or a pull request with --pull.');
  return withLocalChange({ base, head, repo }, terminal, async (change) =>
    reviewAndReport(
      { change, draft: false, loaded: await policyOfChange(change, options), following: localFollowing },
      bench,
      options,
      terminal,
    ),
  );
}

interface Reviewed {
  readonly change: Change;
  readonly draft: boolean;
  readonly loaded: LoadedPolicy;
  readonly following: Following;
  /** What is known of the pull request around its commits. */
  readonly tdd?: ReviewRequest['tdd'];
}

async function reviewAndReport(
  { change, draft, loaded, following, tdd }: Reviewed,
  bench: Workbench,
  options: ReviewOptions,
  terminal: Terminal,
): Promise<number> {
  const progress = progressLine(terminal, 'analysing');
  const outcome = await reviewChange({
    change,
    policy: loaded.policy,
    policyProblems: loaded.problems,
    notices: loaded.notices,
    knownChecks,
    draft,
    tdd,
    today: terminal.today,
    analyze: bench.pool.analyze,
    outline: bench.pool.outline,
    concurrency: bench.concurrency,
    following,
    onProgress: progress.at,
  });
  progress.end();
  const shown = [...outcome.review.introduced, ...outcome.review.suppressed.map((one) => one.finding)];
  const lineOf = await linesOf(
    shown.map((finding) => finding.path),
    outcome.texts.of,
  );
  // Text and Markdown say it themselves; the others are for programs.
  if (options.format === 'json' || options.format === 'sarif') {
    for (const line of problemLines(loaded.problems)) terminal.error(`portcullis: ${printable(line)}\n`);
  }
  writeReport(render(outcome.review, loaded, options, terminal, lineOf), options.output, terminal);
  return exitStatus(outcome.review, loaded.problems.length > 0);
}

/** A definite answer before an indefinite one: what blocks, blocks, whatever else could not be looked at. */
export function exitStatus(result: Review, hasPolicyProblems: boolean): number {
  if (hasPolicyProblems) return exitCodes.usage;
  const failed = result.conclusion.security === 'failure' || result.conclusion.tdd === 'failure';
  if (!failed) return exitCodes.passed;
  return result.blocking.length > 0 || result.conclusion.tdd === 'failure' ? exitCodes.blocked : exitCodes.incomplete;
}

function render(result: Review, loaded: LoadedPolicy, { format, output }: ReportOptions, terminal: Terminal, lineOf: LineOf): string {
  switch (format) {
    case 'json':
      return renderReviewJson(result);
    case 'sarif':
      return renderReviewSarif(result, { checks, scoreOf: scoreVector, version: terminal.version, policyProblems: loaded.problems });
    case 'markdown':
      return renderReviewMarkdown(result);
    case 'text':
      return renderReviewText(result, { lineOf, checks, colour: terminal.colour && output === undefined });
  }
}
