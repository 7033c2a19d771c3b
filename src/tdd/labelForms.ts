/** The forms in which a subject can claim a phase. Each reads a bounded part of it once. */
import type { Step } from './label.ts';
import { type PhaseWords, readPhaseWords } from './phaseWords.ts';

/** A claim and the text that makes it. */
export interface Found extends PhaseWords {
  readonly text: string;
}

export interface Suffix {
  readonly claim: Found | null;
  /** The same in lower or title case, `(red)`: a claim only among others. */
  readonly quiet: Found | null;
}

/** Says nothing, and may stand behind a label: the number that a squash merge appends, a word to CI. */
const silent = /^(?:[a-z]+[\s:]+)?#\d+$|^[A-Z][A-Z0-9]*-\d+$|^(?:skip|no)[ -](?:ci|actions)$|^(?:ci|actions)[ -]skip$|^wip$/i;

/** Groups in brackets at the end of the subject. */
export function readSuffix(subject: string): Suffix {
  let rest = subject.slice(-200).trimEnd();
  const steps: Step[] = [];
  const texts: string[] = [];
  let isPart = false;
  for (;;) {
    rest = rest.replace(/[.!\s]{1,20}$/, '');
    const open = rest.endsWith(')') ? rest.lastIndexOf('(') : rest.endsWith(']') ? rest.lastIndexOf('[') : -1;
    if (open < 0) break;
    const inside = rest.slice(open + 1, -1).trim();
    const words = readPhaseWords(inside);
    if (words !== null) {
      steps.push(...words.steps);
      texts.unshift(rest.slice(open));
      isPart ||= words.isPart;
    } else if (!silent.test(inside)) {
      const quiet = texts.length === 0 && isQuiet(inside) ? readPhaseWords(inside.toUpperCase()) : null;
      if (quiet !== null) return { claim: null, quiet: { ...quiet, steps: ordered(quiet.steps), text: rest.slice(open) } };
      break;
    }
    rest = rest.slice(0, open);
  }
  return { claim: steps.length === 0 ? null : { steps: ordered(steps), text: texts.join(' '), isPart }, quiet: null };
}

/** The whole group is the phase, with `TDD` and a count at most. */
function isQuiet(inside: string): boolean {
  return /^(?:tdd[\s:]{1,3})?(?:red|green|refactor)(?:\s+phase|\s+partial)?(?:\s+\d+\s?(?:\/|of)\s?\d+)?$/i.test(inside.slice(0, 60));
}

/** `RED: …`, `RED - …`, `[RED] …`, `(RED) …`, `red(scope): …`, `test(red): …`. A type `refactor:` is none. */
export function readPrefix(subject: string): Found | null {
  const start = subject.slice(0, 120);
  const bracket = /^(?:\[([^[\]]{1,60})\]|\(([^()]{1,60})\))(?=\s*[^\s])/.exec(start);
  if (bracket !== null) return found(readPhaseWords((bracket[1] ?? bracket[2])!), bracket[0]);
  const loud =
    /^(RED|GREEN|REFACTOR)(?:\([^()]{0,60}\))?!?(?::|\s[-–—|]\s)/.exec(start) ?? /^(red|green)(?:\([^()]{0,60}\))?!?:\s/i.exec(start);
  if (loud !== null) return found(readPhaseWords(loud[1]!.toUpperCase()), loud[0].trimEnd());
  const scope = /^[a-z]{1,20}\((red|green|refactor)\)!?:\s/i.exec(start);
  return scope === null ? null : found(readPhaseWords(scope[1]!.toUpperCase()), scope[0].trimEnd());
}

const emoji: readonly (readonly [string, Step])[] = [
  ['🔴', 'red'],
  [':red_circle:', 'red'],
  ['🟢', 'green'],
  [':green_circle:', 'green'],
  ['♻', 'refactor'],
  [':recycle:', 'refactor'],
];

/** 🔴, 🟢 and ♻️ at the start, or right after the type. */
export function readEmoji(subject: string): Found | null {
  const start = subject.slice(0, 160).replace(/^[a-z]{1,20}(?:\([^()]{0,60}\))?!?:\s{0,3}/i, '');
  const steps: Step[] = [];
  let rest = start;
  for (;;) {
    const at = emoji.find(([sign]) => rest.startsWith(sign));
    if (at === undefined) break;
    steps.push(at[1]);
    rest = rest.slice(at[0].length).replace(/^[\uFE0E\uFE0F\s→>/|-]{1,10}/u, '');
  }
  return steps.length === 0 ? null : { steps: ordered(steps), text: start.slice(0, start.length - rest.length).trimEnd(), isPart: false };
}

const types: Readonly<Record<string, Step>> = {
  test: 'red',
  tests: 'red',
  feat: 'green',
  fix: 'green',
  perf: 'green',
  refactor: 'refactor',
};

/** What the type of a Conventional Commits subject makes likely. */
export function readTypeClaim(type: string | null): Found | null {
  const step = type !== null && Object.hasOwn(types, type) ? types[type] : undefined;
  return step === undefined ? null : { steps: [step], text: `${type}:`, isPart: false };
}

/** The type of a Conventional Commits subject. */
export function readType(subject: string): string | null {
  const match = /^([a-z][a-z0-9-]*)(?:\([^()]*\))?!?: /i.exec(subject.slice(0, 120));
  return match === null ? null : match[1]!.toLowerCase();
}

export function ordered(steps: readonly Step[]): Step[] {
  return (['red', 'green', 'refactor'] as const).filter((step) => steps.includes(step));
}

function found(words: PhaseWords | null, text: string): Found | null {
  return words === null ? null : { ...words, steps: ordered(words.steps), text };
}
