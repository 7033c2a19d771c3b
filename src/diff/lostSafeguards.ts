/** What kept a file strict at the base and does so no longer. */
import type { FileRole, RawFinding, Safeguard } from '../model/analysis.ts';
import type { LostGuard, Region } from '../model/finding.ts';
import type { AnalysedFile } from './compareFindings.ts';
import { type LineMap, mapLines } from './lines.ts';

export interface LostSafeguard {
  readonly raw: RawFinding;
  /** Of the head, or of the base where the file is gone. */
  readonly path: string;
  readonly role: FileRole;
  readonly guard: LostGuard;
}

/** A safeguard of the base that is lost, and where the head lacks it, if what it kept is still there. */
interface Loss {
  readonly safeguard: Safeguard;
  readonly missing: Safeguard | null;
}

export function lostSafeguards(files: readonly AnalysedFile[]): LostSafeguard[] {
  const own = ownSafeguards(files);
  return files.flatMap((analysed) => {
    const { file, base, head } = analysed;
    // A copy's source has its own comparison; what was not looked at may still hold everything.
    if (!file.base || !base || file.status === 'copied' || (file.head && !(head && head.incomplete.length === 0))) return [];
    const losses = lossesOf(base.safeguards, head?.safeguards ?? [], analysed).concat(own.lostBy(base.safeguards, head?.safeguards ?? []));
    return losses.length > 0 ? placed(losses, analysed) : [];
  });
}

function byKey(safeguards: readonly Safeguard[]): Map<string, { held: Safeguard[]; open: Safeguard[] }> {
  const keys = new Map<string, { held: Safeguard[]; open: Safeguard[] }>();
  for (const safeguard of safeguards) {
    const known = keys.get(safeguard.key) ?? { held: [], open: [] };
    known[safeguard.isHeld ? 'held' : 'open'].push(safeguard);
    keys.set(safeguard.key, known);
  }
  return keys;
}

/** What lost its keeper: as many places as there are fewer with it, and more without. */
function lossesOf(base: readonly Safeguard[], head: readonly Safeguard[], analysed: AnalysedFile): Loss[] {
  const heads = byKey(head.filter(({ group }) => group === null));
  return [...byKey(base.filter(({ group }) => group === null))].flatMap(([key, before]) => {
    const after = heads.get(key);
    if (!after) return [];
    const count = Math.min(before.held.length - after.held.length, after.open.length - before.open.length);
    if (count <= 0) return [];
    const map = linesOf(analysed);
    const isNew = ({ finding }: Safeguard) => (map?.baseLineOf(finding.startLine) ?? null) === null;
    const places = [...after.open.filter(isNew), ...after.open.filter((open) => !isNew(open))];
    return before.held.slice(0, count).map((safeguard, index) => ({ safeguard, missing: places[index] ?? null }));
  });
}

/** Safeguards of their own are looked for in all files of the change, and each that is new replaces one of its group. */
function ownSafeguards(files: readonly AnalysedFile[]) {
  const keysOf = (side: 'base' | 'head') =>
    new Map(
      files.flatMap((file) =>
        (file[side]?.safeguards ?? []).filter(({ isHeld, group }) => isHeld && group !== null).map(({ key, group }) => [key, group!]),
      ),
    );
  const [before, after] = [keysOf('base'), keysOf('head')];
  const replacements = new Map<string, number>();
  for (const [key, group] of after) if (!before.has(key)) replacements.set(group, (replacements.get(group) ?? 0) + 1);
  const told = new Set<string>();
  return {
    lostBy(base: readonly Safeguard[], head: readonly Safeguard[]): Loss[] {
      return base.flatMap((safeguard) => {
        const { key, group, isHeld } = safeguard;
        if (!isHeld || group === null || after.has(key) || told.has(key)) return [];
        told.add(key);
        const left = replacements.get(group) ?? 0;
        if (left > 0) {
          replacements.set(group, left - 1);
          return [];
        }
        return [{ safeguard, missing: head.find((other) => other.key === key) ?? null }];
      });
    },
  };
}

function linesOf({ baseText, headText }: AnalysedFile): LineMap | null {
  return baseText === null || headText === null ? null : mapLines(baseText, headText, 'trimmed');
}

function placed(losses: readonly Loss[], analysed: AnalysedFile): LostSafeguard[] {
  const { file, base, head, headText } = analysed;
  const from = file.base!.path;
  const path = file.head?.path ?? from;
  const lines = headText?.split('\n') ?? [];
  const map = linesOf(analysed);
  const told = new Set<string>();
  return losses.flatMap(({ safeguard, missing }) => {
    // Where it is missing stands what took it away.
    const finding = missing?.finding ?? safeguard.finding;
    const was = safeguard.finding.startLine;
    const region: Region = missing?.finding ?? (file.head ? lineWhereItWas(was, map, lines) : finding);
    const { startLine, startColumn, endLine, endColumn } = region;
    // One switch may open many gates; it is one finding.
    const place = JSON.stringify([finding.checkId, startLine, startColumn, endLine, endColumn]);
    if (missing && told.has(place)) return [];
    told.add(place);
    return {
      path,
      role: head ? head.roleByPath : base!.role,
      guard: { path: from, line: was },
      raw: {
        ...finding,
        startLine,
        startColumn,
        endLine,
        endColumn,
        // Apart from what stands in the file: a loss is never the continuation of a finding.
        statement: `lost: ${safeguard.key}`,
        trace: finding.trace.map((step, index) => (index === 0 ? { ...step, path, line: startLine } : { ...step, path: from })),
        fix: null,
      },
    };
  });
}

/** The head's line that follows what stood before it; the last where nothing does. */
function lineWhereItWas(line: number, map: LineMap | null, lines: readonly string[]): Region {
  let before = 0;
  for (let at = 1; map && at <= lines.length; at++) {
    const origin = map.baseLineOf(at);
    if (origin !== null && origin < line) before = at;
  }
  const last = lines.length > 1 && lines.at(-1) === '' ? lines.length - 1 : Math.max(lines.length, 1);
  const at = Math.min(before + 1, last);
  return { startLine: at, startColumn: 1, endLine: at, endColumn: Math.max((lines[at - 1] ?? '').trimEnd().length, 1) + 1 };
}
