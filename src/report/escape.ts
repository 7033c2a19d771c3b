/**
 * The one place where text that others wrote (paths, branch names, commit subjects, code, config messages) becomes part of
 * something that is shown. Nothing in it can link, mention, format, hide or move the cursor, and no secret passes.
 */
import { holdsSecret, redact } from '../redact/redact.ts';

/** GitHub renders mentions, issue numbers and links after Markdown, in the text: only a break inside the word stops that. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Controls, format characters (bidi, tags), lone surrogates, private use, line separators, and what fonts leave blank. The
 * variation selectors of emoji stay: commit subjects hold them.
 */
const unseen = /(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function spelled(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Replaces what a reader would not see by what it is, but for the characters in `kept`. */
function showUnseen(text: string, kept = ''): string {
  return text.replace(unseen, (character) => (kept.includes(character) ? character : spelled(character)));
}

/** At most `max` UTF-16 units, without half a character at the end. */
function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}…`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
}

/** One line without secrets for a terminal, a log or another place of plain text: no escape sequence, no bidi, no line break. */
export function terminal(text: string, max = 2000): string {
  return cut(showUnseen(redact(text).replace(/\t/g, ' ')), max);
}

/** A Markdown code span that holds exactly this text, the invisible made visible. */
export function codeSpan(text: string, max = 200): string {
  return fenced(terminal(text, max));
}

/** A code span inside a table, where a `|` would end the cell. */
export function codeCell(text: string, max = 200): string {
  // A backslash before the pipe would escape our backslash, so they are kept apart.
  const shown = terminal(text, max).replace(/\\(?=\|)/g, `\\${ZERO_WIDTH_SPACE}`);
  return fenced(shown.replaceAll('|', '\\|'));
}

function fenced(shown: string): string {
  if (shown === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[ `]|[ `]$/.test(shown) ? ' ' : '';
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** Markdown that shows this text as words and nothing else, on one line. Fit for table cells. */
export function plain(text: string, max = 1000): string {
  return words(cut(showUnseen(redact(text).replace(/[\t\r\n]+/g, ' ')), max));
}

function words(shown: string): string {
  return (
    shown
      .replace(/ {2,}/g, ' ')
      .replace(/[@#]/g, `$&${ZERO_WIDTH_SPACE}`)
      .replace(/:(?=\/\/)/g, `:${ZERO_WIDTH_SPACE}`)
      .replace(/:(?=[\w+-]{1,64}:)/g, `:${ZERO_WIDTH_SPACE}`)
      .replace(/www(?=\.)/gi, (www) => www + ZERO_WIDTH_SPACE)
      .replace(/(?<=[A-Za-z])-(?=\d)|(?<=GHSA)-/gi, `-${ZERO_WIDTH_SPACE}`)
      .replace(/(?<![0-9A-Za-z_])[0-9a-f]{7,64}(?![0-9A-Za-z_])/gi, (run) => run.replace(/.{6}(?=.)/g, `$&${ZERO_WIDTH_SPACE}`))
      .replace(/[\\*_[\]#|~$]/g, '\\$&')
      // A list, a rule or an underline begins only at the start of a line, which this may be.
      .replace(/^ ?(?:\d+(?=[.)])|(?=[+=-]))/, '$&\\')
      .replace(/[&<>"`]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}

/** Our sentences with code of theirs between backticks: what stands between a pair is a code span, the rest words. */
export function prose(text: string, max = 1000): string {
  return sentence(text, max, codeSpan);
}

/** The same inside a table. */
export function proseCell(text: string, max = 1000): string {
  return sentence(text, max, codeCell);
}

function sentence(text: string, max: number, code: (text: string, max: number) => string): string {
  const parts = terminal(text.replace(/[\t\r\n]+/g, ' '), max).split(/`([^`]+)`/);
  let shown = '';
  parts.forEach((part, index) => {
    // Two spans side by side would join their fences.
    if (index % 2 === 1) shown += `${shown.endsWith('`') ? ' ' : ''}${code(part, max)}`;
    else shown += words(part);
  });
  return shown;
}

/**
 * Lines that a reader may paste into a shell. One that would have to be altered is left out as a whole: half of a quoted word could make
 * the words after it run.
 */
export function commandLines(lines: readonly string[]): string[] {
  const leftOut = '# a line is left out: it holds what is not repeated here';
  return lines.map((line) => (holdsSecret(line) || showUnseen(line) !== line ? leftOut : line));
}

/** A fenced block; `lang` is ours. Line breaks and tabs stay. */
export function codeBlock(text: string, lang = ''): string {
  const shown = showUnseen(redact(text).replace(/\r\n?/g, '\n'), '\n\t');
  return block(shown, lang.replace(/[^a-z0-9+#-]/gi, ''));
}

/**
 * A block that GitHub offers to commit as it stands, so nothing in it may be altered: null where something would have to be
 * (a secret, an invisible character, a carriage return). No lines at all delete the lines it stands on.
 */
export function suggestionBlock(lines: readonly string[]): string | null {
  const text = lines.join('\n');
  if (holdsSecret(text) || showUnseen(text, '\n\t') !== text) return null;
  return block(lines.length > 0 ? text : null, 'suggestion');
}

function block(text: string | null, lang: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text ?? '') + 1));
  return [`${fence}${lang}`, ...(text === null ? [] : [text]), fence].join('\n');
}
