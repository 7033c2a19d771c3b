import type { Html } from './html.ts';

export function renderMarkdown(text: string, original: readonly string[] = []): Html {
  return { html: [text, ...original].join('\n') };
}
