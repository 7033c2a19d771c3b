/** The few signs of the page, drawn in the colour of the text around them. */
import { type Html, html } from './html.ts';

const draw = (label: string, shape: string): Html => ({
  html: `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" role="img" aria-label="${label}">${shape}</svg>`,
});

const line = (path: string) =>
  `<path d="${path}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;

export const passed = draw('passed', line('M3 8.5l3.2 3.2L13 5'));
export const failed = draw('failed', line('M4 4l8 8M12 4l-8 8'));
export const neutral = draw('neutral', line('M3.5 8h9'));
export const waiting = draw('waiting', '<circle cx="8" cy="8" r="4" fill="currentColor"/>');
export const merge = draw(
  'merge',
  `<circle cx="4" cy="3.5" r="2" fill="currentColor"/><circle cx="4" cy="12.5" r="2" fill="currentColor"/><circle cx="12" cy="9" r="2" fill="currentColor"/>${line('M4 4v8M4 5c1 3 4 4 7 4')}`,
);
export const gate = draw(
  'Portcullis',
  line('M2.5 14V6a5.5 5.5 0 0 1 11 0v8M5.5 2v12M8 1v13M10.5 2v12M2.5 6.5h11M2.5 10h11').replace('stroke-width="2"', 'stroke-width="1.2"'),
);

/** Of the conclusion of a check run; `null` while it has none. */
export function conclusionIcon(conclusion: string | null): Html {
  if (conclusion === null) return html`<span class="is-waiting">${waiting}</span>`;
  if (conclusion === 'success') return html`<span class="is-passed">${passed}</span>`;
  if (conclusion === 'neutral' || conclusion === 'skipped') return html`<span class="is-neutral">${neutral}</span>`;
  return html`<span class="is-failed">${failed}</span>`;
}
