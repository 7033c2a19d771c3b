import type { FlowRule, Hit, Known } from '../../../src/engine/check.ts';
import { type Hole, holesOf, isBuilt, reportOf, strangersOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Databases whose queries are objects. */
const mongo = /\b(?:pymongo|motor|mongoengine|flask_pymongo|bson|mongo|beanie|odmantic)\b|\bcollection\b/;
/** Where the sender picks the shape of a value: in a body, not in an address. */
const shaped = /json|\bbody\b|\bdata\b|payload|\bevent\b|\bloads\b|\bmedia\b/i;

/** Reports queries of which a part comes from a request in the shape it was sent in. */
export const py: FlowRule = {
  binding: python,
  contexts: ['nosql'],
  judge(hit, judge) {
    if (hit.sink.label === 'program' || !mongo.test(judge.unit.source.text)) return null;
    const worst = worstOf(shapedIn(hit, hit.known, 0));
    if (!worst?.fact) return null;
    return reportOf(hit, worst, judge, {
      vectors: { outside: vectors.sqlWithAccount },
      ending: 'and the database takes it for a part of the query',
    });
  },
};

function shapedIn(hit: Hit, known: Known, depth: number): readonly Hole[] {
  if (known.type === 'text' || depth > 3) return [];
  if (known.fields || known.element) {
    const inner = [...(known.fields ?? [])]
      .filter(([key]) => !/^\$(?:eq|regex|where|search|text|comment)$/.test(key))
      .map(([, field]) => field);
    return [...inner, ...(known.element ? [known.element] : [])].flatMap((field) => shapedIn(hit, field, depth + 1));
  }
  return holesOf({ ...hit, known }, 'nosql').filter(
    (hole) => !isBuilt(hole) && strangersOf(hole).some(({ source }) => depth === 0 || shaped.test(source)),
  );
}
