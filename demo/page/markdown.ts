/** Comments and summaries as GitHub shows them: GitHub's Markdown, of raw HTML only the fold, and suggestions as diffs. */
import { diffLines } from 'diff';
import { micromark, type Options } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { escapeHtml, type Html, html, showBidi } from './html.ts';

/** The only tags that pass, exactly so; comments are hidden, everything else is shown as the text it is. */
const known = /(<\/?details>|<\/?summary>|<!--[^\n]*?-->)/;

function foldsOnly(source: string): string {
  const parts = source.split(known);
  return parts.map((part, index) => (index % 2 === 0 ? escapeHtml(part) : part.startsWith('<!--') ? '' : part)).join('');
}

/** A picture would be fetched from where its author wants; its text says enough. */
const withoutPictures = (rendered: string) => rendered.replace(/<img src="[^"]*" alt="([^"]*)"[^>]*>/g, '$1');

const ourHtml: NonNullable<Options['htmlExtensions']>[number] = {
  exit: {
    htmlFlowData(token) {
      this.raw(foldsOnly(this.sliceSerialize(token)));
    },
    htmlTextData(token) {
      this.raw(foldsOnly(this.sliceSerialize(token)));
    },
  },
};

/** A fold that was opened and not closed would swallow the rest of the page. */
function closeFolds(rendered: string): string {
  let depth = 0;
  const balanced = rendered.replace(/<(\/?)details>/g, (tag, closing: string) => {
    if (closing && depth === 0) return '';
    depth += closing ? -1 : 1;
    return tag;
  });
  return balanced + '</details>'.repeat(depth);
}

/** Attributes and text are escaped by the renderer, so a tag in its output is a tag that it wrote. */
const suggestion = /<pre><code class="language-suggestion">([\s\S]*?)<\/code><\/pre>/g;
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const unescapeHtml = (text: string) => text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity]!);

function suggestionDiff(original: string, suggested: string): Html {
  const lines = diffLines(original, suggested).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ text, mark: added ? '+' : removed ? '-' : ' ' })),
  );
  const classes: Readonly<Record<string, string>> = { '+': 'add', '-': 'del', ' ': 'same' };
  return html`<figure class="suggestion"><figcaption>Suggested change</figcaption><pre>${lines.map(
    ({ text, mark }) => html`<span class="${classes[mark]!}"><span class="sign">${mark}</span>${text}
</span>`,
  )}</pre></figure>`;
}

/** `original` holds the lines that a suggestion would replace. */
export function renderMarkdown(text: string, original: readonly string[] = []): Html {
  const rendered = micromark(showBidi(text), { extensions: [gfm()], htmlExtensions: [gfmHtml(), ourHtml] });
  const before = original.map((line) => `${line}\n`).join('');
  const withDiffs = closeFolds(withoutPictures(rendered)).replace(
    suggestion,
    (_, code: string) => suggestionDiff(before, unescapeHtml(code)).html,
  );
  return { html: withDiffs };
}
