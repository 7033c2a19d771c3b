import type { Fact, FlowRule } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { after, before, isBuilt } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Said near the answer: a browser does not read it as HTML. */
const otherType =
  /text\/(?:plain|csv|css|calendar|javascript)|application\/(?:\w+\+)?(?:json|xml|pdf|octet-stream|javascript|zip)|image\/|\.type\(\s*['"](?:txt|text|json|csv|xml|js|css|plain)|attachment\(|Content-Disposition/i;

/** All of a body or query is an object, which is answered with as JSON. */
function isObject({ source }: Fact): boolean {
  return /\.(?:body|query|params|headers|cookies|file|files)$/.test(source);
}

const rule = judging({
  binding: javascript,
  contexts: ['html'],
  // An object is answered with as JSON.
  isMeant: ({ sink, given: [body] }) =>
    body?.type !== 'record' && body?.type !== 'list' && (sink.label === undefined || sink.label === 'returned' || sink.label === 'raw'),
  counts: (fact) => fact.kind !== 'page' && !isObject(fact),
  isHarmless: (hole, { sink }) =>
    sink.label === 'raw' && !/<[a-z!/]/i.test(before(hole) + after(hole)) && !(isBuilt(hole) && before(hole).includes('<')),
  vectors: { outside: vectors.xss },
  ending: 'and is answered with as HTML',
});

export const js: FlowRule = {
  ...rule,
  judge(hit, judge) {
    const { tree, functions } = hit.unit.program;
    const at = hit.fn === functions[0] ? hit.at : hit.fn.at;
    const around = tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 4_000));
    return otherType.test(around) && !/text\/html|\.type\(\s*['"]html/.test(around) ? null : rule.judge(hit, judge);
  },
};
