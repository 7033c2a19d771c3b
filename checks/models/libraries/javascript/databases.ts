/** What hands text to a database, or a query as an object. */
import { library, type SinkModel } from '../../../../src/engine/check.ts';

type Data = Parameters<typeof library>[0];
type Model = NonNullable<Data['calls']>[string];

function all(names: readonly string[], sinks: readonly SinkModel[]): Record<string, Model> {
  return Object.fromEntries(names.map((name) => [name, { sinks: [...sinks] }]));
}

/** A whole statement, counted where the text looks like one; as an option where the argument is an object. */
const statement: readonly SinkModel[] = [
  { at: 0, context: 'sql' },
  ...['text', 'sql', 'query', 'statement'].map((option): SinkModel => ({ at: `option ${option}`, context: 'sql' })),
  { at: 1, context: 'sql', label: 'bound' },
];
/** A piece of a statement, whatever it looks like. */
const piece: readonly SinkModel[] = [{ at: 0, context: 'sql', label: 'part' }];
/** A condition as text, or an object that is safe. */
const condition: readonly SinkModel[] = [{ at: 0, context: 'sql', label: 'condition' }];
const name: readonly SinkModel[] = [{ at: 0, context: 'sql-identifier' }];

export const databases = library({
  library: 'SQL databases',
  names: {
    'sqlite3.verbose()': 'sqlite3',
    'sqlite3.Database()': 'sqlite3.Database',
    'sqlite3.cached.Database()': 'sqlite3.Database',
    'sqlite.open()': 'sqlite3.Database',
  },
  calls: {
    'sqlite3.Database.get': { sinks: statement },
    ...all(
      [
        '*.query',
        '*.execute',
        '*.executeSql',
        '*.executeMultiple',
        '*.exec',
        '*.run',
        '*.all',
        '*.each',
        '*.prepare',
        '*.batch',
        '*.nativeQuery',
        '*.createNativeQuery',
        '*.sendNativeQuery',
        '*.createQuery',
        '*.one',
        '*.none',
        '*.any',
        '*.many',
        '*.oneOrNone',
        '*.manyOrNone',
        '*.multi',
        '*.multiResult',
        '*.queryArray',
        '*.queryObject',
        '*.pragma',
        '*.simpleQuery',
        '*.queryStream',
      ],
      statement,
    ),
    ...all(
      [
        '*.raw',
        '*.unsafe',
        '*.$queryRawUnsafe',
        '*.$executeRawUnsafe',
        '*.whereRaw',
        '*.orWhereRaw',
        '*.andWhereRaw',
        '*.havingRaw',
        '*.orHavingRaw',
        '*.orderByRaw',
        '*.groupByRaw',
        '*.joinRaw',
        '*.fromRaw',
        '*.selectRaw',
        '*.onRaw',
      ],
      piece,
    ),
    ...all(
      [
        'sequelize.literal',
        'sequelize.Sequelize.literal',
        'sequelize.default.literal',
        '@prisma/client.Prisma.raw',
        'drizzle-orm.sql.raw',
        'slonik.sql.unsafe',
        'kysely.sql.raw',
      ],
      piece,
    ),
    ...all(['*.literal'], [{ at: 0, context: 'sql', label: 'literal' }]),
    ...all(['*.where', '*.andWhere', '*.orWhere', '*.having', '*.andHaving', '*.orHaving'], condition),
    ...all(['*.orderBy', '*.addOrderBy', '*.groupBy'], [{ at: 0, context: 'sql-identifier', label: 'builder' }]),
    ...all(['kysely.sql.table', 'kysely.sql.ref.unsafe'], name),
    // Values are quoted on their way in.
    'pg-format': { gives: { from: ['all'], as: 'joined' }, clears: ['sql', 'sql-identifier'] },
    'sqlstring.format': { gives: { from: [0], as: 'derived' }, clears: ['sql', 'sql-identifier'] },
    'mysql.format': { gives: { from: [0], as: 'derived' }, clears: ['sql', 'sql-identifier'] },
    'mysql2.format': { gives: { from: [0], as: 'derived' }, clears: ['sql', 'sql-identifier'] },
  },
});

const filter: readonly SinkModel[] = [
  { at: 0, context: 'nosql' },
  { at: 'option $where', context: 'code', label: 'where' },
];

/** MongoDB and what is built on it: an object in place of a value is an operator. */
export const documents = library({
  library: 'document databases',
  calls: {
    ...all(
      [
        '*.find',
        '*.findOne',
        '*.findOneAndUpdate',
        '*.findOneAndDelete',
        '*.findOneAndRemove',
        '*.findOneAndReplace',
        '*.findAndModify',
        '*.updateOne',
        '*.updateMany',
        '*.deleteOne',
        '*.deleteMany',
        '*.replaceOne',
        '*.countDocuments',
        '*.estimatedDocumentCount',
        '*.count',
        '*.exists',
        '*.remove',
        '*.$match',
      ],
      filter,
    ),
    '*.$where': { sinks: [{ at: 0, context: 'code', label: 'where' }] },
    '*.aggregate': { sinks: [{ at: 0, context: 'nosql', label: 'pipeline' }] },
    '*.mapReduce': {
      sinks: [
        { at: 0, context: 'code', label: 'where' },
        { at: 1, context: 'code', label: 'where' },
      ],
    },
    ...Object.fromEntries(
      ['mongodb.ObjectId', 'mongodb.ObjectID', 'mongoose.Types.ObjectId', 'mongoose.mongo.ObjectId', 'bson.ObjectId'].map((one) => [
        one,
        { gives: { from: [0] as const, as: 'derived' as const }, clears: 'every' as const },
      ]),
    ),
    'mongo-sanitize': { gives: { from: [0], as: 'same' }, clears: ['nosql'] },
    'express-mongo-sanitize.sanitize': { gives: { from: [0], as: 'same' }, clears: ['nosql'] },
    'mongoose.sanitizeFilter': { gives: { from: [0], as: 'same' }, clears: ['nosql'] },
  },
});

/** Directories, XML and graphs. */
export const otherQueries = library({
  library: 'other query languages',
  calls: {
    '*.search': { sinks: [{ at: 'option filter', context: 'ldap' }] },
    'ldapjs.parseFilter': { sinks: [{ at: 0, context: 'ldap' }] },
    'ldap-escape.filter': { gives: { from: ['all'], as: 'derived' }, clears: ['ldap'] },
    ...all(
      [
        'xpath.select',
        'xpath.select1',
        'xpath.parse',
        'xpath.evaluate',
        'document.evaluate',
        'xpath.useNamespaces()',
        'xpath-ts.select',
        'fontoxpath.evaluateXPath',
      ],
      [{ at: 0, context: 'xpath' }],
    ),
    ...all(
      ['graphql-request.request', 'graphql-request.default'],
      [
        { at: 1, context: 'graphql' },
        { at: 'option document', context: 'graphql' },
      ],
    ),
    ...all(['graphql.parse', 'graphql-request.gql', '@octokit/graphql.graphql', '*.graphql'], [{ at: 0, context: 'graphql' }]),
    'graphql.graphql': {
      sinks: [
        { at: 'option source', context: 'graphql' },
        { at: 1, context: 'graphql' },
      ],
    },
    '*.query': { sinks: [{ at: 'option query', context: 'graphql' }] },
    '*.mutate': { sinks: [{ at: 'option mutation', context: 'graphql' }] },
    '*.request': { sinks: [{ at: 0, context: 'graphql', label: 'text' }] },
    'JSON.stringify': { sinks: [{ at: 'option query', context: 'graphql', label: 'body' }] },
    ...all(['axios.post', 'got.post', 'superagent.post'], [{ at: 'option query', context: 'graphql', label: 'body' }]),
  },
});

/** Texts that are kept line by line. */
export const logs = library({
  library: 'logs',
  calls: all(
    [
      ...['log', 'info', 'warn', 'error', 'debug', 'trace'].map((word) => `console.${word}`),
      ...['log', 'info', 'warn', 'error', 'debug', 'trace', 'fatal'].map((word) => `log4js.getLogger().${word}`),
      'fancy-log',
      'npmlog.info',
      'npmlog.warn',
      'npmlog.error',
      'util.log',
    ],
    [{ at: 'all', context: 'log' }],
  ),
});
