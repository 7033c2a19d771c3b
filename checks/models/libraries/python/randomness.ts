import { type CallModel, type FlowBinding, library, type SinkModel } from '../../../../src/engine/check.ts';
import { mustNotBeGuessed, secretPlaces } from '../../secretUses.ts';
import { python, pythonModel } from './index.ts';

const source: CallModel = { source: 'random' };
const derived: CallModel = { gives: { from: ['receiver'], as: 'derived' } };

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

/** Generators whose next number follows from the last ones, and identifiers made of the time and the machine. */
const generators = library({
  library: 'random, numpy.random, uuid1',
  names: { 'random.Random()': 'random', 'numpy.random.default_rng()': 'numpy.random', 'numpy.random.RandomState()': 'numpy.random' },
  calls: {
    ...all(
      source,
      'random.random random.randint random.randrange random.choice random.choices random.sample random.uniform random.getrandbits',
    ),
    ...all(source, 'random.randbytes random.gauss random.triangular random.normalvariate random.betavariate uuid.uuid1 numpy.random.bytes'),
    ...all(source, 'numpy.random.rand numpy.random.randint numpy.random.random numpy.random.choice numpy.random.integers'),
    '*.hex': derived,
    '*.hexdigest': derived,
    '*.digest': derived,
    '*.set_cookie': {
      sinks: [
        { at: 1, context: 'record', label: 'cookie' },
        { at: 'option value', context: 'record', label: 'cookie' },
      ],
    },
  },
});

const secret: readonly SinkModel[] = [{ at: 0, context: 'record', label: 'secret' }];

/** Files followed for where predictable numbers go: to places whose names say that nobody must guess what they hold. */
export const pythonRandom: FlowBinding = {
  ...python,
  needs: /\b(?:random|uuid1)\b/,
  model: {
    ...pythonModel([generators]),
    named: (word) => (mustNotBeGuessed(word) ? secret : undefined),
    places: new RegExp(`\\]\\s*=(?!=)|${secretPlaces.source}`, 'gi'),
  },
};
