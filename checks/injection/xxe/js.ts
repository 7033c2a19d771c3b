import type { FlowRule, Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { javascript } from '../../models/libraries/javascript/index.ts';
import { vectors } from '../../models/vectors.ts';

/** Libxml leaves entities alone unless it is told to put them in. */
function followsEntities({ sink, options, unit, at }: Hit): boolean {
  if (sink.label !== 'xml') return false;
  const { tree } = unit.program;
  const call = tree.text.slice(tree.start[at]!, Math.min(tree.end[at]!, tree.start[at]! + 600));
  const isOn = /\b(?:noent|replaceEntities|dtdload|recoverEntities)\s*:\s*(?!false\b)/.test(call);
  return isOn || options.has('noent') ? !/\b(?:noent|replaceEntities)\s*:\s*false\b/.test(call) : false;
}

export const js: FlowRule = judging({
  binding: javascript,
  contexts: ['deserialize'],
  isMeant: followsEntities,
  vectors: {
    outside: vectors.readFiles,
    remote: vectors.readFilesSeldom,
    caller: vectors.readFilesSeldom,
    own: vectors.lowLocal,
    unknown: vectors.lowLocal,
  },
  ending: 'and is read with external entities',
});
