import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { holesOf, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

type Danger = 'all' | 'some' | 'none';

/** Which types the reader makes: by the loader it is given, or by how it was set up. */
function dangerOf({ sink, given, options, on }: Hit): Danger {
  if (sink.label === 'yaml unsafe') return 'all';
  if (sink.label === 'yaml full') return 'some';
  if (sink.label === 'yaml reader') return /^(?:unsafe|base_unsafe)$/.test(constantOf(on.fields?.get('typ') ?? on) ?? '') ? 'all' : 'none';
  const loader: Known | undefined = options.get('Loader') ?? given[1];
  if (!loader) return 'all';
  const word = loader.name?.slice(loader.name.lastIndexOf('.') + 1) ?? '';
  if (/^(?:C?UnsafeLoader|C?Loader)$/.test(word)) return 'all';
  return /^C?FullLoader$/.test(word) ? 'some' : 'none';
}

export const py: FlowRule = {
  binding: python,
  contexts: ['deserialize'],
  judge(hit, judge) {
    if (!hit.sink.label?.startsWith('yaml')) return null;
    const danger = dangerOf(hit);
    if (danger === 'none') return null;
    const worst = worstOf(holesOf(hit, 'deserialize'));
    if (!worst) return null;
    const isFull = danger === 'some';
    return reportOf(hit, worst, judge, {
      vectors: {
        // The full loader calls nothing by itself; ways around that were found more than once.
        outside: isFull ? vectors.storedCode : vectors.remoteCode,
        remote: vectors.storedCode,
        caller: isFull ? vectors.lowLocal : vectors.libraryCode,
        own: vectors.ownFileCode,
        unknown: vectors.lowLocal,
      },
      ending: 'and types that it names are made here',
    });
  },
};
