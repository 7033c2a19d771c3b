/** Dockerfiles as instructions with positions. */

/** A stretch of the file; `text` is what the builder makes of it: without quotes, escapes and line continuations. */
export interface DockerWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A text given in the file itself: `RUN <<EOF`. */
export interface Heredoc {
  readonly name: string;
  /** The lines between, without the one that ends it. */
  readonly start: number;
  readonly end: number;
  /** No line ends it: what follows belongs to it for one builder and is run by another. */
  readonly isOpen: boolean;
}

export interface Instruction {
  /** In capitals; of `ONBUILD x` it is `x`. */
  readonly keyword: string;
  readonly isTrigger: boolean;
  readonly start: number;
  /** After its last line, heredocs included. */
  readonly end: number;
  /** `--mount=type=secret,id=x`, with their dashes. */
  readonly flags: readonly DockerWord[];
  readonly words: readonly DockerWord[];
  /** The stretches of its lines from the first word on, without line continuations: together they are what a shell gets. */
  readonly pieces: readonly Stretch[];
  readonly heredocs: readonly Heredoc[];
  /** Which `FROM` it follows, from 0; -1 before the first. */
  readonly stage: number;
}

export interface Dockerfile {
  readonly instructions: readonly Instruction[];
}

/** An instruction's lines put together, each piece with the place it comes from. */
interface Logical {
  readonly text: string;
  /** Where in `text` each piece begins, and where in the file. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

function offsetOf({ from, to }: Logical, at: number): number {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (from[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return to[low]! + at - from[low]!;
}

/** The stretches of an instruction from a place on. */
function stretchesFrom({ text, from, to }: Logical, start: number): Stretch[] {
  return from.flatMap((begin, index) => {
    const length = (from[index + 1] ?? text.length) - begin;
    const stretch = { start: Math.max(to[index]!, start), end: to[index]! + length };
    return stretch.start < stretch.end ? [stretch] : [];
  });
}

const isSpace = (char: string | undefined) => char === ' ' || char === '\t' || char === '\r' || char === '\v' || char === '\f';

/** Reads a file line by line; everything is looked at once, whatever the file holds. */
class Reader {
  private readonly text: string;
  private at = 0;
  private escape = '\\';

  constructor(text: string) {
    this.text = text;
    this.readDirectives();
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  /** The next line's bounds without its line end; moves on. */
  line(): { readonly start: number; readonly end: number } {
    const start = this.at;
    const newline = this.text.indexOf('\n', start);
    const stop = newline < 0 ? this.text.length : newline;
    this.at = newline < 0 ? stop : newline + 1;
    return { start, end: stop > start && this.text[stop - 1] === '\r' ? stop - 1 : stop };
  }

  /** `# escape=` counts only above everything that is no directive. */
  private readDirectives(): void {
    for (;;) {
      const before = this.at;
      const { start, end } = this.line();
      const directive = /^\s{0,80}#\s{0,80}([A-Za-z]{1,40})\s{0,80}=\s{0,80}(\S)/.exec(this.text.slice(start, Math.min(end, start + 400)));
      if (!directive) {
        this.at = before;
        return;
      }
      if (directive[1]!.toLowerCase() === 'escape' && (directive[2] === '`' || directive[2] === '\\')) this.escape = directive[2];
    }
  }

  private skipSpace(from: number, end: number): number {
    let at = from;
    while (at < end && isSpace(this.text[at])) at++;
    return at;
  }

  /** The lines of the next instruction, or null at the end of the file. Comments and blank lines between its lines are left out. */
  logical(): { readonly logical: Logical; readonly start: number; readonly end: number } | null {
    const pieces: string[] = [];
    const from: number[] = [];
    const to: number[] = [];
    let length = 0;
    let first = -1;
    let last = -1;
    while (!this.isDone) {
      const line = this.line();
      const start = this.skipSpace(line.start, line.end);
      if (start === line.end || this.text[start] === '#') continue;
      let { end } = line;
      while (end > start && isSpace(this.text[end - 1])) end--;
      const goesOn = this.text[end - 1] === this.escape && (end - 1 === start || this.text[end - 2] !== this.escape);
      const pieceStart = first < 0 ? start : line.start;
      const pieceEnd = goesOn ? end - 1 : line.end;
      if (first < 0) first = start;
      last = goesOn ? end : line.end;
      from.push(length);
      to.push(pieceStart);
      pieces.push(this.text.slice(pieceStart, pieceEnd));
      length += pieceEnd - pieceStart;
      if (!goesOn) break;
    }
    return first < 0 ? null : { logical: { text: pieces.join(''), from, to }, start: first, end: last };
  }

  /** Splits at white space outside quotes. */
  words(logical: Logical): DockerWord[] {
    const { text } = logical;
    const words: DockerWord[] = [];
    let at = 0;
    while (at < text.length) {
      if (isSpace(text[at])) {
        at++;
        continue;
      }
      const start = at;
      let value = '';
      let quote = '';
      for (; at < text.length && (quote !== '' || !isSpace(text[at])); at++) {
        const char = text[at]!;
        if (char === this.escape && quote !== "'" && at + 1 < text.length) value += text[++at]!;
        else if (quote === '' && (char === '"' || char === "'")) quote = char;
        else if (char === quote) quote = '';
        else value += char;
      }
      words.push({ text: value, start: offsetOf(logical, start), end: offsetOf(logical, at - 1) + 1 });
    }
    return words;
  }

  /** The texts that follow an instruction whose words announce them. */
  heredocs(words: readonly DockerWord[]): Heredoc[] {
    const found: Heredoc[] = [];
    for (const word of words) {
      if (this.text[word.start] !== '<') continue;
      const mark = /^<<(-?)([\w.]{1,200})$/.exec(word.text);
      if (!mark) continue;
      const start = this.at;
      let end = start;
      let isOpen = true;
      while (isOpen && !this.isDone) {
        const line = this.line();
        const from = mark[1] ? this.skipTabs(line.start, line.end) : line.start;
        if (line.end - from === mark[2]!.length && this.text.startsWith(mark[2]!, from)) isOpen = false;
        else end = this.at;
      }
      found.push({ name: mark[2]!, start, end, isOpen });
    }
    return found;
  }

  private skipTabs(from: number, end: number): number {
    let at = from;
    while (at < end && this.text[at] === '\t') at++;
    return at;
  }

  /** The end of the line before the one that is next. */
  endOfLast(): number {
    let end = this.at;
    if (this.text[end - 1] === '\n') end--;
    return this.text[end - 1] === '\r' ? end - 1 : end;
  }
}

const withHeredocs = new Set(['RUN', 'COPY', 'ADD']);

/** Reads a Dockerfile. What no builder would accept is kept as it stands: the checks ask for what they know. */
export function parseDockerfile(text: string): Dockerfile {
  const reader = new Reader(text);
  const instructions: Instruction[] = [];
  let stage = -1;
  for (let next = reader.logical(); next; next = reader.logical()) {
    const all = reader.words(next.logical);
    let first = 0;
    while (first + 1 < all.length && all[first]!.text.toUpperCase() === 'ONBUILD') first++;
    const keyword = all[first]!.text.toUpperCase();
    let rest = first + 1;
    while (rest < all.length && all[rest]!.text.startsWith('--')) rest++;
    const words = all.slice(rest);
    if (keyword === 'FROM') stage++;
    const heredocs = withHeredocs.has(keyword) ? reader.heredocs(words) : [];
    instructions.push({
      keyword,
      isTrigger: first > 0,
      start: next.start,
      end: heredocs.length > 0 ? reader.endOfLast() : next.end,
      flags: all.slice(first + 1, rest),
      words,
      pieces: words[0] ? stretchesFrom(next.logical, words[0].start) : [],
      heredocs,
      stage,
    });
  }
  return { instructions };
}
