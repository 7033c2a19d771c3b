/** Requests that are handed on as they are. */
import type { Fact, Hit } from '../../../src/engine/check.ts';

/** All of a body or query, given as it is or spread into an object: its keys are the sender's. */
export function isWhole({ kind, source }: Fact, { known }: Hit): boolean {
  if (kind !== 'request' || !/[ .](?:body|query|payload)(?:\(\))?(?:\.\*)?$/.test(source)) return false;
  // A field of an object that holds it is a field with a name of our own.
  return known.facts.has(source) || (known.element?.facts.has(source) ?? false);
}
