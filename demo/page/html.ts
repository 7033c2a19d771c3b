/** HTML as a value of its own: whatever else is put into a template is text and gets escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | false | readonly Part[];

/** Characters that turn the reading direction around would show other code than there is. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function showBidi(text: string): string {
  return text.replace(bidi, (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

export function escapeHtml(text: string): string {
  return showBidi(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(written).join('');
  return escapeHtml(String(part));
}

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.map((text, index) => text + (index < parts.length ? written(parts[index]!) : '')).join('') };
}
