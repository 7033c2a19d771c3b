/**
 * Commands in shell text wherever it stands: scripts, `run:` of workflows, scripts of package.json, recipes. Tokens only, no tree: the
 * same reading for all of them, and nothing here needs more than the words of a command and what follows it.
 */

export interface ShellCommand {
  readonly start: number;
  readonly end: number;
  /** Without quotes; redirections are left out. */
  readonly words: readonly string[];
  /** What stands between this and the next command. */
  readonly after: '' | '|' | '||' | '&&' | ';' | '&' | '(' | ')';
}

/** Signs of the first 128 characters, as bits: a look at a table, for every character of every shell text. */
const BLANK = 1;
/** Opens a redirection, or goes on with it. */
const REDIRECTS = 2;
const SEPARATES = 4;
const ENDS_WORD = 8;
const signs = new Uint8Array(128);
for (const [characters, sign] of [
  [' \t\r', BLANK],
  ['<>', REDIRECTS],
  [';&|()', SEPARATES],
  [' \t\r\n\f\v;&|()<>', ENDS_WORD],
] as const)
  for (const character of characters) signs[character.charCodeAt(0)]! |= sign;

function is(sign: number, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 && (signs[code]! & sign) !== 0;
}

/** White space beyond ASCII. */
const WIDE_SPACE = /[^\S\0-\x7f]/;

function endsWord(text: string, at: number): boolean {
  return text.charCodeAt(at) < 128 ? is(ENDS_WORD, text, at) : WIDE_SPACE.test(text[at]!);
}

const MOST_COMMANDS = 20_000;

/** Past `$( … )`, `${ … }` or a backtick, nested ones included. */
function pastSubstitution(text: string, from: number, to: number): number {
  if (text[from] === '`') {
    const close = text.indexOf('`', from + 1);
    return close < 0 || close >= to ? to : close + 1;
  }
  let depth = 0;
  for (let at = from + 1; at < to; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (char === "'" && text[from + 1] === '(') {
      const close = text.indexOf("'", at + 1);
      at = close < 0 ? to : close;
    } else if (char === '(' || char === '{') depth++;
    else if ((char === ')' || char === '}') && --depth === 0) return at + 1;
  }
  return to;
}

/** Past a quoted string that begins here. */
function pastQuotes(text: string, from: number, to: number): number {
  const quote = text[from]!;
  for (let at = from + 1; at < to; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (quote === '"' && text[at] === '$' && (text[at + 1] === '(' || text[at + 1] === '{')) at = pastSubstitution(text, at, to) - 1;
    else if (text[at] === quote) return at + 1;
  }
  return to;
}

/** The commands between two offsets, in reading order. */
export function commandsIn(text: string, from = 0, to = text.length): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const heredocs: string[] = [];
  let words: string[] = [];
  let start = -1;
  let end = -1;
  const close = (after: ShellCommand['after']): void => {
    if (words.length > 0) commands.push({ start, end, words, after });
    words = [];
    start = -1;
  };
  let at = from;
  while (at < to && commands.length < MOST_COMMANDS) {
    const char = text[at]!;
    if (is(BLANK, text, at)) at++;
    else if (char === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3))) at = text.indexOf('\n', at) + 1;
    else if (char === '\n') {
      close(';');
      at++;
      for (let word = heredocs.shift(); word !== undefined && at < to; word = heredocs.shift()) at = pastHeredoc(text, at, to, word);
    } else if (char === '#') {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? to : newline;
    } else if (char === '<' && text[at + 1] === '<' && text[at + 2] !== '<') {
      const [whole, word] = /^<<-?\s*(?:\\|["'])?([\w.-]+)["']?/.exec(text.slice(at, at + 200)) ?? ['<<'];
      if (word) heredocs.push(word);
      at += whole.length;
    } else if (is(REDIRECTS, text, at) || (char === '&' && text[at + 1] === '>')) {
      at++;
      while (at < to && (is(REDIRECTS, text, at) || text[at] === '&')) at++;
      while (at < to && is(BLANK, text, at)) at++;
      at = pastWord(text, at, to);
    } else if ((char === '&' || char === '|') && text[at + 1] === char) {
      close(text.slice(at, at + 2) as '&&' | '||');
      at += 2;
    } else if (is(SEPARATES, text, at)) {
      close(char as ';' | '&' | '|' | '(' | ')');
      at += char === '|' && text[at + 1] === '&' ? 2 : 1;
    } else {
      const past = Math.max(pastWord(text, at, to), at + 1);
      if (start < 0) start = at;
      end = past;
      const word = text.slice(at, past);
      at = past;
      // The number before a redirection.
      if (is(REDIRECTS, text, at) && /^\d+$/.test(word)) continue;
      words.push(word.length > 500 && word.includes('\n') ? '' : unquoted(word));
    }
  }
  close('');
  return commands;
}

function unquoted(word: string): string {
  return word.includes('"') || word.includes("'") ? word.replace(/\\?["']/g, '') : word;
}

function pastWord(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (endsWord(text, at)) break;
    const char = text[at]!;
    if (char === '\\') at += 2;
    else if (char === '"' || char === "'") at = pastQuotes(text, at, to);
    else if (char === '`' || (char === '$' && (text[at + 1] === '(' || text[at + 1] === '{'))) at = pastSubstitution(text, at, to);
    else at++;
  }
  return Math.min(at, to);
}

function pastHeredoc(text: string, from: number, to: number, word: string): number {
  for (let at = from; at < to; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline > to ? to : newline;
    if (text.slice(at, end).trim() === word) return Math.min(end + 1, to);
    at = end + 1;
  }
  return to;
}
