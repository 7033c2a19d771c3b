/** How calls of object mappers, query builders and drivers name a table, its rows and its columns. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, type JavaScriptFile, propertyOf, unwrapAwait } from '../../../src/engine/javascript.ts';

/** One call of a fluent chain. */
export interface Link {
  readonly call: SyntaxNode;
  readonly word: string;
}

const MAX_LINKS = 40;

/** All calls of the chain that a call is part of, the first one first: `db('t').where(…).update(…)`. */
export function chainOf(call: SyntaxNode): readonly Link[] {
  const links: Link[] = [];
  for (let at: SyntaxNode | null = call, step = 0; at?.type === 'call_expression' && step < MAX_LINKS; step++) {
    const callee = calleeOf(at);
    links.unshift({ call: at, word: callee ? (propertyOf(callee) ?? callee.text.slice(0, 60)) : '' });
    const object: SyntaxNode | null = callee?.type === 'member_expression' ? callee.child('object') : null;
    at = object ? unwrapAwait(object) : null;
  }
  for (let at = call, step = 0; step < MAX_LINKS; step++) {
    const member = at.parent;
    const outer = member?.type === 'member_expression' && at.field === 'object' ? member.parent : null;
    if (!member || outer?.type !== 'call_expression') break;
    const word = propertyOf(member) ?? '';
    if (word === 'then' || word === 'catch' || word === 'finally') break;
    links.push({ call: outer, word });
    at = outer;
  }
  return links;
}

const naming = new Set([
  'from',
  'into',
  'table',
  'collection',
  'model',
  'getRepository',
  'withSchema',
  'update',
  'insert',
  'insertInto',
  'updateTable',
  'selectFrom',
]);
const managers = /(?:^|\.)(?:manager|em|entityManager|tx|trx|transaction|queryRunner|session|connection|dataSource|datastore|db|orm)$/i;

function plain(name: string): string {
  return name
    .replace(/^.*\./, '')
    .replace(/^_+|^#/, '')
    .replace(/(?:Repository|Repo|Model|Entity|Service|Dao|Table|Collection|Store)$/i, '')
    .toLowerCase()
    .replace(/_/g, '')
    .replace(/s$/, '');
}

/** The table a chain speaks of, in one spelling, or null where it names none. */
export function tableOf(call: SyntaxNode, file: JavaScriptFile): string | null {
  const links = chainOf(call);
  for (const { call: link, word } of links) {
    const [first] = argumentsOf(link);
    if (!first || !naming.has(word)) continue;
    const text = file.constantOf(first);
    if (text !== null && /^[\w.]+$/.test(text)) return plain(text);
    if (first.type === 'identifier' && (word === 'from' || links.some((other) => other.word === 'set' || other.word === 'values')))
      return plain(first.text);
  }
  const root = links[0];
  if (!root) return null;
  const callee = calleeOf(root.call);
  if (callee?.type === 'identifier') {
    const [first] = argumentsOf(root.call);
    const text = first ? file.constantOf(first) : null;
    return text !== null && /^[\w.]+$/.test(text) ? plain(text) : null;
  }
  const object = callee?.type === 'member_expression' ? callee.child('object') : null;
  if (!object || object.text.length > 100) return null;
  if (/^(?:db|knex|trx|tx|database|conn|pg|k)$/.test(root.word)) {
    const [first] = argumentsOf(root.call);
    const text = first ? file.constantOf(first) : null;
    if (text !== null) return plain(text);
  }
  const [entity] = argumentsOf(root.call);
  if (managers.test(object.text)) return entity?.type === 'identifier' && /^[A-Z]/.test(entity.text) ? plain(entity.text) : null;
  const name = object.type === 'member_expression' ? propertyOf(object) : object.type === 'identifier' ? object.text : null;
  return name === null ? null : plain(name);
}

/** An SQL statement that a call sends, values left out; null where it sends none that can be seen. */
export function sqlOf(call: SyntaxNode, file: JavaScriptFile): string | null {
  const list = call.child('arguments');
  const text = list?.type === 'template_string' ? list : argumentsOf(call)[0];
  if (!text) return null;
  const holder = text.type === 'object' ? (file.option(text, 'text') ?? file.option(text, 'sql')) : text;
  if (!holder) return null;
  const tag = unwrapAwait(holder);
  const inner = tag.type === 'call_expression' ? (tag.child('arguments') ?? tag) : tag;
  const sql =
    inner.type === 'template_string'
      ? inner.namedChildren.map((part) => (part.type === 'template_substitution' ? ' ? ' : part.text)).join('')
      : file
          .partsOf(inner)
          .map((part) => (part.kind === 'text' ? part.text : ' ? '))
          .join('');
  const tidy = sql.replace(/\s+/g, ' ').trim();
  return /^\(?(?:select|update|insert|delete|with|merge|replace)\b/i.test(tidy) ? tidy : null;
}

/** The table an SQL statement reads or changes. */
export function tableOfSql(sql: string): string | null {
  const found = /\b(?:from|update|into)\s+(?:only\s+|ignore\s+)?["`[]?([\w.]+)/i.exec(sql);
  return found ? plain(found[1]!) : null;
}

const dataWords = new Set(['set', 'update', 'values', 'data']);

/** The columns that a statement of a chain sets, in one spelling. */
export function writtenFields(call: SyntaxNode, file: JavaScriptFile): ReadonlySet<string> {
  const fields = new Set<string>();
  const sql = sqlOf(call, file);
  if (sql !== null) {
    const set = /\bset\s+(.*?)(?:\bwhere\b|\breturning\b|$)/i.exec(sql)?.[1] ?? '';
    for (const [, name] of set.matchAll(/(?:^|,)\s*["`]?(?:\w+\.)?(\w+)["`]?\s*=/g)) fields.add(columnName(name!));
    return fields;
  }
  for (const object of dataOf(call, file)) for (const name of namesIn(object, file)) fields.add(columnName(name));
  for (const { call: link, word } of chainOf(call)) {
    if (!/^(?:increment|decrement|incr|decr)/.test(word)) continue;
    for (const given of argumentsOf(link)) {
      const text = file.constantOf(given);
      if (text !== null && /^[A-Za-z_]\w*$/.test(text)) fields.add(columnName(text));
      const object = file.objectOf(given);
      if (object) for (const name of namesIn(object, file)) fields.add(columnName(name));
    }
  }
  return fields;
}

/** The object literals that say what is written. */
export function dataOf(call: SyntaxNode, file: JavaScriptFile): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const { call: link, word } of chainOf(call)) {
    const given = argumentsOf(link);
    const data = given.map((one) => file.option(one, 'data')).find((one) => one !== null);
    if (data) {
      const object = file.objectOf(data);
      if (object) found.push(object);
      continue;
    }
    if (!dataWords.has(word) && link.index !== call.index) continue;
    for (const one of given) {
      const object = file.objectOf(one);
      if (object && !file.option(object, 'where')) found.push(object);
    }
  }
  // `updateOne({ _id }, { … })`: the first of two says which, unless the second says `where`.
  return found.length === 2 && !argumentsOf(call).some((one) => file.option(one, 'where')) ? found.slice(1) : found;
}

/** Keys of an object, those inside `$set` and its kin included. */
function namesIn(object: SyntaxNode, file: JavaScriptFile): string[] {
  return object.namedChildren.flatMap((member) => {
    if (member.type === 'shorthand_property_identifier') return [member.text];
    if (member.type !== 'pair') return [];
    const key = (member.child('key')?.text ?? '').replace(/^['"]|['"]$/g, '');
    const value = member.child('value');
    const inner = key.startsWith('$') && value ? file.objectOf(value) : null;
    return inner ? namesIn(inner, file) : [key];
  });
}

/** Everything a statement says about which rows it means, as text. */
export function conditionText(call: SyntaxNode, file: JavaScriptFile): string {
  const sql = sqlOf(call, file);
  if (sql !== null) return /\bwhere\b(.*)$/i.exec(sql)?.[1] ?? '';
  const texts: string[] = [];
  const data = dataOf(call, file);
  for (const { call: link, word } of chainOf(call)) {
    const given = argumentsOf(link);
    const where = given.map((one) => file.option(one, 'where')).filter((one) => one !== null);
    texts.push(...where.map((one) => one.text));
    if (/where|filter|having|match|^(?:eq|neq|lt|lte|gt|gte|is|in|not)$/i.test(word)) texts.push(...given.map((one) => one.text));
    if (link.index !== call.index || where.length > 0) continue;
    for (const one of given) {
      const object = functionTypes.has(one.type) ? null : file.objectOf(one);
      if (object && !data.some((other) => other.equals(object))) texts.push(object.text);
    }
  }
  return texts.join(' ').slice(0, 4000);
}

/** `used_at`, `usedAt` and `"used_at"` are one column. */
export function columnName(name: string): string {
  return name.replace(/^.*\./, '').replace(/_/g, '').toLowerCase();
}
