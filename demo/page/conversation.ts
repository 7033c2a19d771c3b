/** The first tab: description, commits, the reviews with their comments, and how it ended. */
import type { PushedCommit, Round, Snapshot } from '../snapshot.ts';
import { commentThread } from './comment.ts';
import { type Html, html } from './html.ts';
import { gate, merge } from './icons.ts';
import { renderMarkdown } from './markdown.ts';

function commitRow({ sha, subject }: PushedCommit): Html {
  const [, text = subject, phase] = /^(.*?) \((RED|GREEN|REFACTOR)\)$/.exec(subject) ?? [];
  return html`<li><span class="subject">${text}</span>${phase !== undefined && html` <span class="phase ${phase.toLowerCase()}">${phase}</span>`}<code class="sha">${sha.slice(0, 7)}</code></li>`;
}

function roundBlock({ by, commits, reviews }: Round, index: number): Html {
  return html`<section class="event">
<h3>${by} ${index === 0 ? 'opened this with' : 'pushed'} ${commits.length} commit${commits.length === 1 ? '' : 's'}</h3>
<ol class="commits">${commits.map(commitRow)}</ol>
</section>
${reviews.map(
  ({ review, comments }) => html`<section class="review">
<h3><span class="avatar">${gate}</span>${review.user.login} <span class="quiet">reviewed</span> <code class="sha">${review.commitId.slice(0, 7)}</code></h3>
<div class="markdown">${renderMarkdown(review.body)}</div>
${comments.map(commentThread)}
</section>`,
)}`;
}

export function conversation({ pull, rounds }: Snapshot): Html {
  return html`<article class="card description">
<header><strong>${pull.author.login}</strong> <span class="quiet">wrote</span></header>
<div class="markdown">${renderMarkdown(pull.body ?? '')}</div>
</article>
${rounds.map(roundBlock)}
${pull.merged && html`<section class="event merged"><h3><span class="is-merged">${merge}</span> ${pull.mergedBy?.login ?? ''} merged this as <code class="sha">${pull.mergeCommitSha?.slice(0, 7) ?? ''}</code></h3></section>`}`;
}
