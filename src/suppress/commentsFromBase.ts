import type { SuppressionComment } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import { normaliseSuppression } from './parseSuppression.ts';

/** A comment and the file it stands in. */
export interface PlacedComment {
  readonly path: string;
  readonly comment: SuppressionComment;
}

export interface CommentsOfBothSides {
  readonly headComments: readonly PlacedComment[];
  readonly baseComments: readonly PlacedComment[];
  /** Path at the head to path at the base, for renamed files; any other file kept its path. A copy is a new file: it brings none along. */
  readonly renames: ReadonlyMap<string, string>;
  /** Findings that stand on both sides, as they stand at the head: they need no suppression, but they use one. */
  readonly unchanged: readonly Finding[];
}

/**
 * Tells the comments that stood in the base from those that the change adds: same file, same text, as often as there.
 * Where the head has more of one text than the base, those that cover an unchanged finding are the old ones, so a copy set
 * above the original does not take its place.
 */
export function commentsFromBase(sides: CommentsOfBothSides): ReadonlySet<PlacedComment> {
  const left = new Map<string, number>();
  for (const { path, comment } of sides.baseComments) {
    const key = keyOf(path, comment.text);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const movedAway = new Set(sides.renames.values());
  const old = new Set<PlacedComment>();
  for (const placed of inPlaceFirst(sides)) {
    const from = sides.renames.get(placed.path) ?? placed.path;
    // A new file under the path that a renamed one left does not inherit from it.
    if (from === placed.path && movedAway.has(from)) continue;
    const key = keyOf(from, placed.comment.text);
    const count = left.get(key) ?? 0;
    if (count === 0) continue;
    left.set(key, count - 1);
    old.add(placed);
  }
  return old;
}

function inPlaceFirst({ headComments, unchanged }: CommentsOfBothSides): PlacedComment[] {
  const inPlace = new Set(unchanged.flatMap(commentsCovering(headComments)));
  return [...headComments.filter((placed) => inPlace.has(placed)), ...headComments.filter((placed) => !inPlace.has(placed))];
}

/**
 * Finds the comments that cover a finding: what stands at their line, also inside a statement of several lines. A file may
 * hold as many comments and findings as its author likes, so they are searched, not compared each with each.
 */
export function commentsCovering(comments: readonly PlacedComment[]): (finding: Finding) => PlacedComment[] {
  const byPath = new Map<string, PlacedComment[]>();
  for (const placed of [...comments].sort((a, b) => a.comment.covers - b.comment.covers)) {
    const ofPath = byPath.get(placed.path);
    if (ofPath === undefined) byPath.set(placed.path, [placed]);
    else ofPath.push(placed);
  }
  return ({ path, startLine, endLine }) => {
    const ofPath = byPath.get(path) ?? [];
    let first = 0;
    for (let end = ofPath.length; first < end; ) {
      const middle = (first + end) >> 1;
      if (ofPath[middle]!.comment.covers < startLine) first = middle + 1;
      else end = middle;
    }
    let last = first;
    while (last < ofPath.length && ofPath[last]!.comment.covers <= endLine) last++;
    return ofPath.slice(first, last);
  };
}

function keyOf(path: string, text: string): string {
  return `${path}\0${normaliseSuppression(text)}`;
}
