/**
 * Functions that are commands, as those of a shell are: what they print is what their calls give, their status answers, they see the
 * variables of those who call them, and what they set there stays set.
 */
import type { IrFunction } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { NOTHING_PROVEN } from './conditions.ts';
import { boolean } from './evaluation.ts';
import { type Fact, type Facts, NO_FACTS, unite } from './fact.ts';
import { type Interpretation, refine } from './interpretation.ts';
import { allFacts, type Condition, join, type Known, type Refinement, UNKNOWN } from './known.ts';
import type { Summary } from './programFlow.ts';

type Giving = (index: number, path: readonly string[]) => Known;

/** What a function prints, once it has run. */
export function printedIn(here: Interpretation): Known {
  let all: Known | null = null;
  for (const call of here.unit.program.printersOf?.(here.fn) ?? []) {
    const known = here.results.get(call.at);
    if (known) all = all ? join(all, known) : known;
  }
  return all ?? UNKNOWN;
}

/** What is known where such a function has been called: its output, with what its success proves. */
export function commandOutcome(
  here: Interpretation,
  at: number,
  body: IrFunction,
  summary: Summary,
  given: Giving,
  variableOf: (index: number) => number,
): Known {
  const { flow, unit } = here;
  flow.arrive(body, here.fn, here.state.proven);
  for (const source of summary.proven) refine(here.state, ofOutside(source));
  for (const [id, known] of summary.globals) {
    const put = flow.putIn(known, body, given, unit, at);
    const before = here.state.variables.get(id);
    here.state.variables.set(id, before ? join(before, put) : put);
    here.touched.add(id);
  }
  const yes: Refinement[] = [];
  for (const proof of summary.onSuccess) {
    yes.push(...ofOutside(proof));
    const [source, mask] = proof;
    for (const index of body.parameters.keys()) {
      const own = flow.parameterSource(body, index);
      if (source === own || source.startsWith(`${own}.`))
        yes.push({ facts: allFacts(given(index, [])), variable: source === own ? variableOf(index) : -1, cleared: mask, equals: null });
    }
  }
  const printed = flow.putIn(summary.returns, body, given, unit, at, variableOf);
  return { ...printed, condition: yes.length > 0 ? { yes, no: [] } : null };
}

/** What is proven of a source that is the same wherever it is seen. */
function ofOutside([source, mask]: readonly [string, number]): readonly Refinement[] {
  if (source.startsWith('given ')) return [];
  const fact: Fact = { source, kind: 'argument', trust: 2, given: null, cleared: 0, exact: true, steps: null };
  const facts: Facts = new Map([[source, fact]]);
  return [{ facts, variable: -1, cleared: mask, equals: null }];
}

/** What is proven where a command has answered: by its status, and by the test that it was. */
export function answer(here: Interpretation, at: number, condition: Condition | null): Condition | null {
  if (!here.unit.program.answersByStatus) return condition;
  const tested = here.results.get(at)?.condition;
  if (!tested || tested === condition) return condition;
  const own = condition ?? NOTHING_PROVEN;
  return { yes: [...own.yes, ...tested.yes], no: [...own.no, ...tested.no] };
}

/** The facts of a text and of the values that were put into it, each as it was put in: what none of the text holds, none of them holds. */
export function factsWithin(known: Known): Facts {
  let facts = allFacts(known);
  if (!known.texts || known.texts.every(({ length }) => length <= 1)) return facts;
  facts = NO_FACTS;
  for (const text of known.texts) for (const piece of text) if (!('text' in piece)) facts = unite(facts, piece.facts);
  return facts;
}

/** Whether a call has succeeded. */
export function statusOf(here: Interpretation, value: Value & { kind: 'status' }): Known {
  return boolean(null, here.results.get(value.call.at)?.condition ?? null);
}
