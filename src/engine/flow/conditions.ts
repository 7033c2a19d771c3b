/** What a condition proves of the values it looks at. */

import { provenByPattern } from './allowList.ts';
import { EVERY, maskOf } from './contexts.ts';
import type { Fact } from './fact.ts';
import type { GuardModel } from './flowModel.ts';
import { allFacts, type Condition, constantOf, constantsOf, type Known, type Refinement, type View } from './known.ts';

export const NOTHING_PROVEN: Condition = { yes: [], no: [] };

export function negated(condition: Condition | null): Condition | null {
  return condition && { yes: condition.no, no: condition.yes };
}

/** Both hold, or one of them does not. */
export function both(a: Condition | null, b: Condition | null): Condition | null {
  if (!a || !b) {
    const one = a ?? b;
    return one && { yes: one.yes, no: [] };
  }
  return { yes: [...a.yes, ...b.yes], no: common(a.no, b.no) };
}

export function either(a: Condition | null, b: Condition | null): Condition | null {
  return negated(both(negated(a), negated(b)));
}

/** What both prove. */
function common(a: readonly Refinement[], b: readonly Refinement[]): readonly Refinement[] {
  return a.flatMap((one) => {
    const other = b.find((two) => two.variable === one.variable && [...one.facts.keys()].every((key) => two.facts.has(key)));
    return other ? [{ ...one, cleared: one.cleared & other.cleared, equals: one.equals === other.equals ? one.equals : null }] : [];
  });
}

/** A value, and the variable it is held in where it is in one. */
export interface Subject {
  readonly known: Known;
  readonly variable: number;
}

function refinement({ known, variable }: Subject, cleared: number, equals: string | null = null): Refinement[] {
  const facts = allFacts(known);
  return facts.size === 0 && equals === null && variable < 0 ? [] : [{ facts, variable, cleared, equals }];
}

/** What is seen of another value (its host, its length) proves something of that one. */
function ofView({ known }: Subject, isConstant: boolean): Refinement[] {
  const { view } = known;
  if (!view || !isConstant) return [];
  const subject = { known: view.of, variable: view.variable };
  switch (view.aspect) {
    case 'same':
      return refinement(subject, EVERY);
    case 'host':
      return refinement(subject, maskOf('url', 'redirect'));
    case 'last name':
      return refinement(subject, maskOf('path'));
    case 'common path':
      return below(subject);
    default:
      return [];
  }
}

/** `typeof x === 'string'`: no object, so it holds no operators; a number harms nobody. */
function ofType({ of, variable }: View, type: string | null): Refinement[] {
  const subject = { known: of, variable };
  if (type === 'string') return refinement(subject, maskOf('nosql', 'record'));
  return type === 'number' || type === 'boolean' || type === 'bigint' ? refinement(subject, EVERY) : [];
}

/** What a request says of the site itself: the host that was asked is no other one. */
function isOwnHost(one: Known, other: Known): boolean {
  const facts = allFacts(other);
  return one.view?.aspect === 'host' && facts.size > 0 && [...facts.values()].every((fact) => (fact.cleared & maskOf('redirect')) !== 0);
}

/** `a == b`: where one is written out, the other is that. */
export function equality(a: Subject, b: Subject): Condition | null {
  const proven: Refinement[] = [];
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const text = constantOf(other.known);
    const isConstant =
      constantsOf(other.known) !== null || (other.known !== one.known && allFacts(other.known).size === 0 && other.known.name !== null);
    if (text !== null && other.known.type !== 'nothing' && text !== '') proven.push(...refinement(one, EVERY, text));
    const { view } = one.known;
    if (view?.aspect === 'beginning') proven.push(...provenByPrefix({ known: view.of, variable: view.variable }, other.known));
    // The way to the directory itself is empty.
    if (view?.aspect === 'relative' && text === '')
      proven.push({ facts: ofSources(view.of, () => true), variable: view.variable, cleared: maskOf('path'), equals: null });
    // The directory itself, as long as no stranger names it.
    if (text === null && view?.aspect !== 'beginning' && [...allFacts(other.known).values()].every((fact) => fact.trust === 2))
      proven.push(...rooted(one));
    // One of several that are written out.
    if (text === null && other.known.type === 'text' && constantsOf(other.known) !== null) proven.push(...refinement(one, EVERY));
    if (one.known.view?.aspect === 'type') proven.push(...ofType(one.known.view, text));
    else proven.push(...ofView(one, isConstant || (allFacts(other.known).size === 0 && text !== '') || isOwnHost(one.known, other.known)));
  }
  return proven.length > 0 ? { yes: proven, no: [] } : null;
}

/** A path that is below a directory stays there, if it was resolved before. */
function below({ known, variable }: Subject): Refinement[] {
  const resolved = ofSources(known, (fact) => (fact.cleared & maskOf('unresolved-path')) !== 0);
  return resolved.size > 0 ? [{ facts: resolved, variable, cleared: maskOf('path'), equals: null }] : [];
}

/** What a text is harmless in that does not hold a piece. */
export function provenByAbsence(piece: string): number {
  if (/^[/\\]$/.test(piece)) return maskOf('path', 'upward');
  if (/^[/\\]?\.\.[/\\]?$/.test(piece)) return maskOf('upward');
  if (/^\r?\n$|^\r$/.test(piece)) return maskOf('log', 'header');
  // What stands between quotes stays there.
  if (/^['"]$/.test(piece)) return maskOf('xpath');
  return 0;
}

/** An address without a host of its own stays with the one it is used on. */
export function withoutHost({ of, variable }: View): Condition {
  return { yes: [], no: refinement({ known: of, variable }, maskOf('url', 'redirect')) };
}

/** `a in list`: one of what nobody steers. `'..' in text` says something of the text where it is not so. */
export function membership(item: Subject, within: Subject): Condition | null {
  const collection = within.known;
  const { view } = collection;
  if (view?.aspect === 'parents' && [...allFacts(item.known).values()].every((fact) => fact.trust === 2))
    return { yes: below({ known: view.of, variable: view.variable }), no: [] };
  const piece = constantOf(item.known);
  // Without a quote inside, a text in quotes is one literal.
  if (view?.aspect === 'inner' && piece !== null && /^['"]$/.test(piece))
    return { yes: [], no: refinement({ known: view.of, variable: view.variable }, maskOf('code')) };
  const absent = piece === null ? 0 : provenByAbsence(piece);
  if (absent !== 0 && collection.type !== 'list' && collection.type !== 'record') return { yes: [], no: refinement(within, absent) };
  if (allFacts(collection).size > 0) return null;
  // A text that holds it proves nothing, and neither does a list that is not known to be one of constants.
  if (collection.texts && collection.type !== 'list') return null;
  return { yes: [...refinement(item, EVERY), ...ofView(item, true)], no: [] };
}

/** What a guard that a model knows proves. */
export function guardCondition(guard: GuardModel, subject: Subject, against: Known | null): Condition | null {
  if (guard.by === 'prefix' && against && subject.known.view?.aspect === 'relative') return outside(subject.known.view, against);
  if (guard.by === 'member' && guard.holds === 'true') return against && membership(subject, { known: against, variable: -1 });
  const proven = provenBy(guard, subject, against);
  if (guard.by === 'prefix' && against) {
    const beginnings = constantsOf(against) ?? [...(against.fields?.values() ?? [])].map((one) => constantOf(one) ?? '-');
    // It begins with a dash, or with something else.
    if (beginnings.length === 1 && beginnings[0] === '-') return { yes: proven, no: refinement(subject, maskOf('argument')) };
    if (beginnings.length > 0 && beginnings.every((one) => /^[^-]/.test(one)))
      return {
        yes: [...proven, ...refinement(subject, maskOf('argument'))],
        no: namesHost(against) ? refinement(subject, maskOf('rooted')) : [],
      };
  }
  if (guard.by === 'prefix' && against && namesHost(against)) return { yes: proven, no: refinement(subject, maskOf('rooted')) };
  if (proven.length === 0) return null;
  return guard.holds === 'false' ? { yes: [], no: proven } : { yes: proven, no: [] };
}

function provenBy(guard: GuardModel, subject: Subject, against: Known | null): readonly Refinement[] {
  switch (guard.by) {
    case 'clears':
      return refinement(subject, guard.contexts ? maskOf(...guard.contexts) : EVERY);
    case 'equal':
      return against ? (equality(subject, { known: against, variable: -1 })?.yes ?? []) : [];
    case 'member':
      return against ? (membership(subject, { known: against, variable: -1 })?.yes ?? []) : [];
    case 'pattern': {
      const pattern = against && constantOf(against);
      return pattern === null || pattern === undefined ? [] : refinement(subject, provenByPattern(pattern, guard.match ?? 'part'));
    }
    case 'truth':
      return subject.known.condition?.yes ?? [];
    case 'prefix':
      return against ? provenByPrefix(subject, against) : [];
    case 'verified':
      return [{ facts: ofSources(subject.known, () => true), variable: -1, cleared: maskOf(...(guard.contexts ?? [])), equals: null }];
    case 'inside':
      return against && [...allFacts(against).values()].every((fact) => fact.trust === 2) ? below(subject) : [];
    default:
      return [];
  }
}

/** `//host` and what browsers take for it: an address that begins with a slash and names a host. */
function namesHost(prefix: Known): boolean {
  const texts = prefix.type === 'list' ? [...(prefix.fields?.values() ?? [])].map(constantOf) : [constantOf(prefix)];
  return texts.some((text) => text !== null && /^[/\\]{2}$/.test(text));
}

/** The way from a directory to a path begins with `..` where it leaves the directory. */
function outside({ of, variable }: NonNullable<Known['view']>, prefix: Known): Condition | null {
  if (!constantOf(prefix)?.startsWith('..')) return null;
  return { yes: [], no: [{ facts: ofSources(of, () => true), variable, cleared: maskOf('path'), equals: null }] };
}

/** Compared with a directory. */
function rooted(subject: Subject): readonly Refinement[] {
  const resolved = ofSources(subject.known, (fact) => (fact.cleared & maskOf('unresolved-path')) !== 0);
  if (resolved.size === 0) return refinement(subject, maskOf('unrooted-path'));
  return [{ facts: resolved, variable: subject.variable, cleared: maskOf('path'), equals: null }];
}

/** What a callee compared with a directory is safe there if the caller had resolved it. */
export function seenByCaller(one: Refinement): Refinement {
  const resolved = maskOf('unresolved-path');
  if ((one.cleared & maskOf('unrooted-path')) === 0 || ![...one.facts.values()].every(({ cleared }) => (cleared & resolved) !== 0))
    return one;
  return { ...one, cleared: one.cleared | maskOf('path') };
}

/** What is proven of a path holds of what it was made of: it is made of that again where it is used. */
function ofSources(path: Known, isMeant: (fact: Fact) => boolean): ReadonlyMap<string, Fact> {
  return new Map([...allFacts(path)].filter(([, fact]) => isMeant(fact)).map(([key, fact]) => [key, { ...fact, exact: true }]));
}

/**
 * A text that begins with a directory and a separator stays in it, if nothing in it leads up again: it was resolved before. One that begins
 * with scheme, host and the slash after them is an address of that host. The directory may be of who runs the program, not of a stranger.
 */
function provenByPrefix(subject: Subject, prefix: Known): readonly Refinement[] {
  if ([...allFacts(prefix).values()].some((fact) => fact.trust < 2)) return [];
  const texts = prefix.texts ?? [];
  const separated =
    texts.length > 0 &&
    texts.every((text) => {
      const last = text.at(-1);
      return last && 'text' in last && /[/\\]$/.test(last.text);
    });
  const whole = constantOf(prefix);
  const proven: Refinement[] = [];
  if (whole !== null && /^https?:\/\/[^/?#@\\]+[/?#]/.test(whole)) proven.push(...refinement(subject, maskOf('url', 'redirect')));
  if (separated && (whole === null || !/^[/\\]+$/.test(whole))) {
    proven.push(...rooted(subject));
  }
  return proven;
}
