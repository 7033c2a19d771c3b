/** The machine-readable reports, as docs promise them: fixed names, fixed order, no secret in any text. */
import type { Incomplete, Skipped } from '../model/change.ts';
import type { CommitName, Finding, Fix, PastPlace } from '../model/finding.ts';
import type { Review, Scan, Suppressed, SuppressionProblem, TddReport } from '../model/review.ts';
import { holdsSecret, redact } from '../redact/redact.ts';
import { mostSevereFirst } from './counting.ts';
import { commandLines } from './escape.ts';

export function renderReviewJson(review: Review): string {
  return writeJson({
    schema: 'portcullis.review/1',
    base: review.base,
    head: review.head,
    introduced: mostSevereFirst(review.introduced).map(findingJson),
    fixed: mostSevereFirst(review.fixed).map(findingJson),
    unchanged: review.unchanged.length,
    suppressed: review.suppressed.map(suppressedJson),
    incomplete: review.incomplete.map(leftOutJson),
    tdd: tddJson(review.tdd),
    score: { base: review.score.base, head: review.score.head },
    conclusion: { security: review.conclusion.security, tdd: review.conclusion.tdd },
    notices: review.notices.map((notice) => redact(notice)),
    skipped: review.skipped.map(leftOutJson),
    partial: review.partial.map(leftOutJson),
    suppressionProblems: review.suppressionProblems.map(suppressionProblemJson),
  });
}

export function renderScanJson(scan: Scan): string {
  return writeJson({
    schema: 'portcullis.scan/1',
    findings: mostSevereFirst(scan.findings).map(findingJson),
    incomplete: scan.incomplete.map(leftOutJson),
    skipped: scan.skipped.map(leftOutJson),
    partial: scan.partial.map(leftOutJson),
    suppressed: scan.suppressed.map(suppressedJson),
    suppressionProblems: scan.suppressionProblems.map(suppressionProblemJson),
  });
}

export function renderTddJson(tdd: TddReport): string {
  return writeJson({ schema: 'portcullis.tdd/1', tdd: tddJson(tdd) });
}

/**
 * JSON in which nothing acts on a terminal or hides from a reader: control and format characters stand as escapes, which
 * changes no value.
 */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
  return `${text}\n`;
}

function findingJson(finding: Finding): object {
  const { cvss, lostGuard, fix } = finding;
  return {
    checkId: finding.checkId,
    family: finding.family,
    severity: finding.severity,
    confidence: finding.confidence,
    cvss: cvss && { vector: cvss.vector, score: cvss.score },
    cwe: finding.cwe,
    path: redact(finding.path),
    ...(finding.commit && { commit: commitJson(finding.commit) }),
    ...(finding.broughtBy && { broughtBy: commitJson(finding.broughtBy) }),
    startLine: finding.startLine,
    startColumn: finding.startColumn,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    message: redact(finding.message),
    remediation: redact(finding.remediation),
    trace: finding.trace.map(({ path, line, text }) => ({ path: redact(path), line, text: redact(text) })),
    fingerprint: finding.fingerprint,
    lostGuard: lostGuard && { path: redact(lostGuard.path), line: lostGuard.line },
    fix: fix && isExact(fix) ? fixJson(fix) : null,
  };
}

export function commitJson(commit: CommitName | PastPlace): object {
  return { sha: commit.sha, subject: redact(commit.subject), ...('part' in commit && { part: commit.part }) };
}

/** A fix is applied as it stands: where a secret would have to be masked, there is none. */
export function isExact(fix: Fix): boolean {
  return !fix.edits.some(({ newText }) => holdsSecret(newText));
}

function fixJson({ description, edits }: Fix): object {
  return {
    description: redact(description),
    edits: edits.map(({ startLine, startColumn, endLine, endColumn, newText }) => ({
      startLine,
      startColumn,
      endLine,
      endColumn,
      newText,
    })),
  };
}

function suppressedJson({ finding, reason, until, source }: Suppressed): object {
  return {
    finding: findingJson(finding),
    reason: redact(reason),
    until,
    source:
      source.kind === 'comment'
        ? { kind: source.kind, path: redact(source.path), line: source.line }
        : { kind: source.kind, path: redact(source.path) },
  };
}

function suppressionProblemJson({ path, line, kind, message }: SuppressionProblem): object {
  return { path: redact(path), line, kind, message: redact(message) };
}

function leftOutJson({ path, reason }: Incomplete | Skipped): object {
  return { path: path === null ? null : redact(path), reason: redact(reason) };
}

function tddJson(tdd: TddReport): object {
  const { mode, conclusion, violations, commits, cycles, notes, unread, remarks, modeReason, override } = tdd;
  return {
    mode,
    conclusion,
    violations: violations.map(({ id, commit, message, blocks, repair }) => ({
      id,
      commit,
      message: redact(message),
      blocks,
      repair: commandLines(repair),
    })),
    commits: commits.map(({ sha, subject, phase, touches, evidence, proof, touched }) => ({
      sha,
      subject: redact(subject),
      phase,
      touches: touches === null ? null : touches.map((path) => redact(path)),
      evidence,
      proof: proof.map((sentence) => redact(sentence)),
      touched,
    })),
    cycles: cycles.map(({ red, green, refactor, verdict, evidence }) => ({ red, green, refactor, verdict, evidence })),
    notes: notes.map(({ id, commit, message }) => ({ id, commit, message: redact(message) })),
    unread,
    remarks: remarks.map((remark) => redact(remark)),
    modeReason: modeReason === null ? null : redact(modeReason),
    override: override && { by: redact(override.by), reason: redact(override.reason) },
  };
}
