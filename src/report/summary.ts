/** What a review found, as Markdown: the summary of the check run, and what the command line prints for pasting. */
import type { Incomplete, Skipped } from '../model/change.ts';
import type { Finding, PastPlace } from '../model/finding.ts';
import type { Review, Suppressed } from '../model/review.ts';
import { compareText, countFindings, mostSevereFirst, plural, whatBlocks } from './counting.ts';
import { codeCell, plain, prose, proseCell } from './escape.ts';
import { commitCell, isPast, place, placeOf } from './place.ts';
import { joinSections, type Section } from './sections.ts';

/** GitHub takes 65,535 characters. */
export const SUMMARY_LIMIT = 65_535;

/** Files analysed, skipped, not analysed: stands in every report, whatever else is cut. */
export function accountingLine(counted: {
  readonly analysed: number;
  readonly skipped: readonly Skipped[];
  readonly incomplete: readonly Incomplete[];
  readonly partial: readonly Incomplete[];
}): string {
  const { analysed, skipped, incomplete, partial } = counted;
  const cut = partial.length > 0 ? `, ${partial.length} not followed to ${partial.length === 1 ? 'its end' : 'their end'}` : '';
  return `${plural(analysed, 'file')} analysed, ${skipped.length} skipped, ${incomplete.length} not analysed${cut}`;
}

/** One sentence: what the conclusion is and why. Our words and numbers only. */
export function verdictSentence(review: Review): string {
  const { incomplete, introduced } = review;
  const blocks = whatBlocks(introduced, review.blocking).size;
  if (review.conclusion.security === 'failure') {
    const why = [
      ...(incomplete.length > 0 ? ['not everything could be analysed'] : []),
      ...(blocks > 0 ? [`${plural(blocks, 'introduced finding')} at or above the threshold`] : []),
    ];
    return why.length > 0 ? `Blocks: ${why.join(', and ')}.` : 'Blocks: see the notices.';
  }
  if (review.conclusion.security === 'success') return 'Passes: everything was analysed, nothing is introduced.';
  if (blocks > 0) return `Does not block while this is a draft; ${plural(blocks, 'finding')} will once it is ready.`;
  if (incomplete.length > 0) return 'Does not block: not everything could be analysed, which the configuration lets pass.';
  return introduced.length > 0 ? 'Does not block: what is introduced is below the threshold.' : 'Does not block.';
}

/** The whole review as Markdown. Where it is too long, tables end early and say by how much. */
export function renderSummary(review: Review, limit = SUMMARY_LIMIT): string {
  const { score } = review;
  const blocking = whatBlocks(review.introduced, review.blocking);
  const opening = [
    `**${accountingLine(review)}.** Security score of the changed files: ${score.base.toFixed(1)} → ${score.head.toFixed(1)} of 5.`,
    verdictSentence(review),
  ];
  return joinSections(
    opening,
    [
      ...noticeSection(review.notices),
      ...incompleteSection(review.incomplete),
      ...findingSection(
        'Introduced',
        review.introduced.filter((finding) => isLoud(finding) && !isPast(finding)),
        blocking,
      ),
      ...pastSection(review.introduced.filter(isPast), blocking),
      ...problemSection(review),
      ...suppressedSection(review.suppressed),
      ...fixedSection(review.fixed),
      ...noteSection(review.introduced.filter((finding) => !isLoud(finding))),
      ...partialSection(review.partial),
      ...skippedSection(review.skipped),
    ],
    limit,
  );
}

function section(present: boolean, make: () => Section): Section[] {
  return present ? [make()] : [];
}

function noticeSection(notices: readonly string[]): Section[] {
  return section(notices.length > 0, () => ({ head: '### Notices\n', rows: notices.map((notice) => `- ${prose(notice)}`) }));
}

export function incompleteSection(incomplete: readonly Incomplete[]): Section[] {
  return section(incomplete.length > 0, () => ({
    head: '### Not analysed\n\n| File | Reason |\n| --- | --- |',
    rows: incomplete.map(
      ({ path, reason }) => `| ${path === null ? 'the change as a whole' : place(path, null)} | ${proseCell(reason, 300)} |`,
    ),
  }));
}

function findingRow(finding: Finding, severity: string): string {
  const lost = finding.lostGuard ? ` The guard at ${place(finding.lostGuard.path, finding.lostGuard.line)} of the base is gone.` : '';
  return `| ${severity} | ${codeCell(finding.checkId)} | ${place(finding.path, finding.startLine)} | ${proseCell(finding.message, 300)}${lost} |`;
}

const findingHead = '| Severity | Check | Place | Message |\n| --- | --- | --- | --- |';

function findingSection(title: string, findings: readonly Finding[], blocking: ReadonlySet<Finding>): Section[] {
  return section(findings.length > 0, () => ({
    head: `### ${title}: ${countFindings(findings)}\n\n${findingHead}`,
    rows: mostSevereFirst(findings).map((finding) => findingRow(finding, severityCell(finding, blocking))),
  }));
}

/** There is no line of the head on which these could be told, so here they are told whole. */
function pastSection(findings: readonly (Finding & { readonly commit: PastPlace })[], blocking: ReadonlySet<Finding>): Section[] {
  return section(findings.length > 0, () => ({
    head: `### Only in the history: ${countFindings(findings)}\n\n| Severity | Check | Place | Commit | What it is, and what to do |\n| --- | --- | --- | --- | --- |`,
    rows: mostSevereFirst(findings).map((finding) =>
      [
        `| ${severityCell(finding, blocking)}`,
        codeCell(finding.checkId),
        place(finding.path, finding.startLine),
        commitCell(finding.commit),
        `${proseCell(finding.message, 600)} ${proseCell(finding.remediation, 1200)} |`,
      ].join(' | '),
    ),
  }));
}

function severityCell(finding: Finding, blocking: ReadonlySet<Finding>): string {
  return blocking.has(finding) ? `**${finding.severity}**, blocks` : finding.severity;
}

/** Findings of a scan, where nothing is new or old. */
export function scanSections(findings: readonly Finding[], blocking: readonly string[]): Section[] {
  return [
    ...findingSection('Found', findings.filter(isLoud), whatBlocks(findings, blocking)),
    ...noteSection(findings.filter((finding) => !isLoud(finding))),
  ];
}

function isLoud(finding: Finding): boolean {
  return finding.severity !== 'note';
}

function noteSection(notes: readonly Finding[]): Section[] {
  return section(notes.length > 0, () => ({
    head: `<details><summary>${plural(notes.length, 'note')}: tests, examples, vendored code, hints</summary>\n\n${findingHead}`,
    rows: mostSevereFirst(notes).map((finding) => findingRow(finding, 'note')),
    tail: '</details>',
  }));
}

export function suppressedSection(suppressed: readonly Suppressed[]): Section[] {
  return section(suppressed.length > 0, () => ({
    head: '### Suppressed\n\n| Check | Place | Until | Reason | By |\n| --- | --- | --- | --- | --- |',
    rows: suppressed.map(({ finding, reason, until, source }) =>
      [
        '|',
        `${codeCell(finding.checkId)} |`,
        `${placeOf(finding)} |`,
        `${plain(until, 20)} |`,
        `${plain(reason, 300)} |`,
        `${source.kind === 'comment' ? place(source.path, source.line) : place(source.path, null)} |`,
      ].join(' '),
    ),
  }));
}

function problemSection({ suppressionProblems }: Review): Section[] {
  return section(suppressionProblems.length > 0, () => ({
    head: '### Suppressions without effect\n\n| Place | Why | Details |\n| --- | --- | --- |',
    rows: suppressionProblems.map(
      ({ path, line, kind, message }) => `| ${place(path, line)} | ${kind.replaceAll('-', ' ')} | ${proseCell(message, 300)} |`,
    ),
  }));
}

function fixedSection(fixed: readonly Finding[]): Section[] {
  return section(fixed.length > 0, () => ({
    head: '### Fixed\n\n| Severity | Check | Place before |\n| --- | --- | --- |',
    rows: mostSevereFirst(fixed).map(
      (finding) => `| ${finding.severity} | ${codeCell(finding.checkId)} | ${place(finding.path, finding.startLine)} |`,
    ),
  }));
}

/** What was not followed into other files: said, for what lies there was not seen. */
export function partialSection(partial: readonly Incomplete[]): Section[] {
  return section(partial.length > 0, () => ({
    head: `<details><summary>Not followed from file to file: ${plural(partial.length, 'place')}</summary>\n\n| File | Reason |\n| --- | --- |`,
    rows: partial.map(
      ({ path, reason }) => `| ${path === null ? 'the change as a whole' : place(path, null)} | ${proseCell(reason, 300)} |`,
    ),
    tail: '</details>',
  }));
}

export function skippedSection(skipped: readonly Skipped[]): Section[] {
  return section(skipped.length > 0, () => ({
    head: `<details><summary>${plural(skipped.length, 'file')} skipped on purpose</summary>\n\n| Reason | File |\n| --- | --- |`,
    rows: [...skipped]
      .sort((a, b) => compareText(a.reason, b.reason) || compareText(a.path, b.path))
      .map(({ path, reason }) => `| ${proseCell(reason, 200)} | ${place(path, null)} |`),
    tail: '</details>',
  }));
}
