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
  const inPlace: PlacedComment[] = [];
  const elsewhere: PlacedComment[] = [];
  for (const placed of headComments) (unchanged.some((finding) => covers(placed, finding)) ? inPlace : elsewhere).push(placed);
  return [...inPlace, ...elsewhere];
}

/** A comment covers what stands at its line, also inside a statement of several lines. */
export function covers({ path, comment }: PlacedComment, finding: Finding): boolean {
  return finding.path === path && finding.startLine <= comment.covers && comment.covers <= finding.endLine;
}

function keyOf(path: string, text: string): string {
  return `${path}\0${normaliseSuppression(text)}`;
}
