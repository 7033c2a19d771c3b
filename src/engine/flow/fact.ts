/** Who steers a value, and what has become of it on the way. */
import type { IrFunction } from '../ir/program.ts';

/** Kinds of sources, CATALOGUE 9.1 in one word each. */
export const sourceKinds = [
  'request',
  'contribution',
  'remote',
  'stored',
  'queue',
  'argument',
  'environment',
  'input',
  'file',
  'file-name',
  /** What an archive says of itself: names of its entries, where they link to. */
  'archive',
  /** What somebody calls the file that he sends. */
  'upload',
  /** What a link or another window says to a page. */
  'page',
  /** A number that can be guessed from those before it. */
  'random',
  'parameter',
  /** What must not be shown, seen to be so: from the environment, a store of secrets, a header that proves who asks. */
  'secret',
  /** The same, told by its name alone. */
  'named-secret',
  /** A whole that has secrets among its parts: the environment, the headers of a request, an error that holds its request. */
  'secret-holder',
  /** What is somebody's own business: where he lives, what he suffers from. */
  'personal',
  /** How the program is made inside: the trace of an error. No secret, and nothing for outsiders. */
  'internals',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** 0: anybody. 1: somebody whom the program met before. 2: who runs or calls the program. */
export type Trust = 0 | 1 | 2;

export const trustOf: Readonly<Record<SourceKind, Trust>> = {
  request: 0,
  contribution: 0,
  remote: 1,
  stored: 1,
  queue: 1,
  argument: 2,
  environment: 2,
  input: 2,
  file: 2,
  'file-name': 2,
  archive: 1,
  upload: 0,
  page: 0,
  random: 2,
  parameter: 2,
  secret: 2,
  'named-secret': 2,
  'secret-holder': 2,
  personal: 2,
  internals: 2,
};

/** Kinds that say what a value is, not who steers it. */
export function mustNotBeShown(kind: SourceKind): boolean {
  return kind === 'secret' || kind === 'named-secret' || kind === 'secret-holder' || kind === 'personal' || kind === 'internals';
}

/** Behind the source of what must not be shown, and before the fields of it that were read. */
export const PART = '|';

/** A place on the way, in some file; the newest first. */
export interface Step {
  readonly path: string;
  readonly line: number;
  /** In the tree of its file. */
  readonly at: number;
  readonly text: string;
  readonly before: Step | null;
  readonly length: number;
}

const MAX_STEPS = 16;

/** A way with one more place; long ways keep their beginning. */
export function stepAfter(before: Step | null, step: Omit<Step, 'before' | 'length'>): Step {
  if (before && (before.length >= MAX_STEPS || (before.path === step.path && before.line === step.line && before.at === step.at)))
    return before;
  return { ...step, before, length: (before?.length ?? 0) + 1 };
}

/** True where no more places are kept. */
export function isFull(step: Step | null): boolean {
  return step !== null && step.length >= MAX_STEPS;
}

/** From the source on. */
export function stepsOf(step: Step | null): readonly Step[] {
  const steps: Step[] = [];
  for (let one = step; one; one = one.before) steps.push(one);
  return steps.reverse();
}

/** What a function was given and does not know more about: stands for whatever a caller gives. */
export interface Given {
  readonly fn: IrFunction;
  /** Position among the parameters. */
  readonly index: number;
  /** Fields of it, outermost first. */
  readonly path: readonly string[];
}

export interface Fact {
  /** The same text for the same source: two reads of one field of a request are one source. */
  readonly source: string;
  readonly kind: SourceKind;
  readonly trust: Trust;
  /** Null for a source outside of the program. */
  readonly given: Given | null;
  /** Contexts in which it can do no harm any more, as a mask. */
  readonly cleared: number;
  /** Still the source's own text, whole: what is proven of it is proven of the source. */
  readonly exact: boolean;
  readonly steps: Step | null;
}

export type Facts = ReadonlyMap<string, Fact>;
export const NO_FACTS: Facts = new Map();

const MAX_FACTS = 12;

/** Both; what only one of them had cleared is not cleared. Gives back `a` itself where `b` adds nothing. */
export function unite(a: Facts, b: Facts): Facts {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  let made: Map<string, Fact> | null = null;
  for (const [key, fact] of b) {
    const mine = (made ?? a).get(key);
    if (!mine) {
      if ((made ?? a).size >= MAX_FACTS) continue;
      made ??= new Map(a);
      made.set(key, fact);
      continue;
    }
    const cleared = mine.cleared & fact.cleared;
    const exact = mine.exact && fact.exact;
    if (cleared === mine.cleared && exact === mine.exact) continue;
    made ??= new Map(a);
    // The way of the one that can do more harm is the one to tell.
    made.set(key, { ...(cleared === mine.cleared ? mine : fact), cleared, exact });
  }
  return made ?? a;
}

export function mapFacts(facts: Facts, change: (fact: Fact) => Fact | null): Facts {
  if (facts.size === 0) return facts;
  const made = new Map<string, Fact>();
  let same = true;
  for (const fact of facts.values()) {
    const changed = change(fact);
    if (changed !== fact) same = false;
    if (!changed) continue;
    const already = made.get(changed.source);
    made.set(changed.source, already ? { ...already, cleared: already.cleared & changed.cleared } : changed);
  }
  return same ? facts : made;
}

export function clearing(facts: Facts, mask: number, exact = true): Facts {
  if (mask === 0 && exact) return facts;
  return mapFacts(facts, (fact) =>
    (fact.cleared | mask) === fact.cleared && (exact || !fact.exact)
      ? fact
      : { ...fact, cleared: fact.cleared | mask, exact: fact.exact && exact },
  );
}
