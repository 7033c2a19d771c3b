/** Whether it may be merged, and why not. */
import type { RequiredCheckState } from '../../test/fake-github/mergeability.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Html, html } from './html.ts';
import { conclusionIcon, failed, merge, passed } from './icons.ts';

function checkRow({ check, run, standing }: RequiredCheckState): Html {
  return html`<li>${conclusionIcon(run?.conclusion ?? null)}<div><strong>${check.name}</strong> <span class="label">Required</span>
<p>${run?.title ?? standing}</p></div></li>`;
}

export function mergeBox({ merge: { mergeable, reasons, required }, pull, answer }: Snapshot): Html {
  const state = pull.merged ? 'merged' : mergeable ? 'open' : 'blocked';
  const heading = { merged: 'Merged', open: 'Ready to merge', blocked: 'Merging is blocked' }[state];
  const icon = { merged: merge, open: passed, blocked: failed }[state];
  return html`<section class="merge-box ${state}" aria-labelledby="merge-heading">
<h2 id="merge-heading"><span class="round">${icon}</span>${heading}</h2>
<ul class="required">${required.map(checkRow)}</ul>
${state === 'blocked' && html`<ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
<p class="button" aria-hidden="true">${state === 'merged' ? 'Merged into' : 'Merge into'} ${pull.base.ref}</p>
${answer !== null && html`<p class="answer">The attempt to merge was answered <strong>${answer.status}</strong>${answer.message !== reasons.join(' ') && html`: ${answer.message}`}.</p>`}
</section>`;
}
