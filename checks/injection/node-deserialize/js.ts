import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['deserialize'],
  isMeant: ({ sink }) => sink.label === 'objects',
  vectors: {
    outside: vectors.remoteCode,
    remote: vectors.storedCode,
    caller: vectors.libraryCode,
    own: vectors.ownFileCode,
    unknown: vectors.unseenCode,
  },
  ending: 'and the functions in it are made here',
});
