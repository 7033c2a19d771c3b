/** Differences of two commits, as GitHub's file lists and its rule "line must be part of the diff" need them. */
import { git } from './gitStore.ts';
import type { Side } from './state.ts';

export interface Hunk {
  readonly header: string;
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** With their ` `, `+`, `-` or `\` in front. */
  readonly lines: readonly string[];
}

export interface FileDifference {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly path: string;
  readonly previousPath: string | null;
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Absent for binaries, as in GitHub's answers. */
  readonly patch: string | null;
  readonly hunks: readonly Hunk[];
}

const statuses: Readonly<Record<string, FileDifference['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

export function parseHunks(patch: string): Hunk[] {
  const hunks: (Hunk & { lines: string[] })[] = [];
  for (const line of patch.split('\n')) {
    const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (match) {
      const [, oldStart, oldLines = '1', newStart, newLines = '1'] = match;
      hunks.push({
        header: line,
        oldStart: Number(oldStart),
        oldLines: Number(oldLines),
        newStart: Number(newStart),
        newLines: Number(newLines),
        lines: [],
      });
    } else if (line !== '') hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}

/** Split at line feeds only: a carriage return or U+2028 inside a line is content. */
function splitSections(patches: string): string[][] {
  const sections: string[][] = [];
  for (const line of patches.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('diff --git ')) sections.push([]);
    else sections.at(-1)?.push(line);
  }
  return sections;
}

const known = new Map<string, Promise<FileDifference[]>>();

/** The same two commits always differ in the same way, and the pages of a long list ask again and again. */
export function differences(directory: string, base: string, head: string): Promise<readonly FileDifference[]> {
  const key = `${directory} ${base} ${head}`;
  const found = known.get(key) ?? compute(directory, base, head);
  known.delete(key);
  known.set(key, found);
  const [oldest] = known.keys();
  if (known.size > 50 && oldest !== undefined) known.delete(oldest);
  return found;
}

async function compute(directory: string, base: string, head: string): Promise<FileDifference[]> {
  const common = ['diff-tree', '-r', '-M', '--no-commit-id', '--no-ext-diff', '--no-textconv'];
  const [listing, patches] = await Promise.all([
    git(directory, [...common, '--raw', '--no-abbrev', '--numstat', '-z', base, head]),
    git(directory, [...common, '-p', '--full-index', base, head]),
  ]);
  const fields = listing.toString('utf8').split('\0');
  const files: { status: string; sha: string; oldSha: string; previousPath: string | null; path: string }[] = [];
  let at = 0;
  for (; fields[at]?.startsWith(':'); ) {
    const [, , oldSha = '', sha = '', status = ''] = (fields[at++] ?? '').split(' ');
    const first = fields[at++] ?? '';
    const renamed = /^[RC]/.test(status);
    files.push({
      status: status.slice(0, 1),
      sha,
      oldSha,
      previousPath: renamed ? first : null,
      path: renamed ? (fields[at++] ?? '') : first,
    });
  }
  const counts = files.map((file) => {
    const [additions, deletions] = (fields[at++] ?? '').split('\t');
    // A rename's two names follow as fields of their own.
    if (file.previousPath !== null) at += 2;
    return { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
  const sections = splitSections(patches.toString('utf8'));
  return files.map((file, index) => {
    const section = sections.shift() ?? [];
    // A file that became a symlink (or the reverse) is shown as one removed and one added.
    if (file.status === 'T') sections.shift();
    const start = section.findIndex((line) => line.startsWith('@@ '));
    const patch = start < 0 || file.status === 'T' ? null : section.slice(start).join('\n');
    return {
      status: statuses[file.status] ?? 'changed',
      path: file.path,
      previousPath: file.previousPath,
      sha: file.status === 'D' ? file.oldSha : file.sha,
      ...(counts[index] ?? { additions: 0, deletions: 0 }),
      patch,
      hunks: patch === null ? [] : parseHunks(patch),
    };
  });
}

export interface DiffPlace {
  readonly hunk: Hunk;
  /** Index of the line within the hunk. */
  readonly index: number;
  /** Lines below the file's first hunk header: GitHub's old way to name a place. */
  readonly position: number;
}

export function findLine(file: FileDifference, side: Side, line: number): DiffPlace | null {
  let position = 0;
  for (const [count, hunk] of file.hunks.entries()) {
    if (count > 0) position++;
    let [old, now] = [hunk.oldStart, hunk.newStart];
    for (const [index, text] of hunk.lines.entries()) {
      position++;
      const mark = text[0];
      if (mark === '\\') continue;
      if (mark !== '+' && side === 'LEFT' && old === line) return { hunk, index, position };
      if (mark !== '-' && side === 'RIGHT' && now === line) return { hunk, index, position };
      if (mark !== '+') old++;
      if (mark !== '-') now++;
    }
  }
  return null;
}

/** Where a line of the old version stands in the new one, or null if it changed. */
export function followLine(hunks: readonly Hunk[], line: number): number | null {
  let shift = 0;
  for (const hunk of hunks) {
    let [old, now] = [hunk.oldStart, hunk.newStart];
    // `-3,0` counts the line before the insertion.
    if (hunk.oldLines === 0) old++;
    if (hunk.newLines === 0) now++;
    if (line < old) return line + shift;
    for (const text of hunk.lines) {
      if (text[0] === '\\') continue;
      if (text[0] !== '+' && old === line) return text[0] === '-' ? null : now;
      if (text[0] !== '+') old++;
      if (text[0] !== '-') now++;
    }
    shift = now - old;
  }
  return line + shift;
}
