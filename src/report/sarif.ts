/** SARIF 2.1.0 of a review or a scan, for code scanning and editors. Sections of the standard are named where a form is odd. */
import type { Incomplete, Skipped } from '../model/change.ts';
import type { Finding, Region } from '../model/finding.ts';
import type { PolicyProblem } from '../model/policy.ts';
import type { Review, Scan, Suppressed } from '../model/review.ts';
import { redact } from '../redact/redact.ts';
import type { CheckText } from './checkText.ts';
import { compareText, mostSevereFirst, whatBlocks } from './counting.ts';
import { terminal } from './escape.ts';
import { commitJson, isExact, writeJson } from './json.ts';
import { commitWords } from './place.ts';
import { encodePath } from './urlPath.ts';

export interface SarifOptions {
  /** Every check that ran: each is a rule, whether it found something or not. */
  readonly checks: readonly CheckText[];
  /** Base score of a CVSS 3.1 vector. */
  readonly scoreOf: (vector: string) => number | null;
  /** Version of the program, as in package.json. */
  readonly version: string;
  /** Configs that could not be used, which alone fail a review. */
  readonly policyProblems?: readonly PolicyProblem[];
}

type BaselineState = 'new' | 'unchanged' | 'absent';

export function renderReviewSarif(review: Review, options: SarifOptions): string {
  const result = resultWriter(options, whatBlocks(review.introduced, review.blocking));
  const state = (baselineState: BaselineState) => (finding: Finding) => result(finding, { baselineState });
  return log(options, 'portcullis/review', review, [
    ...mostSevereFirst(review.introduced).map(state('new')),
    ...mostSevereFirst(review.unchanged).map(state('unchanged')),
    ...mostSevereFirst(review.fixed).map(state('absent')),
    ...review.suppressed.map((one) => result(one.finding, { baselineState: 'new', suppressions: [suppression(one)] })),
  ]);
}

export function renderScanSarif(scan: Scan, options: SarifOptions): string {
  const result = resultWriter(options, whatBlocks(scan.findings, scan.blocking));
  return log(options, 'portcullis/scan', scan, [
    ...mostSevereFirst(scan.findings).map((finding) => result(finding, {})),
    ...scan.suppressed.map((one) => result(one.finding, { suppressions: [suppression(one)] })),
  ]);
}

function log(
  { checks, scoreOf, version, policyProblems = [] }: SarifOptions,
  id: string,
  looked: { readonly incomplete: readonly Incomplete[]; readonly skipped: readonly Skipped[]; readonly partial: readonly Incomplete[] },
  results: readonly object[],
): string {
  return writeJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Portcullis', semanticVersion: version, rules: sorted(checks).map((check) => rule(check, scoreOf)) } },
        automationDetails: { id: `${id}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: looked.incomplete.length === 0 && policyProblems.length === 0,
            toolExecutionNotifications: [
              ...looked.incomplete.map(({ path, reason }) => notification('error', `Not analysed: ${reason}`, path)),
              ...looked.skipped.map(({ path, reason }) => notification('note', `Skipped: ${reason}`, path)),
              ...looked.partial.map(({ path, reason }) => notification('note', `Not followed: ${reason}`, path)),
            ],
            ...(policyProblems.length > 0 && {
              // The file may be the owner's, outside of this repository: it is named in words.
              toolConfigurationNotifications: policyProblems.map(({ file, line, message }) =>
                notification('error', `${file}${line === null ? '' : `:${line}`}: ${message}`, null),
              ),
            }),
          },
        ],
        results,
      },
    ],
  });
}

const ROOT = '%SRCROOT%';

function sorted(checks: readonly CheckText[]): CheckText[] {
  return [...checks].sort((a, b) => compareText(a.id, b.id));
}

function rule(check: CheckText, scoreOf: SarifOptions['scoreOf']): object {
  const score = scoreOf(check.cvss) ?? 0;
  const limits = check.limits === '' ? [] : [`Limits: ${check.limits}`];
  const references = check.references.map((reference) => `- ${reference}`);
  return {
    id: check.id,
    shortDescription: { text: check.title },
    fullDescription: { text: `${check.message} ${check.why}` },
    help: {
      text: [check.message, check.why, check.remediation, ...limits, ...check.references].join('\n\n'),
      markdown: [
        `**${check.title}**`,
        check.message,
        check.why,
        check.remediation,
        ...limits,
        ...(references.length > 0 ? [references.join('\n')] : []),
      ].join('\n\n'),
    },
    defaultConfiguration: { level: score > 0 ? 'warning' : 'note' },
    properties: {
      tags: ['security', check.id.split('/')[0], ...check.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`)],
      'security-severity': score.toFixed(1),
    },
  };
}

interface ResultKind {
  readonly baselineState?: BaselineState;
  readonly suppressions?: readonly object[];
}

function resultWriter({ checks }: SarifOptions, blocking: ReadonlySet<Finding>): (finding: Finding, kind: ResultKind) => object {
  const ruleIndexes = new Map(sorted(checks).map(({ id }, index) => [id, index]));
  return (finding, kind) => ({
    ruleId: finding.checkId,
    ...(ruleIndexes.has(finding.checkId) && { ruleIndex: ruleIndexes.get(finding.checkId) }),
    level: levelOf(finding, blocking),
    ...resultBody(finding),
    ...kind,
  });
}

function levelOf(finding: Finding, blocking: ReadonlySet<Finding>): 'error' | 'warning' | 'note' {
  if (blocking.has(finding)) return 'error';
  return finding.severity === 'note' ? 'note' : 'warning';
}

function resultBody(finding: Finding): object {
  const lost = finding.lostGuard ? ` The guard at ${finding.lostGuard.path}:${finding.lostGuard.line} of the base is gone.` : '';
  return {
    message: message(`${finding.message}${lost}`),
    locations: [
      {
        physicalLocation: physicalLocation(finding.path, region(finding)),
        ...(finding.commit && { message: message(`In ${commitWords(finding.commit)}`) }),
      },
    ],
    partialFingerprints: { 'portcullis/v1': finding.fingerprint },
    ...(finding.trace.length > 0 && {
      codeFlows: [
        {
          threadFlows: [
            {
              locations: finding.trace.map((step) => ({
                location: { physicalLocation: physicalLocation(step.path, { startLine: step.line }), message: message(step.text) },
              })),
            },
          ],
        },
      ],
    }),
    ...(finding.fix &&
      isExact(finding.fix) && {
        fixes: [
          {
            description: message(finding.fix.description),
            artifactChanges: [
              {
                artifactLocation: artifactLocation(finding.path),
                replacements: finding.fix.edits.map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.newText } })),
              },
            ],
          },
        ],
      }),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      remediation: terminal(finding.remediation),
      ...(finding.commit && { commit: commitJson(finding.commit) }),
      ...(finding.broughtBy && { broughtBy: commitJson(finding.broughtBy) }),
      ...(finding.cvss && { 'security-severity': finding.cvss.score.toFixed(1), cvss: finding.cvss.vector }),
      tags: finding.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
    },
  };
}

function suppression({ reason, until, source }: Suppressed): object {
  return {
    kind: source.kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: terminal(reason),
    location: {
      physicalLocation: physicalLocation(source.path, source.kind === 'comment' ? { startLine: source.line } : undefined),
    },
    properties: { until },
  };
}

function notification(level: 'error' | 'note', text: string, path: string | null): object {
  return { level, message: message(text), ...(path !== null && { locations: [{ physicalLocation: physicalLocation(path) }] }) };
}

/** In a message `[text](target)` is a link (§3.11.6); others' text makes none. */
function message(text: string): object {
  return { text: terminal(text).replaceAll('](', '] (') };
}

function region({ startLine, startColumn, endLine, endColumn }: Region): object {
  return { startLine, startColumn, endLine, endColumn };
}

function physicalLocation(path: string, where?: object): object {
  return { artifactLocation: artifactLocation(path), ...(where && { region: where }) };
}

function artifactLocation(path: string): object {
  return { uri: encodePath(redact(path)), uriBaseId: ROOT };
}
