import { judging } from '../../models/flow/judging.ts';
import { isWhole } from '../../models/javascript/wholeRequest.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

export const js = judging({
  binding: javascript,
  contexts: ['record'],
  isMeant: ({ sink }) => sink.label === 'locals',
  counts: isWhole,
  vectors: { outside: vectors.templateOptions },
  ending: 'and is all that the template is given',
});
