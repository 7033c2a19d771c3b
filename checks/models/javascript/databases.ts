/** Where JavaScript programs hand text to a database. */

/** Methods that take a whole statement: counted only where the text looks like SQL. */
export const statementMethods: ReadonlySet<string> = new Set([
  'query',
  'execute',
  'exec',
  'run',
  'all',
  'get',
  'each',
  'prepare',
  'raw',
  'unsafe',
  'batch',
  'sql',
  'queryRaw',
  'executeRaw',
  '$queryRawUnsafe',
  '$executeRawUnsafe',
  'executeSql',
  'nativeQuery',
  'createNativeQuery',
  'sendNativeQuery',
  'createQuery',
  'createQueryBuilder',
  'one',
  'none',
  'any',
  'many',
  'oneOrNone',
  'manyOrNone',
  'result',
  'multi',
  'literal',
  'transaction',
]);

/** Methods that take a piece of a statement, whatever it looks like. */
export const pieceMethods: ReadonlySet<string> = new Set([
  'whereRaw',
  'orWhereRaw',
  'andWhereRaw',
  'havingRaw',
  'orHavingRaw',
  'orderByRaw',
  'groupByRaw',
  'joinRaw',
  'fromRaw',
  'selectRaw',
  'onRaw',
]);

/** Methods that take a whole statement and are called by no other name than these. */
export const rawMethods: ReadonlySet<string> = new Set(['$queryRawUnsafe', '$executeRawUnsafe']);

/** Methods of query builders that take a condition as text, or an object that is safe. */
export const conditionMethods: ReadonlySet<string> = new Set(['where', 'andWhere', 'orWhere', 'having', 'andHaving', 'orHaving']);

/** Options that carry the statement where the argument is an object. */
export const statementOptions: readonly string[] = ['text', 'sql', 'query', 'statement'];

/** Functions and methods that make a value safe in a statement, by what they are called. */
export const escapingName =
  /(?:^|\.)(?:(?:escape|quote)(?:[A-Z_]\w*)?|sqlEscape|sqlString|mysql_real_escape_string|ident|format|placeholders?|makePlaceholders|createParameter|wrapIdentifier|asIdentifier)$/;

/** What programs call the names of the database's own things; nobody outside picks those. */
export const objectName =
  /(?:table|column|schema|database|index|view|constraint|identifier|field|relation|sequence|trigger|catalog|keyspace)s?(?:_?names?)?$/i;

/** Characters that mean something inside a statement, quoted or not. */
export const sqlSyntax = '\'"`;\\()=<>*/-#\n\r ';
