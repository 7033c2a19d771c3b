/** The one place where text that others wrote becomes part of something that is shown. */

export function terminal(text: string, _max = 2000): string {
  return text;
}

export function codeSpan(text: string, _max = 200): string {
  return text;
}

export function codeCell(text: string, _max = 200): string {
  return text;
}

export function plain(text: string, _max = 1000): string {
  return text;
}

export function prose(text: string, _max = 1000): string {
  return text;
}

export function proseCell(text: string, _max = 1000): string {
  return text;
}

export function codeBlock(text: string, _lang = ''): string {
  return text;
}

export function suggestionBlock(lines: readonly string[]): string | null {
  return lines.join('\n');
}
