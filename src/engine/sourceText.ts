/** A text with its lines: offsets in UTF-16 code units, lines and columns from 1. */
import type { Edit, Region } from '../model/finding.ts';
import type { TextEdit } from './check.ts';
import { type ShellStart, startOf } from './shellStart.ts';

export class SourceText {
  readonly path: string;
  readonly text: string;
  /** How a shell starts that is given this text. */
  readonly start: ShellStart;
  /** What is around the whole text: the functions and steps of the file it is embedded in. */
  readonly scope: string = '';
  /** How many values of hosts have a name in this text. */
  readonly holes: number = 0;
  private readonly starts: number[] = [0];

  constructor(path: string, text: string, start: ShellStart = startOf(path)) {
    this.path = path;
    this.start = start;
    this.text = text;
    // A lone CR (old Mac) ends a line nowhere in git or on GitHub, so LF alone counts; CR stays at the line's end.
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  get lineCount(): number {
    const last = this.starts[this.starts.length - 1]!;
    return last === this.text.length && this.starts.length > 1 ? this.starts.length - 1 : this.starts.length;
  }

  /** The line an offset lies on. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** A line's text without its line end; '' past the end. */
  line(line: number): string {
    const start = this.starts[line - 1];
    if (start === undefined) return '';
    const end = this.starts[line] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, '');
  }

  lineStart(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** A text about this one as its author knows it: values of a host by the host's expressions. */
  told(text: string): string {
    return text;
  }

  /** Edits by place, or null where the file does not hold the text as it is here. */
  edits(edits: readonly TextEdit[]): Edit[] | null {
    return edits.map(({ start, end, newText }) => ({ ...this.region(start, end), newText }));
  }

  region(start: number, end: number): Region {
    const startLine = this.lineAt(start);
    const endLine = this.lineAt(Math.max(start, end));
    return {
      startLine,
      startColumn: start - this.lineStart(startLine) + 1,
      endLine,
      endColumn: end - this.lineStart(endLine) + 1,
    };
  }
}
