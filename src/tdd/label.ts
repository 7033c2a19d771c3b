import { patternMatcher } from '../model/linearPattern.ts';
import type { Policy } from '../model/policy.ts';
import { type Found, ordered, readEmoji, readPrefix, readSuffix, readType, readTypeClaim } from './labelForms.ts';
import { readPhaseWords } from './phaseWords.ts';

export type Step = 'red' | 'green' | 'refactor';

/** What a commit claims to be. */
export interface Label {
  /**
   * Empty without a claim; two or more are a combined commit. In a conflict they are what all sides claim, so that one wrong label
   * is not reported again as a fault of the order.
   */
  readonly steps: readonly Step[];
  /** One part of a phase: more of it may follow. */
  readonly isPart: boolean;
  /** By its type alone: weak. */
  readonly isWeak: boolean;
  /** Two claims that do not agree. */
  readonly conflict: readonly [Found, Found] | null;
  /** `(red)` in lower case: a claim only where the range holds others. */
  readonly quiet: Found | null;
  /** A label in a form that nobody turned on, and the option that does. */
  readonly unread: { readonly text: string; readonly option: string } | null;
}

export type ReadLabel = (subject: string, phaseTrailers: readonly string[]) => Label;

/** Longer subjects are read in part. */
const longestSubject = 200;

/** By suffix, `(RED)`, by trailer, `TDD-Phase: red`, and by what the policy adds. Words anywhere else are no claim. */
export function labelReader(forms: Policy['tdd']['labels']): ReadLabel {
  const { red, green, refactor } = forms.patterns;
  const matchers = { red: patternMatcher(red), green: patternMatcher(green), refactor: patternMatcher(refactor) };
  const readPatterns = (subject: string): Found | null => {
    const start = subject.slice(0, longestSubject);
    const steps = (['red', 'green', 'refactor'] as const).filter((step) => matchers[step](start));
    return steps.length === 0 ? null : { steps, text: start, isPart: false };
  };
  return (subject, phaseTrailers) => {
    const { claim, quiet } = readSuffix(subject);
    const [prefix, emoji] = [readPrefix(subject), readEmoji(subject)];
    const claims = [
      claim,
      readTrailer(phaseTrailers),
      forms.prefixes ? prefix : null,
      forms.emoji ? emoji : null,
      readPatterns(subject),
    ].filter((one) => one !== null);
    const type = forms.types && claims.length === 0 ? readTypeClaim(readType(subject)) : null;
    const first = claims[0] ?? type;
    if (first === null) {
      const text = prefix ?? emoji;
      const unread = text === null ? null : { text: text.text, option: `tdd.labels.${prefix === null ? 'emoji' : 'prefixes'}` };
      return { steps: [], isPart: false, isWeak: false, conflict: null, quiet, unread };
    }
    const other = claims.find(({ steps }) => steps.join() !== first.steps.join());
    return {
      steps: ordered(claims.length === 0 ? first.steps : claims.flatMap(({ steps }) => steps)),
      isPart: claims.some(({ isPart }) => isPart),
      isWeak: type !== null,
      conflict: other === undefined ? null : [first, other],
      // A type is weaker than a group in brackets.
      quiet: type === null ? null : quiet,
      unread: null,
    };
  };
}

function readTrailer(values: readonly string[]): Found | null {
  const read = values.map((value) => readPhaseWords(value.toUpperCase())).filter((words) => words !== null);
  if (read.length === 0) return null;
  const text = values.map((value) => `TDD-Phase: ${value}`).join(', ');
  return {
    steps: ordered(read.flatMap(({ steps }) => steps)),
    text: text.slice(0, longestSubject),
    isPart: read.some(({ isPart }) => isPart),
  };
}
