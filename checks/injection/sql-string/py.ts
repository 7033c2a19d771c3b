import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { vectors } from '../../models/vectors.ts';
import { type Culprit, culpritsOf, isBuilt, traceOf } from '../../models/weigh.ts';
import { looksLikeSql, standsForName, textOf } from './sqlText.ts';

/** Methods of cursors, connections, sessions and managers that take a statement, and where they take it. */
const methods: Readonly<Record<string, number>> = {
  execute: 0,
  executemany: 0,
  executescript: 0,
  exec_driver_sql: 0,
  execute_sql: 0,
  raw: 0,
  fetch: 0,
  fetchrow: 0,
  fetchval: 0,
  fetch_all: 0,
  fetch_one: 0,
  query: 0,
  sql: 0,
  mogrify: 0,
  copy_expert: 0,
  read_sql: 0,
  read_sql_query: 0,
  RawSQL: 0,
  SQL: 0,
  text: 0,
  execute_values: 1,
  execute_batch: 1,
};

const keywords = ['sql', 'query', 'statement', 'operation', 'command', 'raw_query', 'text'];

const question: python.Question = {
  clears: (name) =>
    /(?:^|[._])(?:quote|quote_?(?:ident|identifier|name|literal|table|column|value|string)|quoted_name|Identifier|Literal|Placeholder|mogrify|adapt|escape_(?:string|literal|identifier)|real_escape_string)$/.test(
      name,
    ),
};

/** Reports statements whose text holds a value, wherever it was put together in the file. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, [...Object.keys(methods), 'extra'])) {
      for (const statement of statementsOf(file, call)) judge(file, call, statement, context);
      for (const condition of conditionsOf(file, call)) judge(file, call, condition, context, true);
    }
  },
};

function statementsOf(file: PythonFile, call: SyntaxNode): readonly SyntaxNode[] {
  const callee = call.child('function')!;
  const name = file.values.callee(call);
  const method = /[^.|]*$/.exec(name ?? '')?.[0] || (callee.child('attribute')?.text ?? callee.text);
  const args = python.argumentsOf(call);
  if (method === 'extra') {
    return ['tables', 'order_by', 'select'].flatMap((key) => elementsOf(file, args.named.get(key)));
  }
  const position = methods[method];
  if (position === undefined) return [];
  // Functions of these names are sinks only where they are known to come from a database package.
  if (/^(?:text|SQL)$/.test(method) && !/(?:sqlalchemy|sqlmodel|psycopg\d?)\b.*(?:text|SQL)$|SQLAlchemy\(\)\.text$/.test(name ?? ''))
    return [];
  if (callee.type === 'identifier' && !/^(?:text|SQL|RawSQL|read_sql|read_sql_query|execute_values|execute_batch)$/.test(method)) return [];
  const statement = python.argument(args, position, ...keywords);
  return statement ? [statement] : [];
}

/** What is put behind `WHERE` as it stands: SQL by its place, whatever it begins with. */
function conditionsOf(file: PythonFile, call: SyntaxNode): readonly SyntaxNode[] {
  const callee = call.child('function');
  if (callee?.child('attribute')?.text !== 'extra') return [];
  return elementsOf(file, python.argumentsOf(call).named.get('where'));
}

function elementsOf(file: PythonFile, value: SyntaxNode | undefined): readonly SyntaxNode[] {
  return value ? (file.values.elements(value) ?? [value]) : [];
}

function judge(file: PythonFile, call: SyntaxNode, statement: SyntaxNode, context: SyntaxContext, isCondition = false): void {
  const pieces = file.values.pieces(statement, question);
  const culprits = culpritsOf(pieces);
  if (culprits.length === 0 || !(isCondition ? isBuilt(pieces) : looksLikeSql(textOf(pieces)))) return;
  const worst = culprits.find((culprit) => !isOfNoInterest(pieces, culprit));
  if (!worst) return;
  const outside = worst.by === 'request' || worst.by === 'remote';
  const own = worst.by === 'argument' || worst.by === 'input' || worst.by === 'environment';
  context.report({
    at: call,
    confidence: outside || worst.by === 'argument' || worst.by === 'input' ? 'high' : 'medium',
    vector: outside ? vectors.sql : own ? vectors.sqlOwn : standsForName(pieces, worst.at) ? vectors.sqlName : vectors.sqlWithAccount,
    trace: traceOf(worst, call, 'and the database parses it'),
  });
}

/** Names of tables and columns that the program computes are its own affair, until somebody outside has a say. */
function isOfNoInterest(pieces: readonly python.Piece[], culprit: Culprit): boolean {
  const own = culprit.by === 'unknown' || culprit.by === 'environment' || (culprit.by === 'caller' && culprit.at.type === 'attribute');
  return own && (standsForName(pieces, culprit.at) || (culprit.by !== 'caller' && isWholeStatement(pieces, culprit.at)));
}

function isWholeStatement(pieces: readonly python.Piece[], at: SyntaxNode): boolean {
  const position = pieces.findIndex((piece) => piece.at.equals(at));
  return pieces.slice(0, position).every((piece) => piece.kind === 'text' && piece.text.trim() === '');
}
