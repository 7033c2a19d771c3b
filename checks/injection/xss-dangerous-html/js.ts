import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['html'],
  isMeant: ({ sink }) => sink.label === 'component',
  vectors: { outside: vectors.xss, caller: vectors.xss, unknown: vectors.xss },
  ending: 'and is taken as markup as it is',
});
