import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { isUploadName } from '../../models/python/uploads.ts';
import { vectors } from '../../models/vectors.ts';

export const py = judging({
  binding: python,
  contexts: ['path'],
  isMeant: ({ sink }) => sink.label === 'write',
  counts: isUploadName,
  vectors: { outside: vectors.uploadName },
  ending: 'and is the name it is stored under',
});
