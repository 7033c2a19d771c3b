/** Markdown as GitHub would show it, and what could get out of it. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** As GitHub would render it, but that raw HTML passes: whatever gets out shows. */
export function render(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, allowDangerousProtocol: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function decode(html: string): string {
  return html.replace(/&(lt|gt|amp|quot);/g, (_, entity: string) => entities[entity]!);
}

/** Names of the elements in rendered HTML, each once. */
export function elements(html: string): string[] {
  return [...new Set(Array.from(html.matchAll(/<\/?([a-zA-Z!][\w-]*)/g), (tag) => tag[1]!.toLowerCase()))].sort();
}

/** The words GitHub would search for mentions, references and links: all text outside code. */
export function words(html: string): string {
  return decode(html.replace(/<(code|pre)\b[^>]*>[\s\S]*?<\/\1>/g, ' ■ ').replace(/<[^>]*>/g, ''));
}

/** What GitHub would make a mention, a reference, a link or an emoji of, and what a reader would not see. */
export const references =
  /@[a-z0-9]|#\d|\bgh-\d|\bghsa-\w|:\/\/|\bwww\.|(?<![0-9a-z_])[0-9a-f]{7,40}(?![0-9a-z_])|:[\w+-]+:|[a-z]-\d|\p{Cc}(?<!\n)|[\u202a-\u202e\u2066-\u2069]/iu;
