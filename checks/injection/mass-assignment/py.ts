import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

export const py = judging({
  binding: python,
  contexts: ['record'],
  // A record whose names are all written out sets no others.
  isMeant: ({ sink, known }) => sink.label === 'fields' && (!known.fields || known.element !== null || known.facts.size > 0),
  counts: ({ kind }) => kind === 'request',
  vectors: { outside: vectors.massAssignment },
  ending: 'and its names become names of fields',
});
