import type { FileAnalysis, FileRole, RawFinding } from '../model/analysis.ts';
import type { ChangedFile } from '../model/change.ts';
import { confidences, type Finding, type LostGuard, severities } from '../model/finding.ts';
import { byPosition, fingerprintsOf } from './fingerprint.ts';
import { type LineMap, mapLines } from './lines.ts';
import { lostGuardLine } from './lostGuard.ts';
import { type LostSafeguard, lostSafeguards } from './lostSafeguards.ts';

/** A changed file with what the engine says of its two versions. */
export interface AnalysedFile {
  readonly file: ChangedFile;
  readonly base: FileAnalysis | null;
  readonly head: FileAnalysis | null;
  /** The texts map lines onto each other. They may be null where neither version has a finding or a safeguard. */
  readonly baseText: string | null;
  readonly headText: string | null;
}

/** What a finding weighs in a file of this role. */
export type Judge = (raw: RawFinding, role: FileRole) => Pick<Finding, 'severity' | 'confidence' | 'cvss'>;

export interface Comparison {
  readonly introduced: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly unchanged: readonly Finding[];
}

/** A finding on one side. */
interface Placed {
  readonly raw: RawFinding;
  readonly finding: Finding;
  /** The base line that this head line is, unchanged, where no such finding stood: what made it safe was taken away. */
  readonly safeBefore: number | null;
}

/** A file's findings on both sides, in reading order. */
interface Sides {
  readonly analysed: AnalysedFile;
  readonly base: readonly Placed[];
  readonly head: readonly Placed[];
  /** Lines but for the white space around them: a guard that goes takes the indentation of what it guarded with it. */
  readonly lines: LineMap | null;
}

type KeyOf = (placed: Placed) => string | null;

const statement: KeyOf = ({ raw }) => JSON.stringify([raw.checkId, raw.statement]);
const statementInScope: KeyOf = ({ raw }) => JSON.stringify([raw.checkId, raw.statement, raw.scope]);

/**
 * What the head introduces over the base. Every finding of the base accounts for one of the head at most: first within its file
 * by statement and scope, then by statement alone (the function was renamed, the code moved), then in the other files of the
 * change. A finding that weighs more than the one it continues is introduced. So is one on a line that stayed and had none: moved
 * code is new where it stands, and an equal finding that went elsewhere must not hide a guard that went here.
 */
export function compareFindings(files: readonly AnalysedFile[], judge: Judge): Comparison {
  const sides = files.map((file) => placeFindings(file, judge));
  const continues = new Map<Placed, Placed>();
  const used = new Set<Placed>();
  const match = (heads: readonly Placed[], bases: readonly Placed[], headKey: KeyOf, baseKey: KeyOf = headKey): void => {
    const open = new Map<string, Placed[]>();
    for (const base of bases.toReversed()) {
      const key = used.has(base) ? null : baseKey(base);
      if (key === null) continue;
      const list = open.get(key);
      if (list) list.push(base);
      else open.set(key, [base]);
    }
    for (const head of heads) {
      const key = continues.has(head) ? null : headKey(head);
      const base = key === null ? undefined : open.get(key)?.pop();
      if (!base) continue;
      used.add(base);
      continues.set(head, base);
    }
  };

  for (const { base, head, lines } of sides) {
    for (const key of [statementInScope, statement]) {
      const atBaseLine: KeyOf = (placed) => `${placed.raw.startLine} ${key(placed)}`;
      const atHeadLine: KeyOf = (placed) => {
        const line = lines?.baseLineOf(placed.raw.startLine) ?? null;
        return line === null ? null : `${line} ${key(placed)}`;
      };
      match(head, base, atHeadLine, atBaseLine);
      match(head.filter(mayHaveMoved), base, key);
    }
  }
  // A copy's source has its own comparison; what a head that was not looked at holds is not known to be gone.
  const gone = sides.filter(({ analysed }) => analysed.file.status !== 'copied' && wasLookedAt(analysed)).flatMap(({ base }) => base);
  const heads = sides.flatMap(({ head }) => head).filter(mayHaveMoved);
  for (const key of [statementInScope, statement]) match(heads, gone, key);

  const standsInCopy = new Set(
    sides.flatMap(({ analysed, base }) =>
      analysed.file.status === 'copied' ? base.filter((placed) => used.has(placed)).map(identity) : [],
    ),
  );
  const introduced: Finding[] = [];
  const unchanged: Finding[] = [];
  for (const side of sides) {
    for (const head of side.head) {
      const base = continues.get(head);
      if (!base) introduced.push({ ...head.finding, lostGuard: findLostGuard(head, side) });
      else if (rank(head.finding) < rank(base.finding)) introduced.push(head.finding);
      else unchanged.push(head.finding);
    }
  }
  const fixed = gone.filter((base) => !used.has(base) && !standsInCopy.has(identity(base))).map(({ finding }) => finding);
  return { introduced: [...introduced, ...findingsOf(lostSafeguards(files), judge)], fixed, unchanged };
}

function mayHaveMoved({ safeBefore }: Placed): boolean {
  return safeBefore === null;
}

function placeFindings(analysed: AnalysedFile, judge: Judge): Sides {
  const { file, base, head, baseText, headText } = analysed;
  // A generator's mark that the change itself writes must not lower what the change brings.
  const headRole = head && (head.role === base?.role ? head.role : head.roleByPath);
  const canMap = baseText !== null && headText !== null && Boolean(head?.findings.length);
  const lines = canMap ? mapLines(baseText, headText, 'trimmed') : null;
  const unsafe = new Set(base?.findings.map(atLine));
  const wasSafe = (raw: RawFinding): number | null => {
    const line = lines?.baseLineOf(raw.startLine) ?? null;
    return line !== null && base && isWhole(base) && !unsafe.has(atLine({ ...raw, startLine: line })) ? line : null;
  };
  return {
    analysed,
    base: file.base && base ? place(base.findings, file.base.path, base.role, judge, () => null) : [],
    head: file.head && head && headRole ? place(head.findings, file.head.path, headRole, judge, wasSafe) : [],
    lines,
  };
}

function atLine({ checkId, startLine }: RawFinding): string {
  return `${startLine} ${checkId}`;
}

function place(
  findings: readonly RawFinding[],
  path: string,
  role: FileRole,
  judge: Judge,
  safeBefore: (raw: RawFinding) => number | null,
): Placed[] {
  const sorted = findings.toSorted(byPosition);
  const prints = fingerprintsOf(sorted);
  return sorted.map((raw, i) => ({ raw, finding: toFinding(raw, path, prints[i]!, judge(raw, role)), safeBefore: safeBefore(raw) }));
}

/** Numbered by file, as any findings are. */
function findingsOf(losses: readonly LostSafeguard[], judge: Judge): Finding[] {
  return [...new Set(losses.map(({ path }) => path))].flatMap((path) => {
    const lost = losses.filter((loss) => loss.path === path);
    const prints = fingerprintsOf(lost.map(({ raw }) => raw));
    return lost.map(({ raw, role, guard }, i) => ({ ...toFinding(raw, path, prints[i]!, judge(raw, role)), lostGuard: guard }));
  });
}

/** Field by field, so that the statement, which is for comparing only, stays behind. */
export function toFinding(raw: RawFinding, path: string, fingerprint: string, weight: ReturnType<Judge>): Finding {
  return {
    checkId: raw.checkId,
    family: raw.family,
    severity: weight.severity,
    confidence: weight.confidence,
    cvss: weight.cvss,
    cwe: raw.cwe,
    path,
    startLine: raw.startLine,
    startColumn: raw.startColumn,
    endLine: raw.endLine,
    endColumn: raw.endColumn,
    message: raw.message,
    remediation: raw.remediation,
    trace: raw.trace,
    fingerprint,
    lostGuard: null,
    fix: raw.fix,
  };
}

function wasLookedAt({ file, head }: AnalysedFile): boolean {
  return file.head === null || (head !== null && isWhole(head));
}

function isWhole({ skipped, incomplete }: FileAnalysis): boolean {
  return skipped === null && incomplete.length === 0;
}

function identity({ finding }: Placed): string {
  return `${finding.fingerprint} ${finding.path}`;
}

/** Lower for what is graver, then for what is surer: what blocks depends on both, so a finding that becomes sure is as new as one that becomes grave. */
export function rank({ severity, confidence }: Finding): number {
  return severities.indexOf(severity) * confidences.length + confidences.indexOf(confidence);
}

function findLostGuard({ safeBefore }: Placed, { analysed, lines }: Sides): LostGuard | null {
  if (safeBefore === null || !lines || !analysed.file.base || analysed.baseText === null) return null;
  const line = lostGuardLine(analysed.baseText.split('\n'), lines.removed, safeBefore);
  return line === null ? null : { path: analysed.file.base.path, line };
}
