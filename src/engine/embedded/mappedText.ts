/** A text that stands, quoted, in another one: what the inner interpreter gets, and for each character of it where it comes from. */
import type { Language } from '../../model/analysis.ts';
import type { TextEdit } from '../check.ts';
import { holeText } from './holes.ts';

/** How new text is written where the host quotes; null where it cannot be. */
export type Requote = (text: string) => string | null;

interface Segment {
  /** Where it begins in the inner text. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** For stretches that stand in the host as they are; null for escapes and holes. */
  readonly requote: Requote | null;
}

export class MappedText {
  readonly text: string;
  /** What the host has in the place of each hole. */
  readonly holes: readonly string[];
  private readonly segments: readonly Segment[];

  constructor(text: string, segments: readonly Segment[], holes: readonly string[]) {
    this.text = text;
    this.segments = segments;
    this.holes = holes;
  }

  /** Whether there is anything in it but what the host puts in. */
  get hasOwnText(): boolean {
    return this.segments.some(
      ({ at, requote }, index) => requote !== null && /\S/.test(this.text.slice(at, this.segments[index + 1]?.at ?? this.text.length)),
    );
  }

  private indexAt(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.segments[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private segmentAt(offset: number): Segment | null {
    return this.segments[this.indexAt(offset)] ?? null;
  }

  /** Where in the host the character at this offset begins. */
  startOf(offset: number): number {
    const segment = this.segmentAt(offset);
    if (!segment) return 0;
    return segment.requote ? Math.min(segment.from + offset - segment.at, segment.to) : segment.from;
  }

  /** Where in the host the character before this offset ends. */
  endOf(offset: number): number {
    const segment = this.segmentAt(Math.max(0, offset - 1));
    if (!segment) return 0;
    if (offset === 0) return segment.from;
    return segment.requote ? segment.from + offset - segment.at : segment.to;
  }

  /** Adds a stretch of this text to another one of the same host. */
  copyTo(builder: TextBuilder, from: number, to: number): void {
    for (let index = this.indexAt(from); index < this.segments.length && this.segments[index]!.at < to; index++) {
      const segment = this.segments[index]!;
      const end = Math.min(this.segments[index + 1]?.at ?? this.text.length, to);
      const start = Math.max(segment.at, from);
      if (start >= end) continue;
      if (segment.requote) builder.verbatim(this.startOf(start), this.endOf(end), segment.requote);
      else builder.decoded(segment.from, segment.to, this.text.slice(start, end));
    }
  }

  /** The same edit of the host's text, or null where the host does not have the text as it is here. */
  edit({ start, end, newText }: TextEdit): TextEdit | null {
    const first = this.segmentAt(start === end ? Math.max(0, start - 1) : start);
    const last = this.segmentAt(Math.max(start, end - 1));
    if (!first?.requote || (start < end && !last?.requote)) return null;
    const from = start === end ? this.endOf(start) : this.startOf(start);
    const to = start === end ? from : this.endOf(end);
    // Something in between that the host has and the inner text has not: a line's end, quotes.
    if (to - from !== end - start) return null;
    const written = newText === '' ? '' : first.requote(newText);
    return written === null ? null : { start: from, end: to, newText: written };
  }
}

/** Puts an inner text together in reading order. */
export class TextBuilder {
  private readonly host: string;
  private readonly language: Language;
  private readonly firstHole: number;
  private readonly pieces: string[] = [];
  private readonly segments: Segment[] = [];
  private readonly holes: string[] = [];
  private readonly numbers = new Map<string, number>();
  private length = 0;

  constructor(host: string, language: Language, firstHole: number) {
    this.host = host;
    this.language = language;
    this.firstHole = firstHole;
  }

  private push(text: string, from: number, to: number, requote: Requote | null): void {
    if (text === '') return;
    this.segments.push({ at: this.length, from, to, requote });
    this.pieces.push(text);
    this.length += text.length;
  }

  /** What the host has here is the inner text. */
  verbatim(from: number, to: number, requote: Requote): void {
    this.push(this.host.slice(from, to), from, to, requote);
  }

  /** What the host has here stands for another text. */
  decoded(from: number, to: number, text: string): void {
    this.push(text, from, to, null);
  }

  /** What the host puts in here is not known; equal expressions are the same unknown. */
  hole(from: number, to: number, expression: string = this.host.slice(from, to)): void {
    const value = expression.replace(/\s+/g, ' ').trim();
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.firstHole + this.holes.length;
      this.numbers.set(value, number);
      this.holes.push(value);
    }
    this.push(holeText(this.language, number), from, to, null);
  }

  build(): MappedText {
    return new MappedText(this.pieces.join(''), this.segments, this.holes);
  }
}
