import type { Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { before, type Hole } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** An address that is this page's own up to something further on: nothing was taken out of it. */
function isOwnAddress({ facts }: Hole, { fn, unit }: Hit): boolean {
  const { tree } = unit.program;
  const text = tree.text.slice(tree.start[fn.at]!, Math.min(tree.end[fn.at]!, tree.start[fn.at]! + 4_000));
  return (
    facts.every(({ source }) => /(?:location\.(?:href|pathname)|document\.(?:URL|documentURI|baseURI))$/.test(source)) &&
    !/searchParams|\.split\(|\.match\(|\.exec\(|\.pop\(|\.(?:substr|substring|slice)\((?!\s*0\b)/i.test(text)
  );
}

export const js = judging({
  binding: javascript,
  contexts: ['redirect'],
  isMeant: ({ sink }) => sink.label === 'page',
  counts: (fact) => fact.kind === 'page' || fact.kind === 'request',
  isHarmless: (hole, hit) => (before(hole) !== '' && !/^(?:https?:)?\/\/$/.test(before(hole))) || isOwnAddress(hole, hit),
  vectors: { outside: vectors.xss },
  ending: 'and is where the page goes',
});
