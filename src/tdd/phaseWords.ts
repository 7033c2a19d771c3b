import type { Step } from './label.ts';

/** What a short text says of phases: `RED`, `TDD: GREEN 2/3`, `RED→GREEN`, `RED - 5 tests fail`. */
export interface PhaseWords {
  readonly steps: readonly Step[];
  /** One part of a phase, by `partial` or a count: more of it may follow. */
  readonly isPart: boolean;
}

const longest = 120;
const names: Readonly<Record<string, Step>> = { RED: 'red', GREEN: 'green', REFACTOR: 'refactor' };

/** What may stand before the phase: `TDD RED`, `cycle 3: RED`, `#12, RED`, `ABC-12 RED`. */
const leads = /^(?:tdd|phase|cycle|step|stage|part|round|iteration|task|issue|ticket|#?\d+|[A-Z][A-Z0-9]*-\d+)$/i;
/** What may stand after it without a mark between. */
const follows =
  /^(?:phase|partial|part|step|stage|cycle|round|iteration|state|of|and|to|then|plus|only|tests?|fail|fails|failing|failed|pass|passes|passing|passed|all|wip|done|#?\d+)$/i;
/** An issue's key is one word, so that `RED-12` is no phase. */
const word = /[A-Z][A-Z0-9]*-\d+(?![A-Za-z])|[^\s:,;.|+&/→⇒>=–—-]+/g;

/** Null where it says anything else: `GREEN light`, `INFRARED`, `RED-12`. After a mark (`:`, `,`, `-`) stand any words. */
export function readPhaseWords(text: string): PhaseWords | null {
  if (text.length > longest || !/RED|GREEN|REFACTOR/.test(text)) return null;
  const steps: Step[] = [];
  let isPart = false;
  let isMarked = false;
  let end = 0;
  for (const { 0: found, index } of text.matchAll(word)) {
    const gap = text.slice(end, index);
    const step = Object.hasOwn(names, found) ? names[found] : undefined;
    if (steps.length > 0 && /[:,;–—]|\s-\s/.test(gap)) isMarked = true;
    if (step !== undefined) steps.push(step);
    else if (steps.length === 0) {
      if (!leads.test(found) && isWord(found)) return null;
    } else if (isWord(found) && !follows.test(found)) {
      if (!isMarked) return null;
      break;
    } else if (
      !isMarked &&
      (/^partial$/i.test(found) || (/^\d+$/.test(found) && /^\s*(?:\/|of)\s*\d/.test(text.slice(index + found.length))))
    ) {
      isPart = true;
    }
    end = index + found.length;
  }
  return steps.length === 0 ? null : { steps, isPart };
}

/** Emoji and check marks say nothing. */
function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
