import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['template'],
  // A page that makes a template of its own address runs it in the visitor's browser only.
  counts: ({ kind }) => kind !== 'page',
  vectors: { outside: vectors.remoteCode, remote: vectors.storedCode },
  ending: 'and is run as a template',
});
