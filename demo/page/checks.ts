/** The third tab: each check run with its summary and its annotations. */
import type { Annotation, CheckRun } from '../../test/fake-github/state.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Html, html } from './html.ts';
import { conclusionIcon } from './icons.ts';
import { renderMarkdown } from './markdown.ts';

function annotationBlock({ path, start_line, annotation_level, title, message }: Annotation): Html {
  return html`<li class="annotation ${annotation_level}"><h4><code>${path}:${start_line}</code> ${title ?? ''}</h4><p>${message}</p></li>`;
}

function runBlock(run: CheckRun): Html {
  return html`<section class="card run">
<header><h3>${conclusionIcon(run.conclusion)} ${run.name}</h3><p class="quiet">${run.title ?? run.status}</p></header>
<div class="markdown">${renderMarkdown(run.summary ?? '')}</div>
${run.annotations.length > 0 && html`<h4 class="pad">Annotations</h4><ul class="annotations">${run.annotations.map(annotationBlock)}</ul>`}
</section>`;
}

export function checks({ runs, pull }: Snapshot): Html {
  return html`<p class="quiet pad">Check runs of <code class="sha">${pull.head.sha.slice(0, 7)}</code></p>${runs.map(runBlock)}`;
}
