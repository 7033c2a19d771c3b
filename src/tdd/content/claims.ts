/** What the RED commits of a cycle assert, as it stands after each commit: what its GREEN commits have to keep. */
import type { Comparison, Placed } from './compareTests.ts';
import type { Spot } from './testSide.ts';
import { wordsOf } from './wording.ts';

export interface Claims {
  readonly cases: Set<string>;
  readonly assertions: Set<string>;
  /** Test files that a RED touched. */
  readonly paths: Set<string>;
  /** What the asserted texts speak of. */
  readonly names: Set<string>;
}

export function noClaims(): Claims {
  return { cases: new Set(), assertions: new Set(), paths: new Set(), names: new Set() };
}

/** By name and not by path, so that moving a file keeps the claim; what stands outside of cases has only its path. */
function caseKey({ name, path }: Spot): string {
  return name === '' ? `\0${path}` : name;
}

function assertionKey({ spot, assertion }: Placed): string {
  return `${caseKey(spot)}\0${assertion.text}`;
}

export function claimsCase({ cases }: Claims, spot: Spot): boolean {
  return cases.has(caseKey(spot));
}

export function claimsAssertion({ assertions }: Claims, placed: Placed): boolean {
  return assertions.has(assertionKey(placed));
}

/** Adds what a RED brings. */
export function claim(claims: Claims, { fresh, pairs, gained, edits }: Comparison): void {
  for (const spot of fresh) claims.cases.add(caseKey(spot));
  for (const { before, after } of pairs) if (before.body !== after.body) claims.cases.add(caseKey(after));
  for (const placed of gained) claims.assertions.add(assertionKey(placed));
  for (const { after } of edits) if (after !== null) claims.assertions.add(assertionKey(after));
  for (const { spot, assertion } of gained) {
    claims.cases.add(caseKey(spot));
    claims.paths.add(spot.path);
    for (const name of wordsOf(assertion).names) claims.names.add(name);
  }
  for (const { path } of fresh) claims.paths.add(path);
}

/** Follows what is claimed to where a later commit moved it. */
export function follow(claims: Claims, { pairs, edits }: Comparison): void {
  for (const { before, after } of pairs) {
    if (!claimsCase(claims, before)) continue;
    claims.cases.add(caseKey(after));
    claims.paths.add(after.path);
    for (const assertion of after.assertions) {
      if (claimsAssertion(claims, { spot: before, assertion })) claims.assertions.add(assertionKey({ spot: after, assertion }));
    }
  }
  for (const { before, after } of edits) if (after !== null && claimsAssertion(claims, before)) claims.assertions.add(assertionKey(after));
}
