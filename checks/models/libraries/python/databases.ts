import { library, type SinkModel } from '../../../../src/engine/check.ts';

/** The first argument, or what is given by one of these names, is a statement. */
function statement(...names: readonly string[]): { sinks: SinkModel[] } {
  return { sinks: [{ at: 0, context: 'sql' }, ...names.map((name): SinkModel => ({ at: `option ${name}`, context: 'sql' }))] };
}

const executed = statement('sql', 'query', 'statement', 'operation');
/** With the values that are bound, for what a pattern makes of them. */
const bound = {
  sinks: [
    ...executed.sinks,
    { at: 1, context: 'sql', label: 'values' },
    { at: 'option params', context: 'sql', label: 'values' },
    { at: 'option parameters', context: 'sql', label: 'values' },
  ] satisfies SinkModel[],
};
const pattern = { sinks: [{ at: 0, context: 'sql', label: 'pattern' }] satisfies SinkModel[] };
const quoted = { gives: { from: [0], as: 'same' }, clears: ['sql', 'sql-identifier'] } as const;
const part = 'part';

/** Databases: cursors, connections, sessions, managers and what makes statements for them. */
export const databases = library({
  library: 'DB-API, SQLAlchemy, Django, asyncpg, pandas',
  names: {
    'sqlmodel.text': 'sqlalchemy.text',
    'sqlalchemy.sql.text': 'sqlalchemy.text',
    'sqlalchemy.sql.expression.text': 'sqlalchemy.text',
    'sqlalchemy.sql.elements.TextClause': 'sqlalchemy.text',
    'flask_sqlalchemy.SQLAlchemy.text': 'sqlalchemy.text',
    'flask_sqlalchemy.SQLAlchemy().text': 'sqlalchemy.text',
    'sqlalchemy.sql.literal_column': 'sqlalchemy.literal_column',
    'sqlalchemy.sql.expression.literal_column': 'sqlalchemy.literal_column',
    'psycopg.sql': 'psycopg2.sql',
    'django.db.models.expressions.RawSQL': 'django.db.models.RawSQL',
    'django.db.models.RawSQL': 'RawSQL',
    'pandas.io.sql': 'pandas',
    'psycopg2.extras.execute_batch': 'psycopg2.extras.execute_values',
    'pymysql.converters.escape_string': 'pymysql.escape_string',
    'MySQLdb.escape_string': 'pymysql.escape_string',
    'psycopg2.extensions.quote_ident': 'psycopg2.sql.Identifier',
    'sqlalchemy.sql.quoted_name': 'psycopg2.sql.Identifier',
  },
  calls: {
    '*.execute': bound,
    '*.like': pattern,
    '*.ilike': pattern,
    '*.executemany': executed,
    '*.executescript': statement('sql_script'),
    '*.exec_driver_sql': executed,
    '*.execute_sql': executed,
    '*.raw': statement('raw_query'),
    '*.fetch': executed,
    '*.fetchrow': executed,
    '*.fetchval': executed,
    '*.fetch_all': executed,
    '*.fetch_one': executed,
    '*.fetch_val': executed,
    '*.iterate': executed,
    '*.query': executed,
    '*.sql': executed,
    '*.mogrify': executed,
    '*.copy_expert': executed,
    '*.text': {},
    'sqlalchemy.text': statement('text'),
    'sqlalchemy.literal_column': { sinks: [{ at: 0, context: 'sql', label: part }] },
    'psycopg2.sql.SQL': statement('string'),
    'psycopg2.sql.Identifier': quoted,
    'psycopg2.sql.Literal': quoted,
    'psycopg2.extensions.adapt': quoted,
    'pymysql.escape_string': { gives: { from: [0], as: 'same' }, clears: ['sql'] },
    'psycopg2.extras.execute_values': {
      sinks: [
        { at: 1, context: 'sql' },
        { at: 'option sql', context: 'sql' },
      ],
    },
    RawSQL: statement('sql'),
    'pandas.read_sql': statement('sql'),
    'pandas.read_sql_query': statement('sql'),
    '*.extra': {
      sinks: [
        { at: 'option where', context: 'sql', label: part },
        { at: 'option tables', context: 'sql-identifier' },
        { at: 'option order_by', context: 'sql-identifier' },
        { at: 'option select', context: 'sql', label: part },
      ],
    },
    '*.quote_name': quoted,
    '*.quote_ident': quoted,
    '*.quote_identifier': quoted,
    '*.escape_literal': quoted,
    '*.escape_string': { gives: { from: [0], as: 'same' }, clears: ['sql'] },
    '*.literal': quoted,
  },
});
