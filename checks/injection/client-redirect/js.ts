import { judging } from '../../models/flow/judging.ts';
import { before } from '../../models/flow/weighHit.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['redirect'],
  isMeant: ({ sink }) => sink.label === 'page',
  counts: (fact) => fact.kind === 'page' || fact.kind === 'request',
  isHarmless: (hole) => before(hole) !== '' && !/^(?:https?:)?\/\/$/.test(before(hole)),
  vectors: { outside: vectors.xss },
  ending: 'and is where the page goes',
});
