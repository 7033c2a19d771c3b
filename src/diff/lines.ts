import { diffArrays } from 'diff';

/** How the lines of two texts belong together. Lines count from 1. */
export interface LineMap {
  /** The base line that a head line is, unchanged; null for an added line. */
  readonly baseLineOf: (headLine: number) => number | null;
  /** Base lines that the head no longer has, ascending. */
  readonly removed: readonly number[];
  /** Head lines that the base did not have, ascending. */
  readonly added: readonly number[];
}

/** Two lines are the same if their bytes are, or if they are but for the white space around them. */
export type LineEquality = 'exact' | 'trimmed';

/** A stretch of head lines, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The shortest edit costs time and memory in the square of its length, and both texts may be hostile.
 * A count of edits bounds it the same way on every machine; a clock would not.
 */
const longestExactEdit = 1000;

export function mapLines(base: string, head: string, equality: LineEquality = 'exact'): LineMap {
  const numbers = new Map<string, number>();
  const [left, right] = [base, head].map((text) => linesOf(text, equality).map((line) => numberOf(numbers, line))) as [number[], number[]];
  const match = new Array<number>(right.length).fill(-1);

  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) match[start] = start++;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) match[--rightEnd] = --leftEnd;

  const middleLeft = left.slice(start, leftEnd);
  const middleRight = right.slice(start, rightEnd);
  const middle = shortestEdit(middleLeft, middleRight) ?? uniqueAnchors(middleLeft, middleRight);
  for (const [at, to] of middle) match[start + at] = start + to;

  const kept = new Set(match);
  return {
    baseLineOf: (headLine) => {
      const at = match[headLine - 1];
      return at === undefined || at < 0 ? null : at + 1;
    },
    removed: left.flatMap((_, i) => (kept.has(i) ? [] : [i + 1])),
    added: match.flatMap((at, i) => (at < 0 ? [i + 1] : [])),
  };
}

/**
 * The stretches of head lines that a diff shows: what was added, what surrounds it and what surrounds a removal. A change beside
 * equal lines could stand in several places, and tools choose differently; what only some of these choices show is left out.
 */
export function shownRanges(base: string, head: string, context = 3): LineRange[] {
  const map = mapLines(base, head);
  const headLines = linesOf(head, 'exact');
  const shown = changedRuns(headLines, map.added).map(({ first, last }) => ({
    start: last.start - context,
    end: first.end + context,
  }));
  // A removal stands between two head lines; the one before it is the one that the base line before it became.
  const headLineOf = new Map<number, number>([[0, 0]]);
  for (let line = 1; line <= headLines.length; line++) headLineOf.set(map.baseLineOf(line) ?? -1, line);
  for (const { first, last } of changedRuns(linesOf(base, 'exact'), map.removed)) {
    const before = { first: headLineOf.get(first.start - 1) ?? 0, last: headLineOf.get(last.start - 1) ?? 0 };
    shown.push({ start: before.last + 1 - context, end: before.first + context });
  }

  const ranges: { start: number; end: number }[] = [];
  for (const { start, end } of shown.sort((a, b) => a.start - b.start)) {
    const clipped = { start: Math.max(start, 1), end: Math.min(end, headLines.length) };
    const open = ranges.at(-1);
    if (clipped.start > clipped.end) continue;
    if (open && clipped.start <= open.end + 1) open.end = Math.max(open.end, clipped.end);
    else ranges.push(clipped);
  }
  return ranges;
}

/** Consecutive changed lines, as far up and as far down as they could stand with the same result. */
function changedRuns(lines: readonly string[], changed: readonly number[]): { first: LineRange; last: LineRange }[] {
  const isChanged = new Set(changed);
  const same = (a: number, b: number): boolean => lines[a - 1] === lines[b - 1];
  const isKept = (line: number): boolean => line >= 1 && line <= lines.length && !isChanged.has(line);
  const runs: { first: LineRange; last: LineRange }[] = [];
  for (const start of changed) {
    if (isChanged.has(start - 1)) continue;
    let end = start;
    while (isChanged.has(end + 1)) end++;
    let up = 0;
    while (isKept(start - up - 1) && same(start - up - 1, end - up)) up++;
    let down = 0;
    while (isKept(end + down + 1) && same(start + down, end + down + 1)) down++;
    runs.push({ first: { start: start - up, end: end - up }, last: { start: start + down, end: end + down } });
  }
  return runs;
}

/** A line keeps its terminator where bytes count, since a diff shows a lost newline as a change. */
function linesOf(text: string, equality: LineEquality): string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return equality === 'exact' ? lines : lines.map((line) => line.trim());
}

function numberOf(numbers: Map<string, number>, line: string): number {
  const known = numbers.get(line);
  if (known !== undefined) return known;
  numbers.set(line, numbers.size);
  return numbers.size - 1;
}

type Pairs = [rightIndex: number, leftIndex: number][];

/** The pairs of a shortest edit, or null where it would take more edits than the bound. */
function shortestEdit(left: number[], right: number[]): Pairs | null {
  if (left.length === 0 || right.length === 0) return [];
  const changes = diffArrays(left, right, { maxEditLength: longestExactEdit });
  if (!changes) return null;
  const pairs: Pairs = [];
  let l = 0;
  let r = 0;
  for (const { added, removed, count } of changes) {
    if (added) r += count;
    else if (removed) l += count;
    else for (let i = 0; i < count; i++) pairs.push([r++, l++]);
  }
  return pairs;
}

/**
 * For texts too different for the exact search: lines that occur once in each text, the longest run of them that keeps its
 * order, and the equal lines that touch them. Nearly linear; it may call a line changed that is not, never the reverse.
 */
function uniqueAnchors(left: number[], right: number[]): Pairs {
  const leftOnce = positionsOfUnique(left);
  const rightOnce = positionsOfUnique(right);
  const candidates: Pairs = [];
  for (const [line, at] of rightOnce) {
    const to = leftOnce.get(line);
    if (to !== undefined) candidates.push([at, to]);
  }
  candidates.sort((a, b) => a[0] - b[0]);

  const pairs: Pairs = [];
  let nextRight = 0;
  let nextLeft = 0;
  const anchors = longestAscending(candidates);
  for (const [i, [at, to]] of anchors.entries()) {
    const before: Pairs = [];
    for (let r = at - 1, l = to - 1; r >= nextRight && l >= nextLeft && right[r] === left[l]; r--, l--) before.push([r, l]);
    pairs.push(...before.reverse(), [at, to]);
    const [endRight, endLeft] = anchors[i + 1] ?? [right.length, left.length];
    [nextRight, nextLeft] = [at + 1, to + 1];
    while (nextRight < endRight && nextLeft < endLeft && right[nextRight] === left[nextLeft]) pairs.push([nextRight++, nextLeft++]);
  }
  return pairs;
}

function positionsOfUnique(lines: number[]): Map<number, number> {
  const seen = new Map<number, number>();
  for (const [i, line] of lines.entries()) seen.set(line, seen.has(line) ? -1 : i);
  for (const [line, at] of seen) if (at < 0) seen.delete(line);
  return seen;
}

/** The longest subsequence whose left positions ascend (patience sorting). */
function longestAscending(pairs: Pairs): Pairs {
  const tops: number[] = [];
  const previous = new Array<number>(pairs.length).fill(-1);
  for (const [i, [, to]] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const half = (low + high) >> 1;
      if (pairs[tops[half]!]![1] < to) low = half + 1;
      else high = half;
    }
    previous[i] = low > 0 ? tops[low - 1]! : -1;
    tops[low] = i;
  }
  const run: Pairs = [];
  for (let i = tops.at(-1) ?? -1; i >= 0; i = previous[i]!) run.push(pairs[i]!);
  return run.reverse();
}
