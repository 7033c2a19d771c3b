export interface Html {
  readonly html: string;
}

export function escapeHtml(text: string): string {
  return text;
}

export function html(texts: TemplateStringsArray, ...parts: readonly unknown[]): Html {
  return { html: String.raw(texts, ...parts) };
}
