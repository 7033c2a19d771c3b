import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

/** What holds the objects, and a file that does: its name is no danger of its own. */
const rebuilt: CallModel = { sinks: [{ at: 0, context: 'deserialize', label: 'pickle' }] };
const file: CallModel = { sinks: [{ at: 0, context: 'deserialize', label: 'pickle file' }] };

function read(label: string, at: SinkModel['at'] = 0): CallModel {
  return { sinks: [{ at, context: 'deserialize', label }] };
}

const yaml = read('yaml');
const unsafe = read('yaml unsafe');
const full = read('yaml full');

/** Texts and bytes that become objects. */
export const serialization = library({
  library: 'pickle, yaml and their like',
  names: {
    cPickle: 'pickle',
    _pickle: 'pickle',
    cloudpickle: 'pickle',
    dill: 'pickle',
    pickle5: 'pickle',
    'sklearn.externals.joblib': 'joblib',
    'jsonpickle.unpickler.decode': 'jsonpickle.decode',
    'jsonpickle.loads': 'jsonpickle.decode',
    'yaml.cyaml': 'yaml',
    'yaml.loader': 'yaml',
    'ruamel.yaml.load': 'yaml.load',
    'ruamel.yaml.load_all': 'yaml.load_all',
    'ruamel.yaml.Loader': 'yaml.Loader',
    'ruamel.yaml.UnsafeLoader': 'yaml.UnsafeLoader',
    'ruamel.yaml.SafeLoader': 'yaml.SafeLoader',
    'ruamel.yaml.YAML()': 'ruamel.yaml.YAML',
    'ruamel.yaml.main.YAML': 'ruamel.yaml.YAML',
  },
  calls: {
    'pickle.load': rebuilt,
    'pickle.loads': rebuilt,
    'pickle.Unpickler': rebuilt,
    'pickle.dumps': { gives: { from: [0], as: 'derived' }, clears: ['deserialize'] },
    'marshal.load': rebuilt,
    'marshal.loads': rebuilt,
    'jsonpickle.decode': rebuilt,
    'joblib.load': file,
    'shelve.open': file,
    'pandas.read_pickle': file,
    'torch.load': {
      sinks: [
        {
          at: 0,
          context: 'deserialize',
          label: 'pickle file',
          when: { option: 'weights_only', is: ['False', '0', 'None'], missing: true },
        },
      ],
    },
    'numpy.load': { sinks: [{ at: 0, context: 'deserialize', label: 'pickle file', when: { option: 'allow_pickle', is: ['True', '1'] } }] },
    'yaml.load': yaml,
    'yaml.load_all': yaml,
    'yaml.unsafe_load': unsafe,
    'yaml.unsafe_load_all': unsafe,
    'yaml.full_load': full,
    'yaml.full_load_all': full,
    'yaml.safe_load': { gives: { from: [0], as: 'derived' } },
    'yaml.safe_load_all': { gives: { from: [0], as: 'derived' } },
    'ruamel.yaml.YAML': { keeps: ['typ'] },
    'ruamel.yaml.YAML.load': read('yaml reader'),
    'ruamel.yaml.YAML.load_all': read('yaml reader'),
    'logging.config.dictConfig': read('logging'),
    'logging.config.fileConfig': read('logging'),
    'logging.config.listen': { sinks: [{ at: 'call', context: 'deserialize', label: 'logging port' }] },
    'hmac.new': { gives: { from: [1, 'option msg'], as: 'derived' } },
    'hmac.digest': { gives: { from: [1, 'option msg'], as: 'derived' } },
    'hmac.new().hexdigest': { gives: { from: ['receiver'], as: 'derived' }, clears: 'every' },
    'hmac.new().digest': { gives: { from: ['receiver'], as: 'derived' }, clears: 'every' },
    'hmac.compare_digest': {
      gives: { from: [], as: 'boolean' },
      guards: [
        { of: 0, by: 'verified', contexts: ['deserialize'], holds: 'true' },
        { of: 1, by: 'verified', contexts: ['deserialize'], holds: 'true' },
      ],
    },
  },
});
