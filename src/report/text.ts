/** The reports for a person at a terminal: grouped by file, the gravest first, with code, and what it all comes to at the end. */
import { styleText } from 'node:util';
import type { Incomplete, Skipped } from '../model/change.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Review, Scan, Suppressed, SuppressionProblem, TddReport } from '../model/review.ts';
import type { CheckText, LineOf } from './checkText.ts';
import { codeFrame } from './codeFrame.ts';
import { compareText, countFindings, countScore, mostSevereFirst, plural, whatBlocks } from './counting.ts';
import { terminal } from './escape.ts';
import { broughtWords, commitWords, isPast, shortSha } from './place.ts';
import { accountingLine, verdictSentence } from './summary.ts';
import { listBlock, tddBlocks, tddShortBlocks, tddWords } from './tddText.ts';

export interface TextOptions {
  readonly lineOf: LineOf;
  /** Whether to colour; the caller knows whether a terminal reads it. */
  readonly colour: boolean;
  readonly checks?: readonly CheckText[];
}

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

interface Page {
  readonly paint: Paint;
  readonly options: TextOptions;
  readonly blocking: ReadonlySet<Finding>;
  /** Every finding that saw a secret: its lines are not quoted. */
  readonly leaks: readonly Finding[];
}

const colours: Readonly<Record<Severity, Format>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  note: 'dim',
};

export function renderReviewText(review: Review, options: TextOptions): string {
  const { introduced, unchanged, suppressed, fixed, conclusion } = review;
  const all = [...introduced, ...unchanged, ...suppressed.map(({ finding }) => finding)];
  const page = pageOf(options, whatBlocks(introduced, review.blocking), all);
  return join([
    ...findingBlocks(introduced, page),
    ...suppressedBlock(suppressed),
    ...problemBlock(review.suppressionProblems),
    ...listBlock(
      'Fixed',
      mostSevereFirst(fixed).map(
        (finding) => `${where(finding.path, finding.startLine)}: ${finding.severity}: ${terminal(finding.checkId)}`,
      ),
    ),
    ...listBlock(
      'Notices',
      review.notices.map((notice) => terminal(notice)),
    ),
    ...accountedBlocks(review),
    ...tddShortBlocks(review.tdd),
    [
      `${accountingLine(review)}; ${countScore(review.score)}`,
      `Security: ${page.paint(verdictColours[conclusion.security], conclusion.security)}. ${introduced.length > 0 ? `${countFindings(introduced)}. ` : ''}${verdictSentence(review)}`,
      `TDD: ${page.paint(verdictColours[conclusion.tdd], conclusion.tdd)}. ${tddWords({ ...review.tdd, conclusion: conclusion.tdd })}`,
    ].join('\n'),
  ]);
}

export function renderScanText(scan: Scan, options: TextOptions): string {
  const { findings, suppressed, incomplete, blocking } = scan;
  const page = pageOf(options, whatBlocks(findings, blocking), [...findings, ...suppressed.map(({ finding }) => finding)]);
  const verdict = [
    findings.length > 0
      ? `${countFindings(findings)}. ${plural(page.blocking.size, 'of them blocks', 'of them block')}.`
      : 'Nothing found.',
    ...(incomplete.length > 0 ? ['Not everything could be analysed.'] : []),
  ];
  return join([
    ...findingBlocks(findings, page),
    ...suppressedBlock(suppressed),
    ...problemBlock(scan.suppressionProblems),
    ...accountedBlocks(scan),
    `${accountingLine(scan)}\n${verdict.join(' ')}`,
  ]);
}

export function renderTddText(tdd: TddReport, options: Pick<TextOptions, 'colour'>): string {
  const paint = painter(options.colour);
  const mode = tdd.mode === 'off' ? '' : ` Mode ${tdd.mode}.${tdd.modeReason === null ? '' : ` ${terminal(tdd.modeReason)}`}`;
  return join([...tddBlocks(tdd), `TDD: ${paint(verdictColours[tdd.conclusion], tdd.conclusion)}. ${tddWords(tdd)}${mode}`]);
}

const verdictColours = { success: 'green', neutral: 'yellow', failure: 'red' } as const;

function pageOf(options: TextOptions, blocking: ReadonlySet<Finding>, all: readonly Finding[]): Page {
  return {
    paint: painter(options.colour),
    options,
    blocking,
    leaks: all.filter((finding) => finding.family === 'leak' && !isPast(finding)),
  };
}

/** The caller has decided: neither this process's terminal nor its environment is asked again. */
function painter(colour: boolean): Paint {
  return colour ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
}

/** GitHub's runner obeys lines that begin with `::`, blanks before it or not, and `##[` anywhere in a line. */
function join(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '# #[');
}

function where(path: string, line: number | null): string {
  return `${terminal(path, 400)}${line === null ? '' : `:${line}`}`;
}

function problemBlock(problems: readonly SuppressionProblem[]): string[] {
  return listBlock(
    'Suppressions without effect',
    problems.map(({ path, line, kind, message }) => `${where(path, line)}: ${kind.replaceAll('-', ' ')}: ${terminal(message)}`),
  );
}

/** One block a file or a past version of one, the one with the gravest finding first; notes in one line each. */
function findingBlocks(findings: readonly Finding[], page: Page): string[] {
  const files = new Map<string, Finding[]>();
  for (const finding of mostSevereFirst(findings)) {
    const title = fileTitle(finding);
    files.set(title, [...(files.get(title) ?? []), finding]);
  }
  return [...files].map(([title, of]) => [page.paint('bold', title), ...of.map((finding) => findingText(finding, page))].join('\n'));
}

function fileTitle({ path, commit }: Finding): string {
  if (commit?.part === 'message') return `The message of ${commitWords(commit)}`;
  return `${terminal(path, 400)}${commit ? ` in ${commitWords(commit)}` : ''}`;
}

function findingText(finding: Finding, page: Page): string {
  const { paint, options, blocking } = page;
  const label = paint(colours[finding.severity], finding.severity);
  const head = `  ${finding.startLine}:${finding.startColumn}  ${label}  ${terminal(finding.checkId)}`;
  if (finding.severity === 'note') return `${head}  ${terminal(finding.message, 300)}`;
  const facts = [
    `confidence ${finding.confidence}`,
    ...(finding.cvss ? [`CVSS ${finding.cvss.score.toFixed(1)}`] : []),
    ...finding.cwe.map((number) => `CWE-${number}`),
    ...(blocking.has(finding) ? ['blocks'] : []),
  ];
  const why = options.checks?.find(({ id }) => id === finding.checkId)?.why;
  return [
    `${head}  (${facts.join(', ')})`,
    `    ${terminal(finding.message)}`,
    ...(finding.lostGuard ? [`    The guard at ${where(finding.lostGuard.path, finding.lostGuard.line)} of the base is gone.`] : []),
    ...(finding.broughtBy ? [`    ${broughtWords(finding.broughtBy)}`] : []),
    ...frameLines(finding, page),
    ...(why ? [`    Why: ${terminal(why)}`] : []),
    `    Instead: ${terminal(finding.remediation)}`,
    ...(finding.fix ? [`    Fix: ${terminal(finding.fix.description)}`] : []),
    ...(finding.trace.length > 0 ? ['    How it gets there:'] : []),
    ...finding.trace.map((step) => `      ${where(step.path, step.line)}  ${terminal(step.text, 300)}`),
  ].join('\n');
}

function frameLines(finding: Finding, { paint, options, leaks }: Page): string[] {
  const secret = (line: number) =>
    leaks.some(({ path, startLine, endLine }) => path === finding.path && startLine <= line && line <= endLine);
  if (isPast(finding)) return [];
  const frame = codeFrame(finding, options.lineOf, secret);
  if (!frame) return [];
  const digits = String(frame.lines.at(-1)!.number).length;
  const shown: string[] = [''];
  let pointed = false;
  for (const { number, text, marked } of frame.lines) {
    const gutter = `${marked ? '>' : ' '} ${String(number).padStart(digits)} |`;
    shown.push(`    ${paint(marked ? 'bold' : 'dim', gutter)}${text === '' ? '' : ` ${text}`}`);
    if (!marked || pointed || frame.carets === '') continue;
    pointed = true;
    shown.push(`    ${paint('dim', `${' '.repeat(digits + 2)} |`)} ${paint(colours[finding.severity], frame.carets)}`);
  }
  return [...shown, ''];
}

function suppressedBlock(suppressed: readonly Suppressed[]): string[] {
  return listBlock(
    'Suppressed',
    suppressed.map(
      ({ finding, reason, until, source }) =>
        `${where(finding.path, finding.startLine)}${finding.commit ? ` in commit ${shortSha(finding.commit.sha)}` : ''}: ${terminal(finding.checkId)} until ${terminal(until, 20)}: ${terminal(reason)} (${where(source.path, source.kind === 'comment' ? source.line : null)})`,
    ),
  );
}

function accountedBlocks(looked: {
  readonly skipped: readonly Skipped[];
  readonly incomplete: readonly Incomplete[];
  readonly partial: readonly Incomplete[];
}): string[] {
  const told = ({ path, reason }: Incomplete) => `${path === null ? 'the change as a whole' : where(path, null)}: ${terminal(reason)}`;
  return [
    ...listBlock('Skipped on purpose', byReason(looked.skipped)),
    ...listBlock('Not followed from file to file', looked.partial.map(told)),
    ...listBlock('Not analysed', looked.incomplete.map(told)),
  ];
}

/** Paths named for one reason; the summary of the check run and the Markdown name all of them. */
const NAMED = 5;

function byReason(skipped: readonly Skipped[]): string[] {
  const paths = new Map<string, string[]>();
  for (const { path, reason } of skipped) paths.set(reason, [...(paths.get(reason) ?? []), path]);
  return [...paths]
    .sort(([a], [b]) => compareText(a, b))
    .map(([reason, of]) => {
      const named = of
        .sort(compareText)
        .slice(0, NAMED)
        .map((path) => where(path, null));
      return `${terminal(reason)}: ${named.join(', ')}${of.length > NAMED ? ` and ${of.length - NAMED} more` : ''}`;
    });
}
