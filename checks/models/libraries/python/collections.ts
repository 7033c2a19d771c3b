import { type CallModel, library } from '../../../../src/engine/check.ts';

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

const collected: CallModel = { gives: { from: [0], as: 'collection' } };

/** Lists, sets, mappings and queues of the language and its library, and what keeps values under names. */
export const collections = library({
  library: 'builtins, collections, queue, configparser, types: collections',
  names: {
    'collections.OrderedDict': 'builtins.dict',
    'configparser.RawConfigParser': 'configparser.ConfigParser',
    'configparser.SafeConfigParser': 'configparser.ConfigParser',
    'configparser.ConfigParser()': 'configparser.ConfigParser',
    'queue.LifoQueue': 'queue.Queue',
    'queue.SimpleQueue': 'queue.Queue',
    'asyncio.Queue': 'queue.Queue',
    'multiprocessing.Queue': 'queue.Queue',
    'types.SimpleNamespace': 'builtins.dict',
  },
  calls: {
    ...all(
      collected,
      'builtins.list builtins.tuple builtins.set builtins.frozenset builtins.sorted builtins.reversed builtins.iter collections.deque itertools.chain',
    ),
    'builtins.map': { gives: { from: [0, 1], as: 'mapped' } },
    'builtins.filter': { gives: { from: [1], as: 'collection' } },
    'builtins.next': { gives: { from: [0, 1], as: 'element' } },
    'builtins.dict': { gives: { from: ['all', 'named'], as: 'merged' } },
    'builtins.getattr': { gives: { from: [0, 1, 2], as: 'field' } },
    'operator.getitem': { gives: { from: [0, 1], as: 'field' } },
    '*.__getitem__': { gives: { from: ['receiver', 0], as: 'field' } },
    '*.append': { into: { to: 'receiver', from: [0], as: 'end' } },
    '*.put': { into: { to: 'receiver', from: [0], as: 'element' } },
    '*.put_nowait': { into: { to: 'receiver', from: [0], as: 'element' } },
    '*.add': { into: { to: 'receiver', from: [0], as: 'element' } },
    '*.appendleft': { into: { to: 'receiver', from: [0], as: 'element' } },
    '*.extend': { into: { to: 'receiver', from: [0], as: 'merge' } },
    '*.update': { into: { to: 'receiver', from: [0, 'named'], as: 'merge' } },
    '*.insert': { into: { to: 'receiver', from: [0, 1], as: 'position' } },
    '*.setdefault': { into: { to: 'receiver', from: [0, 1], as: 'field' }, gives: { from: ['receiver', 0, 1], as: 'field' } },
    '*.pop': { takes: 'position' },
    '*.popleft': { takes: 'first' },
    'queue.Queue.get': { gives: { from: ['receiver'], as: 'element' } },
    'queue.Queue.get_nowait': { gives: { from: ['receiver'], as: 'element' } },
    '*.get': { gives: { from: ['receiver', 0, 1], as: 'field' }, converts: 'option type' },
    '*.getlist': { gives: { from: ['receiver', 0], as: 'field' }, converts: 'option type' },
    '*.get_all': { gives: { from: ['receiver', 0], as: 'field' } },
    '*.keys': { gives: { from: ['receiver'], as: 'keys' } },
    '*.values': { gives: { from: ['receiver'], as: 'collection' } },
    '*._replace': { gives: { from: ['receiver', 'named'], as: 'merged' } },
    'configparser.ConfigParser.add_section': {},
    'configparser.ConfigParser.set': { into: { to: 'receiver', from: [0, 1, 2], as: 'field' } },
    'configparser.ConfigParser.get': { gives: { from: ['receiver', 0, 1], as: 'field of field' } },
    'configparser.ConfigParser.getint': { clears: 'every' },
    'configparser.ConfigParser.getboolean': { clears: 'every' },
    'configparser.ConfigParser.read_dict': { into: { to: 'receiver', from: [0], as: 'merge' } },
  },
});
