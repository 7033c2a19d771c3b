import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

export const py = judging({
  binding: python,
  contexts: ['deserialize'],
  isMeant: ({ sink }) => sink.label?.startsWith('pickle') ?? false,
  counts: ({ kind }, { sink }) => kind !== 'parameter' || sink.label === 'pickle',
  vectors: { outside: vectors.remoteCode, remote: vectors.storedCode, caller: vectors.libraryCode, own: vectors.ownFileCode },
  ending: 'and is rebuilt as objects here',
});
