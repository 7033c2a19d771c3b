import { type Fact, type FlowRule, type Hit, isCleared, type Known } from '../../../src/engine/check.ts';
import { type Danger, reportOf } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Parts of a request that may hold objects: bodies that were parsed, and query strings with brackets. */
const structured = /\b(?:body|query|payload|json|queries|data|Records|value|args|dto|input)\b/i;
/** Those that are texts whatever is sent. */
const texts =
  /\b(?:params|headers|cookies|signedCookies|searchParams|param|header|get|pathParameters|queryStringParameters|url|originalUrl|path|hostname|querystring)\b/;

function mayBeObject({ kind, source, cleared, exact }: Fact): boolean {
  return (
    (kind === 'request' || kind === 'queue') && exact && !isCleared(cleared, 'nosql') && structured.test(source) && !texts.test(source)
  );
}

const MAX_DEPTH = 4;
/** What other mappers take in the same place, and bind. */
const bound = new Set([
  'where',
  'attributes',
  'include',
  'select',
  'order',
  'data',
  'relations',
  'take',
  'skip',
  'limit',
  'projection',
  'sort',
  '$eq',
]);

/** The first value below that is handed on as it came. */
function handedOn(known: Known, depth: number): Fact | null {
  for (const text of (known.fields ? null : known.texts) ?? []) {
    const [only, more] = text;
    if (!only || more || 'text' in only) continue;
    for (const fact of only.facts.values()) if (mayBeObject(fact)) return fact;
  }
  if (depth >= MAX_DEPTH) return null;
  for (const [name, field] of known.fields ?? []) {
    const fact = bound.has(name) ? null : handedOn(field, depth + 1);
    if (fact) return fact;
  }
  return null;
}

function dangerOf(hit: Hit): Danger | null {
  const fact = handedOn(hit.known, 0);
  return fact && { hole: { text: [], index: 0, at: hit.at, facts: [fact] }, fact };
}

/** Reports queries in which a value from outside may be an operator. */
export const js: FlowRule = {
  binding: javascript,
  contexts: ['nosql'],
  judge(hit, judge) {
    const danger = dangerOf(hit);
    const weighing = { vectors: { outside: vectors.sql, remote: vectors.sqlName }, ending: 'and it may be an operator of the query' };
    const report = danger && reportOf(hit, danger, judge, weighing);
    // Where nothing says which database it is, it may be one that binds.
    const isTold = /mongo/i.test(judge.unit.source.text);
    if (!report || isTold) return report;
    return hit.known.fields ? { ...report, confidence: 'medium' } : null;
  },
};
