/** Texts, lists, mappings and numbers of the language itself. */
import { library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;
type Model = Calls[string];

function all(names: readonly string[], model: Model): Calls {
  return Object.fromEntries(names.map((name) => [name, model]));
}

const number: Model = { gives: { from: [0], as: 'number' } };
const ofReceiver = (as: NonNullable<Model['gives']>['as']): Model => ({ gives: { from: ['receiver'], as } });

export const texts = library({
  library: 'ECMAScript',
  names: {
    'global.Function': 'Function',
    'globalThis.Function': 'Function',
    'window.Function': 'Function',
    'Object.prototype.hasOwnProperty.call': 'Object.hasOwn',
  },
  calls: {
    String: { gives: { from: [0], as: 'text' }, clears: ['nosql', 'record'] },
    ...all(['Number', 'parseInt', 'parseFloat', 'Number.parseInt', 'Number.parseFloat', 'BigInt', 'Date', 'Date.parse', 'Symbol'], number),
    ...all(['Boolean', 'isNaN', 'Array.isArray'], { gives: { from: [0], as: 'boolean' } }),
    ...all(
      ['Date.now', 'performance.now', 'Math.random', 'Math.floor', 'Math.round', 'Math.ceil', 'Math.abs', 'Math.max', 'Math.min'],
      number,
    ),
    ...all(['decodeURIComponent', 'decodeURI', 'unescape', 'atob', 'structuredClone', 'Promise.resolve', 'Buffer.from', 'Object.freeze'], {
      gives: { from: [0], as: 'same' },
    }),
    ...all(['encodeURIComponent', 'escape'], {
      gives: { from: [0], as: 'derived' },
      clears: [
        'url',
        'redirect',
        'path',
        'html',
        'script',
        'header',
        'log',
        'nosql',
        'shell',
        'graphql',
        'ldap',
        'template',
        'sql-identifier',
      ],
    }),
    encodeURI: { gives: { from: [0], as: 'derived' }, clears: ['header', 'log'] },
    btoa: { gives: { from: [0], as: 'derived' }, clears: 'every' },
    'JSON.parse': { gives: { from: [0], as: 'same' } },
    // JSON is a subset of the language's expressions: what was written as JSON is data when it is read as code.
    'JSON.stringify': { gives: { from: [0], as: 'derived' }, clears: ['code', 'nosql', 'log', 'header', 'graphql'] },
    ...all(['Object.values', 'Object.entries', 'Array.from', 'Set', 'Map', 'Promise.all', 'Promise.allSettled'], {
      gives: { from: [0], as: 'collection' },
    }),
    'Object.fromEntries': { gives: { from: [0], as: 'collection' } },
    'Object.keys': { gives: { from: [0], as: 'keys' } },
    'Object.assign': { gives: { from: ['all'], as: 'merged' }, into: { to: 0, from: ['from 1'], as: 'merge' } },
    'util.format': { gives: { from: ['all'], as: 'printf' } },
    'util.inspect': { gives: { from: [0], as: 'derived' }, clears: ['log'] },
    URL: { gives: { from: ['all'], as: 'same' }, is: 'URL' },
    'URL.toString': { gives: { from: ['receiver'], as: 'same' } },
    'url.parse': { gives: { from: [0], as: 'same' }, is: 'URL' },
    URLSearchParams: { gives: { from: [0], as: 'same' } },
    'lodash.get': { gives: { from: [0, 1, 2], as: 'field' } },
    ...all(['lodash.pick', 'lodash.omit', 'lodash.cloneDeep', 'lodash.clone', 'lodash.trim', 'lodash.toString'], {
      gives: { from: [0], as: 'same' },
    }),
    'lodash.merge': { gives: { from: ['all'], as: 'merged' } },
    ...all(
      ['*.trim', '*.trimStart', '*.trimEnd', '*.toString', '*.valueOf', '*.normalize', '*.toLowerCase', '*.toUpperCase'],
      ofReceiver('same'),
    ),
    ...all(
      ['*.toLocaleLowerCase', '*.toLocaleUpperCase', '*.flat', '*.reverse', '*.sort', '*.filter', '*.values', '*.entries'],
      ofReceiver('same'),
    ),
    ...all(['*.slice', '*.substring', '*.substr'], { gives: { from: ['receiver', 0], as: 'slice' } }),
    ...all(['*.padStart', '*.padEnd'], { gives: { from: ['receiver', 1], as: 'derived' } }),
    ...all(['*.repeat', '*.at', '*.charAt', '*.find', '*.findLast'], ofReceiver('element')),
    '*.repeat': ofReceiver('derived'),
    '*.charAt': ofReceiver('derived'),
    '*.concat': { gives: { from: ['receiver', 'all'], as: 'joined' } },
    '*.replace': { gives: { from: ['receiver', 0, 1], as: 'replaced' } },
    '*.replaceAll': { gives: { from: ['receiver', 0, 1], as: 'replaced' } },
    '*.split': ofReceiver('parts'),
    '*.match': {
      gives: { from: ['receiver'], as: 'parts' },
      guards: [{ of: 'receiver', by: 'pattern', in: 0, holds: 'true', match: 'part' }],
    },
    '*.matchAll': ofReceiver('parts'),
    '*.exec': { gives: { from: [0], as: 'parts' }, guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'part' }] },
    '*.test': { guards: [{ of: 0, by: 'pattern', in: 'receiver', holds: 'true', match: 'part' }] },
    '*.join': { gives: { from: ['receiver', 0], as: 'text of items' } },
    '*.push': { into: { to: 'receiver', from: ['all'], as: 'end' }, gives: { from: [0], as: 'number' }, clears: 'every' },
    '*.unshift': { into: { to: 'receiver', from: ['all'], as: 'element' }, gives: { from: [0], as: 'number' }, clears: 'every' },
    '*.add': { into: { to: 'receiver', from: [0], as: 'element' } },
    '*.set': { into: { to: 'receiver', from: [0, 1], as: 'field' } },
    '*.pop': { takes: 'last' },
    '*.shift': { takes: 'first' },
    ...all(['*.indexOf', '*.lastIndexOf'], {
      gives: { from: ['receiver'], as: 'number' },
      guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }],
    }),
    ...all(['*.charCodeAt', '*.codePointAt', '*.localeCompare', '*.search', '*.findIndex'], ofReceiver('number')),
    ...all(['*.toFixed', '*.getTime', '*.toISOString', '*.getFullYear', '*.digest', '*.isFile', '*.isDirectory'], { clears: 'every' }),
    '*.includes': { gives: { from: [], as: 'boolean' }, guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
    '*.has': { gives: { from: [], as: 'boolean' }, guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
    '*.hasOwnProperty': { guards: [{ of: 0, by: 'member', in: 'receiver', holds: 'true' }] },
    'Object.hasOwn': { guards: [{ of: 1, by: 'member', in: 0, holds: 'true' }] },
    '*.get': { gives: { from: ['receiver', 0], as: 'field' } },
    '*.getAll': { gives: { from: ['receiver', 0], as: 'field' } },
    '*.startsWith': {
      gives: { from: [], as: 'boolean' },
      guards: [
        { of: 'receiver', by: 'prefix', in: 0, holds: 'true' },
        { of: 'receiver', by: 'clears', contexts: ['argument'], given: { at: 0, is: ['-'] }, holds: 'false' },
      ],
    },
    '*.endsWith': { gives: { from: [], as: 'boolean' } },
    'Number.isInteger': { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    'Number.isSafeInteger': { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    'Number.isFinite': { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    isFinite: { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    isNaN: { guards: [{ of: 0, by: 'clears', holds: 'false' }] },
    'Number.isNaN': { guards: [{ of: 0, by: 'clears', holds: 'false' }] },
    ...all(['assert', 'assert.ok', 'tiny-invariant', 'invariant', 'invariant.invariant'], {
      guards: [{ of: 0, by: 'truth', holds: 'returns' }],
    }),
    ...all(
      [
        'isInt',
        'isNumeric',
        'isAlphanumeric',
        'isAlpha',
        'isUUID',
        'isMongoId',
        'isHexadecimal',
        'isFloat',
        'isDecimal',
        'isBoolean',
      ].flatMap((word) => [`validator.${word}`, `validator.default.${word}`, `*.${word}`]),
      { guards: [{ of: 0, by: 'clears', holds: 'true' }] },
    ),
    'validator.isIn': { guards: [{ of: 0, by: 'member', in: 1, holds: 'true' }] },
    ...all(
      [
        'uuid.validate',
        'mongoose.isValidObjectId',
        'mongoose.Types.ObjectId.isValid',
        'mongodb.ObjectId.isValid',
        'net.isIP',
        'net.isIPv4',
      ],
      {
        guards: [{ of: 0, by: 'clears', holds: 'true' }],
      },
    ),
  },
  reads: {
    'URL.hostname': { aspect: 'host' },
    'URL.host': { aspect: 'host' },
    'URL.origin': { aspect: 'host' },
    'URL.protocol': { aspect: 'protocol' },
    'URL.port': { clears: 'every' },
    'URL.pathname': { clears: ['url', 'redirect'] },
    'URL.search': { clears: ['url', 'redirect'] },
    ...Object.fromEntries(
      ['number', 'boolean', 'bigint', 'Date', 'converted', 'undefined', 'null', 'void'].map((name) => [name, { clears: 'every' as const }]),
    ),
    ...Object.fromEntries(['*.length', '*.size', '*.byteLength', '*.pid'].map((name) => [name, { clears: 'every' as const }])),
    ...Object.fromEntries(['Math', 'NaN', 'Infinity', 'Number'].map((name) => [name, { clears: 'every' as const }])),
  },
});
