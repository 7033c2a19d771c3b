import { picksHost } from '../../models/flow/addresses.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

export const py = judging({
  binding: python,
  contexts: ['url'],
  counts: ({ kind }) => kind === 'request' || kind === 'queue' || kind === 'contribution',
  isHarmless: (hole) => !picksHost(hole) || hole.facts.length === 0,
  vectors: { outside: vectors.forgedRequest, remote: vectors.forgedLater },
  ending: 'and a request is sent there',
});
