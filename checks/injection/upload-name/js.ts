import { judging } from '../../models/flow/judging.ts';
import { isUploadName } from '../../models/javascript/uploads.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['path'],
  isMeant: ({ sink }) => sink.label === 'write',
  counts: isUploadName,
  vectors: { outside: vectors.uploadName },
  ending: 'and is the name it is stored under',
});
