/**
 * Many words looked for in one pass (Aho and Corasick, 1975), as a table: a step for each character, whatever stands in the text.
 * Our own, for it passes over characters inside of words and looks for hundreds of marks in every text that is analysed.
 */

export interface AutomatonOptions {
  /** `A` to `Z` count as `a` to `z`; the words are in lower case. */
  readonly ignoreCase?: boolean;
  /** Characters that are passed over inside of words. */
  readonly passedOver?: string;
}

const CODES = 128;
const PASSED_OVER = 255;

export class Automaton {
  /** Of a character: its column, 0 for one that no word has. */
  private readonly columns = new Uint8Array(CODES);
  private readonly width: number;
  /** Where each character leads from each state, twice the row's offset; odd where a word ends there. */
  private readonly next: Int32Array;
  /** By state: the number of the word that ends there and one more, or 0. */
  private readonly words: Int32Array;
  /** By state: the nearest shorter state in which a word ends, or 0. */
  private readonly shorter: Int32Array;

  /** Words are distinct, not empty and of ASCII characters. */
  constructor(words: readonly string[], { ignoreCase = false, passedOver = '' }: AutomatonOptions = {}) {
    const letters = [...new Set(words.join(''))];
    letters.forEach((letter, index) => {
      this.columns[letter.charCodeAt(0)] = index + 1;
    });
    if (ignoreCase) for (let code = 65; code <= 90; code++) this.columns[code] = this.columns[code + 32]!;
    for (const char of passedOver) this.columns[char.charCodeAt(0)] = PASSED_OVER;
    this.width = letters.length + 1;
    const most = words.reduce((sum, word) => sum + word.length, 1);
    const children = new Int32Array(most * this.width);
    this.words = new Int32Array(most);
    let count = 1;
    words.forEach((word, index) => {
      let state = 0;
      for (const char of word) {
        const slot = state * this.width + this.columns[char.charCodeAt(0)]!;
        if (children[slot] === 0) children[slot] = count++;
        state = children[slot]!;
      }
      this.words[state] = index + 1;
    });
    this.shorter = new Int32Array(count);
    this.next = this.linked(children, count);
  }

  /** Fills in, breadth first, where each state goes on when it has no child: to what its longest proper ending would do. */
  private linked(children: Int32Array, count: number): Int32Array {
    const { width, words, shorter } = this;
    const endings = new Int32Array(count);
    const queue = [0];
    for (const state of queue) {
      for (let column = 1; column < width; column++) {
        const slot = state * width + column;
        const child = children[slot]!;
        const otherwise = state === 0 ? 0 : children[endings[state]! * width + column]!;
        if (child === 0) children[slot] = otherwise;
        else {
          endings[child] = otherwise;
          shorter[child] = words[otherwise] === 0 ? shorter[otherwise]! : otherwise;
          queue.push(child);
        }
      }
    }
    const next = new Int32Array(count * width);
    for (let slot = 0; slot < next.length; slot++) {
      const state = children[slot]!;
      next[slot] = state * width * 2 + (words[state] !== 0 || shorter[state] !== 0 ? 1 : 0);
    }
    return next;
  }

  /** Calls for every occurrence of every word with its number and the offset behind it, in the order of these offsets. */
  search(text: string, found: (word: number, end: number) => void): void {
    const { columns, width, next, words, shorter } = this;
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const column = code < CODES ? columns[code]! : 0;
      if (column === PASSED_OVER) continue;
      const step = next[row + column]!;
      row = step >> 1;
      if ((step & 1) === 0) continue;
      for (let state = row / width; state !== 0; state = shorter[state]!) {
        if (words[state] !== 0) found(words[state]! - 1, at + 1);
      }
    }
  }
}
