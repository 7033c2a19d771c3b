/** An inline comment: the lines it stands on, and what it says. */
import { parseHunks } from '../../test/fake-github/diff.ts';
import type { ReviewComment } from '../../test/fake-github/state.ts';
import { type DiffLine, diffRow, diffTable, numberLines } from './diff.ts';
import { type Html, html } from './html.ts';
import { gate } from './icons.ts';
import { renderMarkdown } from './markdown.ts';

/** Lines shown above the ones that are meant. */
const ABOVE = 3;

export interface CommentPlace {
  readonly lines: readonly DiffLine[];
  readonly isMeant: (line: DiffLine) => boolean;
}

export function placeOf({ diffHunk, side, originalLine, originalStartLine }: ReviewComment): CommentPlace {
  const lines = parseHunks(diffHunk).flatMap(numberLines);
  const last = originalLine ?? 0;
  const first = originalStartLine ?? last;
  const isMeant = (line: DiffLine) => {
    const number = side === 'RIGHT' ? line.now : line.old;
    return number !== null && number >= first && number <= last;
  };
  return { lines: lines.slice(Math.max(0, lines.findIndex(isMeant) - ABOVE)), isMeant };
}

function lineNames({ originalLine, originalStartLine }: ReviewComment): string {
  return originalStartLine === null ? `line ${originalLine}` : `lines ${originalStartLine} to ${originalLine}`;
}

export function commentBody(comment: ReviewComment): Html {
  const { lines, isMeant } = placeOf(comment);
  const original = lines.filter(isMeant).map(({ text }) => text);
  return html`<article class="comment" id="comment-${comment.id}">
<header><span class="avatar">${gate}</span><strong>${comment.user.login}</strong> <span class="quiet">commented on ${lineNames(comment)}</span></header>
<div class="markdown">${renderMarkdown(comment.body, original)}</div>
</article>`;
}

/** As the conversation shows it: with the end of its hunk above. */
export function commentThread(comment: ReviewComment): Html {
  const { lines, isMeant } = placeOf(comment);
  const rows = lines.map((line) => diffRow(line, isMeant(line)));
  return html`<section class="thread">
<header class="path"><code>${comment.path}</code>${comment.line === null && html` <span class="label">Outdated</span>`}</header>
${diffTable(`${comment.path}, the lines commented on`, rows)}
${commentBody(comment)}
</section>`;
}
