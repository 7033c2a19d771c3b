/** A text that a file spells in another way than it means it, with the place in the file of each of its characters. */

export interface Spelled {
  readonly text: string;
  /** Where in the file the character at this offset begins. */
  startOf(offset: number): number;
  /** Where in the file the character before this offset ends. */
  endOf(offset: number): number;
}

/** A file's own text. */
export function asWritten(text: string): Spelled {
  return { text, startOf: (offset) => offset, endOf: (offset) => offset };
}

export function sliceOf(whole: Spelled, from: number, to: number): Spelled {
  return {
    text: whole.text.slice(from, to),
    startOf: (offset) => whole.startOf(from + offset),
    endOf: (offset) => (offset <= 0 ? whole.startOf(from) : whole.endOf(from + offset)),
  };
}

export function reversed(whole: Spelled): Spelled {
  const { length } = whole.text;
  return {
    text: [...whole.text].reverse().join(''),
    startOf: (offset) => whole.startOf(Math.max(0, length - 1 - offset)),
    endOf: (offset) => whole.endOf(Math.min(length, length - offset + 1)),
  };
}

interface Segment {
  /** Where it begins in the text that is made. */
  readonly at: number;
  readonly of: Spelled;
  /** In `of`: where it begins and, if it stands for something else, where it ends; -1 for a stretch that is taken as it is. */
  readonly from: number;
  readonly to: number;
}

/** Puts a text together from stretches of others, in the order in which they are read. */
export class SpelledBuilder {
  private readonly pieces: string[] = [];
  private readonly segments: Segment[] = [];
  length = 0;

  private push(text: string, of: Spelled, from: number, to: number): void {
    if (text === '') return;
    this.segments.push({ at: this.length, of, from, to });
    this.pieces.push(text);
    this.length += text.length;
  }

  add(of: Spelled, from = 0, to = of.text.length): void {
    this.push(from === 0 && to === of.text.length ? of.text : of.text.slice(from, to), of, from, -1);
  }

  /** What `of` has between these offsets stands for this text. */
  standsFor(text: string, of: Spelled, from: number, to: number): void {
    this.push(text, of, from, to);
  }

  build(): Spelled {
    const { segments } = this;
    if (segments.length === 1 && segments[0]!.to < 0) {
      const [{ of, from }] = segments as [Segment];
      return from === 0 && of.text.length === this.length ? of : sliceOf(of, from, from + this.length);
    }
    const segmentAt = (offset: number): Segment | undefined => {
      let low = 0;
      let high = segments.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (segments[middle]!.at <= offset) low = middle;
        else high = middle - 1;
      }
      return segments[low];
    };
    const startOf = (offset: number): number => {
      const segment = segmentAt(offset);
      if (!segment) return 0;
      const { of, from, to, at } = segment;
      return of.startOf(to < 0 ? from + offset - at : from);
    };
    return {
      text: this.pieces.join(''),
      startOf,
      endOf(offset) {
        if (offset <= 0) return startOf(0);
        const segment = segmentAt(offset - 1);
        if (!segment) return 0;
        const { of, from, to, at } = segment;
        return of.endOf(to < 0 ? from + offset - at : to);
      },
    };
  }
}
