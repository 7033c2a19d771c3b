/** The second tab: every file with its hunks, and the comments that still stand on a line, below it. */
import type { FileDifference } from '../../test/fake-github/diff.ts';
import type { ReviewComment } from '../../test/fake-github/state.ts';
import type { Snapshot } from '../snapshot.ts';
import { commentBody } from './comment.ts';
import { type DiffLine, diffRow, diffTable, numberLines } from './diff.ts';
import { type Html, html } from './html.ts';

function standsOn(comment: ReviewComment, line: DiffLine): boolean {
  return comment.line !== null && comment.line === (comment.side === 'RIGHT' ? line.now : line.old);
}

function fileBlock(file: FileDifference, number: number, comments: readonly ReviewComment[]): Html {
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`;
  const rows = file.hunks.flatMap((hunk) => [
    html`<tr class="hunk"><td class="number"></td><td class="number"></td><td></td><td class="code">${hunk.header}</td></tr>
`,
    ...numberLines(hunk).flatMap((line) => [
      diffRow(line),
      ...comments
        .filter((comment) => standsOn(comment, line))
        .map((comment) => html`<tr><td colspan="4" class="said">${commentBody(comment)}</td></tr>`),
    ]),
  ]);
  return html`<section class="file" id="file-${number}">
<header class="path"><code>${name}</code> <span class="label">${file.status}</span><span class="counts"><span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></span></header>
${rows.length > 0 ? diffTable(name, rows) : html`<p class="quiet pad">No lines to show.</p>`}
</section>`;
}

export function filesChanged({ files, comments }: Snapshot): Html {
  return html`${files.map((file, index) =>
    fileBlock(
      file,
      index + 1,
      comments.filter(({ path }) => path === file.path),
    ),
  )}`;
}
