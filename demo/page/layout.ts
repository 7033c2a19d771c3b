/** What is around every tab: the title, the moments, the tabs, the merge box. */
import type { Snapshot } from '../snapshot.ts';
import { type Html, html } from './html.ts';
import { gate, merge } from './icons.ts';
import { mergeBox } from './mergeBox.ts';

export interface Tab {
  /** Empty for the first. */
  readonly name: '' | 'files' | 'checks';
  readonly title: string;
  readonly count: (snapshot: Snapshot) => number;
}

export const tabs: readonly Tab[] = [
  { name: '', title: 'Conversation', count: ({ comments }) => comments.length },
  { name: 'files', title: 'Files changed', count: ({ files }) => files.length },
  { name: 'checks', title: 'Checks', count: ({ runs }) => runs.length },
];

const address = (moment: number, tab: Tab['name']) => `/${moment + 1}${tab === '' ? '' : `/${tab}`}`;

/** A whole page; every text in it has been escaped by `html`. */
export function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
${body}
</body>
</html>
`.html;
}

export function pullPage(snapshots: readonly Snapshot[], moment: number, tab: Tab, content: Html): string {
  const snapshot = snapshots[moment]!;
  const { pull, rounds, files } = snapshot;
  const state = pull.merged ? 'Merged' : pull.state === 'open' ? 'Open' : 'Closed';
  const commits = rounds.reduce((sum, round) => sum + round.commits.length, 0);
  const sum = (of: 'additions' | 'deletions') => files.reduce((all, file) => all + file[of], 0);
  const body = html`<div class="top"><div class="wide"><span class="brand">${gate} Portcullis demo</span><span class="quiet">${pull.repository}</span>
<nav class="moments" aria-label="Moments">${snapshots.map(
    (one, index) =>
      html`<a href="${address(index, tab.name)}"${index === moment && html` aria-current="page"`}><span class="step">${index + 1}</span> ${one.title}</a>`,
  )}</nav></div></div>
<div class="wide">
<header class="title">
<h1>${pull.title} <span class="quiet">#${pull.number}</span></h1>
<p><span class="state ${state.toLowerCase()}">${merge} ${state}</span> <strong>${pull.author.login}</strong> ${pull.merged ? 'merged' : 'wants to merge'} ${commits} commit${commits === 1 ? '' : 's'} into <code>${pull.base.ref}</code> from <code>${pull.head.ref}</code>
<span class="counts"><span class="plus">+${sum('additions')}</span> <span class="minus">−${sum('deletions')}</span></span></p>
</header>
<nav class="tabs" aria-label="Views">${tabs.map(
    (one) =>
      html`<a href="${address(moment, one.name)}"${one === tab && html` aria-current="page"`}>${one.title} <span class="count">${one.count(snapshot)}</span></a>`,
  )}</nav>
<div class="columns">
<main>${content}</main>
<aside>${mergeBox(snapshot)}</aside>
</div>
</div>`;
  return documentOf(`${pull.title} · ${pull.repository}#${pull.number}`, body);
}
