/** Tokens without a mark of their own, looked for where a word tells of them: in the name they are given to, or before them on the line. */
import { bitOf, isAlphanumeric, isOf } from './alphabets.ts';
import { Automaton } from './automaton.ts';
import type { Piece, SecretFamily } from './family.ts';
import { matchForwards } from './matchForm.ts';
import type { Runs } from './runs.ts';

/** How far behind the word. */
const REACH = 240;
/** Of these, none changes a word: `API_KEY`, `api-key`, `api key`. */
const JOINERS = '-_. \t';
/** A word as it is compared. */
export function plain(words: string): string {
  return words.toLowerCase().replace(/[-_.\s]/g, '');
}

/** The alphabet of the first character that a form can begin with; 0 where it is a fixed text. */
export function firstAlphabet(form: readonly Piece[]): number {
  const [first] = form;
  return typeof first === 'object' && 'run' in first ? bitOf(first.run) : 0;
}

export class NearSearch {
  private readonly words: Automaton;
  /** By number of a word: the numbers of the families that it tells of. */
  private readonly told: number[][];
  private readonly families: readonly SecretFamily[];
  private readonly first: readonly number[];

  constructor(families: readonly SecretFamily[]) {
    const byWord = new Map<string, number[]>();
    families.forEach(({ near }, index) => {
      for (const word of near ?? []) byWord.set(plain(word), [...(byWord.get(plain(word)) ?? []), index]);
    });
    this.families = families;
    this.first = families.map(({ form }) => firstAlphabet(form));
    this.told = [...byWord.values()];
    this.words = new Automaton([...byWord.keys()], { ignoreCase: true, passedOver: JOINERS });
  }

  /** Calls with a family and the place of a text of its form. Each place is looked at once for each family. */
  search(runs: Runs, found: (family: SecretFamily, start: number, end: number) => void): void {
    const { text } = runs;
    const seen = new Int32Array(this.families.length);
    this.words.search(text, (word, end) => {
      const newline = runs.next('\n', end);
      const stop = Math.min(newline < 0 ? text.length : newline, end + REACH);
      for (const index of this.told[word]!) {
        const { form } = this.families[index]!;
        const bit = this.first[index]!;
        for (let at = Math.max(end, seen[index]!); at < stop; at++) {
          if (bit !== 0 && !isOf(text.charCodeAt(at), bit)) continue;
          if (isAlphanumeric(text.charCodeAt(at - 1))) continue;
          const behind = matchForwards(runs, form, at);
          if (behind < 0) continue;
          found(this.families[index]!, at, behind);
          at = behind - 1;
        }
        seen[index] = Math.max(seen[index]!, stop);
      }
    });
  }
}
