/** The reports as Markdown, for pasting into a pull request. */
import type { Review, Scan, TddReport } from '../model/review.ts';
import { SECURITY_CHECK, securityTitle, TDD_CHECK } from './checkRun.ts';
import { prose } from './escape.ts';
import { joinSections } from './sections.ts';
import {
  accountingLine,
  incompleteSection,
  partialSection,
  renderSummary,
  SUMMARY_LIMIT,
  scanSections,
  skippedSection,
  suppressedSection,
} from './summary.ts';
import { tddTitle } from './tddStory.ts';
import { renderTddSummary } from './tddSummary.ts';

/** Both parts together fit where GitHub takes 65,536 characters. */
const PART = Math.floor(SUMMARY_LIMIT / 2) - 400;

export function renderReviewMarkdown(review: Review): string {
  const tdd = { ...review.tdd, conclusion: review.conclusion.tdd };
  return `${[
    `## ${SECURITY_CHECK}: ${prose(securityTitle(review), 255)}`,
    renderSummary(review, PART),
    `## ${TDD_CHECK}: ${prose(tddTitle(tdd), 255)}`,
    renderTddSummary(tdd, PART),
  ].join('\n\n')}\n`;
}

export function renderScanMarkdown(scan: Scan): string {
  const { findings, suppressed, incomplete, partial, skipped } = scan;
  return `${joinSections(
    [`## Portcullis scan`, `**${accountingLine(scan)}.**${findings.length === 0 ? ' Nothing found.' : ''}`],
    [
      ...incompleteSection(incomplete),
      ...scanSections(findings, scan.blocking),
      ...suppressedSection(suppressed),
      ...partialSection(partial),
      ...skippedSection(skipped),
    ],
    SUMMARY_LIMIT,
  )}\n`;
}

export function renderTddMarkdown(tdd: TddReport): string {
  return `## ${TDD_CHECK}: ${prose(tddTitle(tdd), 255)}\n\n${renderTddSummary(tdd)}\n`;
}
