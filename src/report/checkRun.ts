/** The two check runs of a review, ready for GitHub's API and within its limits. */
import type { Finding } from '../model/finding.ts';
import type { Conclusion, Review } from '../model/review.ts';
import { redact } from '../redact/redact.ts';
import { countFindings, countScore, mostSevereFirst, plural, whatBlocks } from './counting.ts';
import { terminal } from './escape.ts';
import { broughtWords, isPast } from './place.ts';
import { renderSummary } from './summary.ts';
import { tddTitle } from './tddStory.ts';
import { renderTddSummary } from './tddSummary.ts';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface RenderedCheckRun {
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  /** All of them; GitHub takes 50 a request. */
  readonly annotations: readonly Annotation[];
}

export interface RenderedCheckRuns {
  readonly security: RenderedCheckRun;
  readonly tdd: RenderedCheckRun;
}

export const SECURITY_CHECK = 'Portcullis security';
export const TDD_CHECK = 'Portcullis TDD';

const TITLE_LIMIT = 255;

export function renderCheckRuns(review: Review): RenderedCheckRuns {
  const blocking = whatBlocks(review.introduced, review.blocking);
  return {
    security: {
      name: SECURITY_CHECK,
      conclusion: review.conclusion.security,
      title: securityTitle(review),
      summary: renderSummary(review),
      annotations: [
        ...incompleteAnnotations(review),
        // The lines of what stands in the history only are not those of the head.
        ...mostSevereFirst(review.introduced.filter((finding) => !isPast(finding))).map((finding) =>
          annotate(finding, blocking.has(finding)),
        ),
      ],
    },
    tdd: {
      name: TDD_CHECK,
      conclusion: review.conclusion.tdd,
      title: tddTitle(review.tdd),
      summary: renderTddSummary({ ...review.tdd, conclusion: review.conclusion.tdd }),
      annotations: [],
    },
  };
}

/** `2 high: 1 injection, 1 leak · score 4.1 → 2.9`, because the merge box shows the title. */
export function securityTitle(review: Review): string {
  const { incomplete, introduced, fixed, blocking, notices, conclusion } = review;
  const unexplained = conclusion.security === 'failure' && incomplete.length === 0 && blocking.length === 0;
  const past = introduced.filter(isPast).length;
  const parts = [
    ...(unexplained ? [`failed: ${terminal(notices[0] ?? 'see the summary', 120)}`] : []),
    ...(incomplete.length > 0 ? [`not fully analysed: ${plural(incomplete.length, 'part')}`] : []),
    introduced.length > 0 ? countFindings(introduced) : 'nothing introduced',
    ...(past > 0 ? [`${past} only in the history`] : []),
    ...(fixed.length > 0 ? [`${fixed.length} fixed`] : []),
    countScore(review.score),
  ];
  return terminal(parts.join(' · '), TITLE_LIMIT);
}

function incompleteAnnotations({ incomplete, conclusion }: Review): Annotation[] {
  return incomplete.flatMap(({ path, reason }) =>
    path === null
      ? []
      : [
          {
            path: redact(path),
            start_line: 1,
            end_line: 1,
            annotation_level: conclusion.security === 'failure' ? ('failure' as const) : ('warning' as const),
            title: 'Not analysed',
            message: terminal(reason),
          },
        ],
  );
}

function annotate(finding: Finding, blocks: boolean): Annotation {
  return {
    path: redact(finding.path),
    start_line: finding.startLine,
    end_line: finding.endLine,
    // GitHub takes columns on one line only, and counts the last one in.
    ...(finding.startLine === finding.endLine && {
      start_column: finding.startColumn,
      end_column: Math.max(finding.startColumn, finding.endColumn - 1),
    }),
    annotation_level: blocks ? 'failure' : finding.severity === 'note' ? 'notice' : 'warning',
    title: terminal(`${finding.severity}: ${finding.checkId}`, TITLE_LIMIT),
    message: annotationMessage(finding),
  };
}

/** So many steps of a trace stand in a message; more would be longer than GitHub takes, and longer than anyone reads. */
const STEPS = 20;

function annotationMessage({ message, remediation, lostGuard, broughtBy, trace }: Finding): string {
  return [
    terminal(message),
    ...(lostGuard ? [`The guard at ${terminal(lostGuard.path, 300)}:${lostGuard.line} of the base is gone.`] : []),
    ...(broughtBy ? [broughtWords(broughtBy)] : []),
    terminal(remediation),
    ...trace.slice(0, STEPS).map((step) => `  ${terminal(step.path, 300)}:${step.line}: ${terminal(step.text, 300)}`),
    ...(trace.length > STEPS ? [`  … and ${trace.length - STEPS} more steps`] : []),
  ].join('\n');
}
