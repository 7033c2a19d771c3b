/** Cases whose assertions stand in functions of their file: a call of one that asserts is an assertion. */
import type { Assertion, CaseState, TestCase } from '../../model/outline.ts';

/** A case that is being read. */
export interface OpenCase {
  readonly name: string;
  readonly line: number;
  state: CaseState;
  readonly assertions: Assertion[];
  readonly bodyText: string;
  readonly isEmpty: boolean;
  readonly via: string | null;
  /** Local functions it calls: they may assert. */
  readonly calls: { readonly name: string; readonly at: Assertion; readonly place: number }[];
  holdsCases: boolean;
}

/** Of one file. */
const mostLent = 20_000;

/** Rounds in which functions that call asserting functions are found. */
const rounds = 4;

/** The cases that were read, with what they assert through functions of their file. */
export function withLentAssertions(
  cases: readonly OpenCase[],
  byFunction: ReadonlyMap<string, readonly Assertion[]>,
  callsOf: ReadonlyMap<string, ReadonlySet<string>>,
): TestCase[] {
  const asserting = new Set(byFunction.keys());
  for (let round = 0; round < rounds; round++) {
    const before = asserting.size;
    for (const [name, called] of callsOf) if (!asserting.has(name) && [...called].some((one) => asserting.has(one))) asserting.add(name);
    if (asserting.size === before) break;
  }
  let lent = 0;
  return cases.flatMap((one) => {
    const calls = one.calls.filter(({ name }) => asserting.has(name));
    if (one.holdsCases && one.assertions.length + calls.length === 0) return [];
    let taken = 0;
    const own: Assertion[] = [];
    for (const { at, place } of calls) {
      for (; taken < place; taken++) own.push(one.assertions[taken]!);
      own.push(at);
    }
    const borrowed = one.via === null || lent >= mostLent ? [] : (byFunction.get(one.via) ?? []);
    lent += borrowed.length;
    const assertions = own.concat(one.assertions.slice(taken), borrowed);
    return [{ name: one.name, line: one.line, state: one.state, assertions, body: one.bodyText, isEmpty: one.isEmpty }];
  });
}
