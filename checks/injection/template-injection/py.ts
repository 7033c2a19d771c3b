import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

export const py = judging({
  binding: python,
  contexts: ['template'],
  vectors: { outside: vectors.remoteCode, remote: vectors.storedCode },
  ending: 'and is run as a template',
});
