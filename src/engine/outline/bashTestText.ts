/**
 * Test scripts as plain shell: what a test framework reads in its own way (`@test "…" {`, `It '…'` to `End`, bodies of cases in quotes)
 * is written as functions, so that one grammar parses all. Lines stay, columns do not.
 */

/** Names of the functions that cases become; the grammar takes them, and no script has them. */
export const caseMarks = { run: '@test', 'expected-failure': '@fails', skipped: '@skip', focused: '@only' } as const;
export const groupMarks = { run: '@group', skipped: '@skipped-group', focused: '@only-group' } as const;
export const dataMark = '@data';
export const mockMark = '@mock';
export const titleMark = '@title';

const opening = (mark: string, title: string): string => `${mark}() { ${titleMark} ${title};`;

interface QuotedWord {
  readonly end: number;
  /** What the shell makes of it, expansions left as they are. */
  readonly value: string;
  readonly isQuoted: boolean;
}

/** Reads the word at an offset as far as its quotes tell where it ends; null where they are not closed. */
function readQuoted(text: string, from: number): QuotedWord | null {
  const pieces: string[] = [];
  let isQuoted = false;
  let at = from;
  while (at < text.length) {
    const character = text[at]!;
    if (/[\s;&|<>(){}]/.test(character)) break;
    if (character === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return null;
      pieces.push(text.slice(at + 1, end));
      isQuoted = true;
      at = end + 1;
    } else if (character === '"') {
      let from = at + 1;
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] !== '\\') continue;
        if (/["$`\\]/.test(text[at + 1] ?? '')) {
          pieces.push(text.slice(from, at));
          from = at + 1;
        }
        at++;
      }
      if (at >= text.length) return null;
      pieces.push(text.slice(from, at));
      isQuoted = true;
      at++;
    } else if (character === '\\') {
      pieces.push(text[at + 1] ?? '');
      at += 2;
    } else {
      pieces.push(character);
      at++;
    }
  }
  return at === from ? null : { end: at, value: pieces.join(''), isQuoted };
}

const lineBreaks = (text: string): string => '\n'.repeat(text.split('\n').length - 1);

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (text[at] === ' ' || text[at] === '\t') at++;
    else if (text[at] === '\\' && text[at + 1] === '\n') at += 2;
    else return at;
  }
}

interface Rewritten {
  readonly text: string;
  /** Up to where its text names it. */
  readonly named: number;
  readonly end: number;
}

/** `@test "title" {` */
function batsCase(text: string, from: number): Rewritten | null {
  const at = skipBlanks(text, from);
  let end = readQuoted(text, at)?.end ?? -1;
  let open = end < 0 ? -1 : skipBlanks(text, end);
  if (open < 0 || text[open] !== '{') {
    // Titles may go without quotes: what stands before the brace at the end of the line.
    const line = text.indexOf('\n', at);
    open = text.lastIndexOf('{', line < 0 ? text.length : line);
    if (open <= at || text.slice(at, open).includes('\n')) return null;
    end = open;
  }
  const title = text.slice(at, end).trim();
  const made = opening(caseMarks.run, /^["']/.test(title) ? title : `'${title.replaceAll("'", '')}'`);
  return { text: made, named: made.length, end: open + 1 };
}

/** `test_expect_success [PREREQUISITES] 'title' 'body'`, or a body that follows as a here-document. */
function expectation(text: string, from: number, mark: string, open: Set<string>): Rewritten | null {
  const words: QuotedWord[] = [];
  const starts: number[] = [];
  let at = from;
  while (words.length < 3) {
    at = skipBlanks(text, at);
    const word = readQuoted(text, at);
    if (!word) break;
    starts.push(at);
    words.push(word);
    at = word.end;
    const rest =
      words.length >= 2 && word.value === '-' ? /^[ \t]*<<-?[ \t]*[\\'"]?(\w{1,80})['"]?[ \t]*\n/.exec(text.slice(at, at + 200)) : null;
    if (rest) {
      const body = at + rest[0].length;
      const line = `\n${rest[1]!}\n`;
      // What is not closed here is not closed further on either.
      const close = open.has(line) || open.size > MOST_OPEN ? -1 : text.indexOf(line, body - 1);
      if (close < 0) {
        open.add(line);
        return null;
      }
      const title = text.slice(starts.at(-2)!, words.at(-2)!.end);
      const inner = text.slice(body, close + 1);
      const made = opening(mark, title);
      return { text: `${made}${lineBreaks(text.slice(from, body))}${inner}}`, named: made.length, end: close + line.length - 1 };
    }
  }
  const body = words.at(-1);
  if (words.length < 2 || !body?.isQuoted || !words.at(-2)) return null;
  const title = text.slice(starts.at(-2)!, words.at(-2)!.end);
  const between = lineBreaks(text.slice(from, starts.at(-2)!)) + lineBreaks(text.slice(words.at(-2)!.end, starts.at(-1)!));
  const close = /\n[ \t]*$/.test(body.value.slice(-200)) || body.value.trim() === '' ? '}' : ';}';
  const made = opening(mark, title);
  return { text: `${made}${between} ${body.value}${close}`, named: made.length, end: body.end };
}

/** Here-documents without an end cost a search of all the text each. */
const MOST_OPEN = 20;

/** A case in the text to parse. */
export interface CaseSpan {
  readonly start: number;
  /** Behind what names it. */
  readonly named: number;
  readonly end: number;
}

/** A script as the text to parse, and where in it cases stand that a line of their framework begins. */
export interface ShellTest {
  readonly text: string;
  readonly cases: readonly CaseSpan[];
}

/** The grammar finds no end of a here-document whose delimiter a backslash quotes. */
const parsable = (text: string): string => (text.includes('<<') ? text.replace(/<<(-?[ \t]{0,8})\\(\w+)/g, "<<$1'$2'") : text);

function withFunctions(text: string): ShellTest {
  const open = new Set<string>();
  const starts = /^[ \t]*(@test|test_expect_success|test_expect_failure)(?=[ \t])/gm;
  const pieces: string[] = [];
  const found: { readonly start: number; readonly named: number; readonly end: number | null }[] = [];
  let length = 0;
  let done = 0;
  const push = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (let match = starts.exec(text); match; match = starts.exec(text)) {
    const word = match[1]!;
    const made =
      word === '@test'
        ? batsCase(text, starts.lastIndex)
        : expectation(text, starts.lastIndex, word === 'test_expect_success' ? caseMarks.run : caseMarks['expected-failure'], open);
    if (!made) continue;
    push(parsable(text.slice(done, match.index)));
    const start = length;
    push(parsable(made.text));
    found.push({ start, named: start + made.named, end: word === '@test' ? null : length });
    done = made.end;
    starts.lastIndex = Math.max(done, starts.lastIndex);
  }
  push(parsable(text.slice(done)));
  const plain = pieces.join('');
  return {
    text: plain,
    cases: found.map(({ start, named, end }, at) => ({
      start,
      named,
      end: end ?? endOfCase(plain, named, found[at + 1]?.start ?? plain.length),
    })),
  };
}

/** Where a case ends that a brace opens: at one that begins a line, before the next case. */
function endOfCase(text: string, from: number, limit: number): number {
  const close = /^\}|\n\}/.exec(text.slice(from, limit));
  return close ? from + close.index + close[0].length : limit;
}

const specGroup = /^[ \t]*([xf]?)(?:Describe|Context|ExampleGroup|describe|context)[ \t]+(\S.*)$/;
const specCase = /^[ \t]*([xf]?)(?:It|Example|Specify|Todo|it)[ \t]+(\S.*)$/;
const specEnd = /^[ \t]*(?:End|end|end_\w{1,40})[ \t]*(?:#.*)?$/;
const specData = /^[ \t]*(?:Parameters(?::(?:block|value|matrix|dynamic))?|Data(?::(?:raw|expand))?)[ \t]*$/;
const specMock = /^[ \t]*Mock[ \t]+(\S+)[ \t]*$/;

/** The title of a group without what may follow it on its line. */
function titleIn(rest: string): string {
  const word = readQuoted(rest, 0);
  return word?.isQuoted ? rest.slice(0, word.end) : `'${rest.replaceAll("'", '').trim()}'`;
}

/** Groups that a word at a line's beginning opens and `End` closes. */
function withGroups(text: string): string {
  const marks = { '': 'run', x: 'skipped', f: 'focused' } as const;
  return text
    .split('\n')
    .map((line) => {
      if (specEnd.test(line)) return '}';
      const group = specGroup.exec(line);
      if (group) return opening(groupMarks[marks[group[1] as 'x']], titleIn(group[2]!));
      const found = specCase.exec(line);
      if (found) {
        const isTodo = line.trimStart().startsWith('Todo');
        return opening(caseMarks[isTodo ? 'skipped' : marks[found[1] as 'x']], titleIn(found[2]!)) + (isTodo ? ' }' : '');
      }
      const mock = specMock.exec(line);
      if (mock) return opening(mockMark, mock[1]!);
      return specData.test(line) ? opening(dataMark, "''") : line;
    })
    .join('\n');
}

const isSpec = (text: string): boolean =>
  /^[ \t]*[xf]?(?:Describe|ExampleGroup|It|describe)[ \t]+\S/m.test(text) && /^[ \t]*(?:End|end|end_describe)[ \t]*$/m.test(text);

/** A shell script as the grammar can read it. */
export function readShellTest(text: string): ShellTest {
  return isSpec(text) ? { text: parsable(withGroups(text)), cases: [] } : withFunctions(text);
}
