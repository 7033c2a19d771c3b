import { constantOf, type FlowRule, type Hit } from '../../../src/engine/check.ts';
import { judging } from '../../models/flow/judging.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const named = judging({
  binding: python,
  contexts: ['path'],
  counts: ({ kind }) => kind === 'archive',
  vectors: { outside: vectors.libraryCode },
  ending: 'and is where the entry is written',
});

/** `filter="data"` and `"tar"` refuse what leads out; members that a function chose were judged by it. */
function isCareful({ options, given, call }: Hit): boolean {
  const filter = options.get('filter');
  if (filter) return constantOf(filter) !== 'fully_trusted';
  return options.has('members') || (call?.word === 'extractall' && given.length > 1);
}

export const py: FlowRule = {
  ...named,
  judge(hit, judge) {
    const { label } = hit.sink;
    if (label === 'write') return named.judge(hit, judge);
    if (label !== 'unpack' || isCareful(hit)) return null;
    const at = judge.node(hit.at);
    return {
      at,
      vector: vectors.libraryCode,
      confidence: 'medium',
      trace: [{ at, text: 'each entry is written to where its name leads' }],
    };
  },
};
