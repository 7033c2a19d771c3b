/** The rule of a check of what is shown: which facts count there, how sure it is that they are secrets, and what is said of them. */
import {
  allFacts,
  EVERY,
  type Exposure,
  type Fact,
  type FlowBinding,
  type FlowJudge,
  type FlowRule,
  type Hit,
  type Report,
  stepsOf,
} from '../../../src/engine/check.ts';
import { isSecretPart } from '../confidential/names.ts';
import { namesPersonal } from '../confidential/personal.ts';

/** What is shown of a source. */
export interface Shown {
  readonly fact: Fact;
  /** As the program calls it. */
  readonly name: string;
  /** The fields of it that were read, outermost first; none where it is shown as it is. */
  readonly path: readonly string[];
  /** Seen to be a secret, not only called one. */
  readonly isSure: boolean;
}

/** Fields by which the secret itself is asked for. */
const itself = /^(?:\*|value|raw|plain|plaintext|text|data|string|content|secretstring|stringdata|payload|body|\d+|toString)$/i;

/** Parts of what holds secrets that hold them again. */
const holding = /^(?:headers|_headers|rawHeaders|config|request|cookies|options|_options)$/;
const environment = /(?:^|\.)env(?:iron)?\b/;

/** What a fact shows of a secret; null where it is some part that is none. */
export function shownBy(fact: Fact): Shown | null {
  const { kind, source, cleared } = fact;
  if (kind !== 'secret' && kind !== 'named-secret' && kind !== 'secret-holder') return null;
  if (cleared === EVERY) return null;
  const [said, rest] = partsOf(source, kind);
  const path = rest === '' ? [] : rest.split('.').filter(Boolean);
  const last = path.at(-1);
  const own = { fact, name: [said, ...path].join('.') };
  // A loop over the names and values of the environment.
  if (kind === 'secret-holder' && environment.test(said) && path.join('.') === '*.1') return { fact, name: said, path: [], isSure: false };
  if (last === undefined || (kind === 'secret-holder' && holding.test(last)))
    return { ...own, path: [], isSure: kind === 'secret' || (kind === 'secret-holder' && environment.test(said)) };
  if (kind === 'secret-holder') return last !== '*' && isSecretPart(last) ? { ...own, path, isSure: true } : null;
  return isSecretPart(last) || itself.test(last) ? { ...own, path, isSure: kind === 'secret' } : null;
}

/** How the program is made inside, in a fact; null for anything else. */
export function internalsBy(fact: Fact): Shown | null {
  if (fact.kind !== 'internals' || fact.cleared === EVERY) return null;
  return { fact, name: partsOf(fact.source, fact.kind)[0], path: [], isSure: false };
}

/** Nobody's secret but of somebody whose record nobody is to see. */
const ofPerson =
  /^(?:full_?|first_?|last_?|family_?|given_?)?name$|^(?:sur_?name|address|birth_?date|birthday|insurance|conditions?|medications?|symptoms?)$/i;

/** What is personal in a fact; null for anything else. */
export function personalBy(fact: Fact): Shown | null {
  if (fact.kind !== 'personal' || fact.cleared === EVERY) return null;
  const [name, rest] = partsOf(fact.source, fact.kind);
  const path = rest.split('.').filter(Boolean);
  const last = path.at(-1);
  if (last === undefined || last === '*') return { fact, name, path: [], isSure: false };
  return namesPersonal(last, '') || ofPerson.test(last) ? { fact, name: [name, ...path].join('.'), path, isSure: false } : null;
}

/** The name of a source, and the fields behind it. */
function partsOf(source: string, kind: string): readonly [string, string] {
  const end = source.lastIndexOf('|');
  return end < 0 ? [source.slice(kind.length + 1), ''] : [source.slice(kind.length + 1, end), source.slice(end + 1)];
}

export interface Exposing {
  readonly binding: FlowBinding;
  readonly exposures: readonly Exposure[];
  /** What a fact shows; left out: of secrets. */
  readonly of?: (fact: Fact) => Shown | null;
  readonly isMeant?: (hit: Hit, judge: FlowJudge) => boolean;
  /** What may be shown there: it is what the place is for. */
  readonly mayBeShown?: (shown: Shown, hit: Hit, judge: FlowJudge) => boolean;
  /** `and is written to a log`. */
  readonly ending: string;
  /** Behind the name of what is shown, which stands in backticks. */
  readonly says: string;
  readonly vector: string | null | ((shown: Shown, hit: Hit) => string | null);
  /** The most that is claimed; left out: `high` where it is seen to be a secret. */
  readonly atMost?: 'medium' | 'low';
}

function rank({ isSure, fact, path }: Shown): number {
  return (isSure ? 4 : 0) + (fact.kind === 'secret-holder' && path.length === 0 ? 2 : 0) + (path.length === 0 ? 1 : 0);
}

/** Those in a hit that count, the surest first. */
export function shownIn(hit: Hit, of: (fact: Fact) => Shown | null): readonly Shown[] {
  const all: Shown[] = [];
  for (const fact of allFacts(hit.known).values()) {
    const shown = of(fact);
    if (shown) all.push(shown);
  }
  return all.sort((a, b) => rank(b) - rank(a));
}

export function exposing(rule: Exposing): FlowRule {
  return {
    binding: rule.binding,
    contexts: rule.exposures,
    judge(hit, judge) {
      if (rule.isMeant && !rule.isMeant(hit, judge)) return null;
      const shown = shownIn(hit, rule.of ?? shownBy).find((one) => !rule.mayBeShown?.(one, hit, judge));
      return shown ? reportOf(shown, hit, judge, rule) : null;
    },
  };
}

const confidences = ['low', 'medium', 'high'] as const;

function reportOf(shown: Shown, hit: Hit, judge: FlowJudge, { vector, says, ending, atMost }: Exposing): Report {
  const steps = stepsOf(shown.fact.steps).map(({ path, line, text }) => ({ path, line, text }));
  const { unit } = hit;
  const last = { path: unit.path, line: unit.source.lineAt(unit.program.tree.start[hit.at]!), text: ending };
  const own = shown.isSure ? 'high' : 'medium';
  const confidence = atMost && confidences.indexOf(atMost) < confidences.indexOf(own) ? atMost : own;
  return {
    at: judge.node(hit.at),
    vector: typeof vector === 'function' ? vector(shown, hit) : vector,
    confidence,
    message: `\`${shown.name.replaceAll('`', "'").slice(0, 80)}\` ${says}`,
    trace: [...steps, last],
  };
}
