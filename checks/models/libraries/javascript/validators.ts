/** Schemas: what they let through is told by the shape they are made of. */
import { library } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Calls = NonNullable<Data['calls']>;
type Model = Calls[string];

function all(names: readonly string[], model: Model): Calls {
  return Object.fromEntries(names.map((name) => [name, model]));
}

/** What leaves a shape as it is. */
const passing = ['optional', 'nullable', 'nullish', 'default', 'describe', 'catch', 'required', 'min', 'max', 'length', 'trim', 'nonempty'];
const more = [
  'refine',
  'superRefine',
  'email',
  'url',
  'strict',
  'strip',
  'partial',
  'readonly',
  'brand',
  'label',
  'positive',
  'integer',
  'int',
  'messages',
];
const closing = [
  'uuid',
  'guid',
  'cuid',
  'cuid2',
  'ulid',
  'nanoid',
  'datetime',
  'ip',
  'ipv4',
  'valid',
  'oneOf',
  'alphanum',
  'hex',
  'token',
  'isoDate',
  'hash',
];
const checking = ['parse', 'parseAsync', 'validateSync', 'validateAsync', 'cast', 'attempt'];

/** One library whose schemas are chains: the functions that make numbers and few words, texts, and objects. */
function chained(module: string, resultWords: readonly string[], checks: readonly string[]): Data {
  const [closed, text, shape, result] = ['Closed', 'Text', 'Shape', 'Result'].map((kind) => `${module}.${kind}`) as [
    string,
    string,
    string,
    string,
  ];
  const kinds = [closed, text, shape];
  return {
    library: module,
    calls: {
      ...all(
        [
          'number',
          'boolean',
          'bool',
          'bigint',
          'date',
          'enum',
          'nativeEnum',
          'literal',
          'int',
          'uuid',
          'uuidv4',
          'guid',
          'null',
          'undefined',
          'nan',
          'valid',
        ].flatMap((word) => [`${module}.${word}`, `${module}.coerce.${word}`]),
        { clears: 'every', is: closed },
      ),
      ...all([`${module}.string`, `${module}.email`, `${module}.url`, `${module}.coerce.string`], { clears: ['nosql'], is: text }),
      ...all([`${module}.object`, `${module}.strictObject`, `${module}.looseObject`], { gives: { from: [0], as: 'same' }, is: shape }),
      ...all([`${module}.union`, `${module}.discriminatedUnion`, `${module}.alternatives`], {
        gives: { from: [-1], as: 'element' },
        is: text,
      }),
      ...all([`${module}.array`], { gives: { from: [0], as: 'collection' }, is: shape }),
      ...Object.fromEntries(
        kinds.flatMap((kind) =>
          [...passing, ...more].map((word) => [`${kind}.${word}`, { gives: { from: ['receiver'], as: 'same' }, is: kind } as Model]),
        ),
      ),
      ...Object.fromEntries(closing.map((word) => [`${text}.${word}`, { clears: 'every', is: closed } as Model])),
      ...all([`${text}.regex`, `${text}.pattern`, `${text}.matches`], { gives: { from: ['receiver', 0], as: 'matching' }, is: text }),
      ...all([`${shape}.extend`, `${shape}.merge`, `${shape}.keys`, `${shape}.shape`, `${shape}.append`], {
        gives: { from: ['receiver', 0], as: 'merged' },
        is: shape,
      }),
      ...all(
        kinds.flatMap((kind) => checks.map((word) => `${kind}.${word}`)),
        { gives: { from: ['receiver', 0], as: 'shaped' } },
      ),
      ...all(
        kinds.flatMap((kind) => resultWords.map((word) => `${kind}.${word}`)),
        { gives: { from: ['receiver', 0], as: 'shaped' }, is: result },
      ),
    },
    reads: { [`${result}.data`]: { whole: true }, [`${result}.value`]: { whole: true } },
  };
}

export const zod = library({
  ...chained('zod', ['safeParse', 'safeParseAsync', 'spa'], checking),
  names: { 'zod.z': 'zod', 'zod/v4': 'zod', 'zod/v3': 'zod', 'zod/mini': 'zod' },
});

export const joi = library({
  ...chained('joi', ['validate'], checking),
  names: { '@hapi/joi': 'joi', Joi: 'joi', 'joi.object()': 'joi.Shape' },
});

export const yup = library(chained('yup', [], [...checking, 'validate']));

const decorated = [
  ...[
    'IsEnum',
    'IsInt',
    'IsNumber',
    'IsUUID',
    'IsBoolean',
    'IsIn',
    'IsMongoId',
    'IsDateString',
    'IsAlphanumeric',
    'IsAlpha',
    'IsNumberString',
  ],
  ...['IsISO8601', 'IsPositive', 'IsHexadecimal', 'IsDate', 'IsDecimal', 'IsPort', 'IsHash', 'IsULID'],
];

/** Schemas of unknown make, and those whose answer is a truth or a decorator. */
export const validators = library({
  library: 'other validators',
  calls: {
    ...all(['*.parse', '*.parseAsync', '*.safeParse', '*.validateSync', '*.validateAsync'], {
      gives: { from: [0], as: 'same' },
      clears: ['nosql', 'record'],
    }),
    ...all(['qs.parse', 'querystring.parse', 'cookie.parse', 'yaml.parse', 'js-yaml.load', 'json5.parse', 'ini.parse', 'dotenv.parse'], {
      gives: { from: [0], as: 'same' },
    }),
    ...all(['ajv().compile()', 'ajv().validate', 'typebox.Value.Check'], {
      guards: [{ of: -1, by: 'clears', contexts: ['nosql'], holds: 'true' }],
    }),
    'express-validator.matchedData': { source: 'request' },
  },
  reads: Object.fromEntries(
    decorated.flatMap((word) => [`class-validator.${word}`, word].map((name) => [name, { clears: 'every' as const }])),
  ),
});
