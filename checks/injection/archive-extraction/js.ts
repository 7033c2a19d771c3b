import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['path'],
  isMeant: ({ sink }) => sink.label === 'write',
  counts: ({ kind }) => kind === 'archive',
  vectors: { outside: vectors.libraryCode },
  ending: 'and is where the entry is written',
});
