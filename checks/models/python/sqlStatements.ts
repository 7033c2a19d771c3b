/** Statements in SQL that Python hands to a database, told apart as far as races on rows need it. */
import type { Call, Value } from '../../../src/engine/check.ts';
import { settled } from '../constantValues.ts';
import type { Analysis } from './flow.ts';

export type Statement =
  | { readonly kind: 'select'; readonly table: string; readonly columns: string; readonly where: string; readonly held: boolean }
  | { readonly kind: 'update'; readonly table: string; readonly set: string; readonly where: string }
  | { readonly kind: 'insert'; readonly table: string; readonly tolerant: boolean };

/** Last words of calls whose first argument is a statement. */
export const executing = new Set('execute executemany fetchrow fetchval fetch fetch_one fetch_val fetch_all fetchone fetchall'.split(' '));

/** The statement that a call hands over, read from the constant parts of its text. */
export function statementOf(analysis: Analysis, call: Call): Statement | null {
  const [first] = analysis.program.argumentsOf(call);
  const text = first ? sqlText(analysis, first) : null;
  return text === null ? null : parseStatement(text);
}

function sqlText(analysis: Analysis, given: Value, depth = 0): string | null {
  const value = settled(analysis.program, given);
  if (value.kind === 'literal') return value.text;
  if (value.kind === 'concat') return value.parts.map((part) => (part.value.kind === 'literal' ? part.value.text : '?')).join('');
  // `text("SELECT …")`.
  if (value.kind === 'result' && depth < 3) {
    const [inner] = analysis.program.argumentsOf(value.call);
    return inner && /^(?:text|SQL)$/.test(value.call.word) ? sqlText(analysis, inner, depth + 1) : null;
  }
  return null;
}

const TABLE = '["`\\[]?([\\w.]+)';
const select = new RegExp(`^\\s*SELECT\\s+([\\s\\S]{1,600}?)\\s+FROM\\s+${TABLE}([\\s\\S]*)$`, 'i');
const update = new RegExp(`^\\s*UPDATE\\s+${TABLE}["\`\\]]?\\s+SET\\s+([\\s\\S]{1,600}?)(?:\\s+WHERE\\s+([\\s\\S]*))?$`, 'i');
const insert = new RegExp(`^\\s*INSERT\\s+(OR\\s+\\w+\\s+|IGNORE\\s+)?INTO\\s+${TABLE}([\\s\\S]*)$`, 'i');

export function parseStatement(text: string): Statement | null {
  const short = text.slice(0, 3000);
  const read = select.exec(short);
  if (read) {
    const rest = read[3]!;
    return {
      kind: 'select',
      columns: read[1]!,
      table: read[2]!.toLowerCase(),
      where: rest,
      held: /\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b|WITH\s*\(\s*UPDLOCK/i.test(rest),
    };
  }
  const written = update.exec(short);
  if (written) return { kind: 'update', table: written[1]!.toLowerCase(), set: written[2]!, where: written[3] ?? '' };
  const made = insert.exec(short);
  if (!made) return null;
  return {
    kind: 'insert',
    table: made[2]!.toLowerCase(),
    tolerant: made[1] !== undefined || /ON\s+(?:CONFLICT|DUPLICATE)|WHERE\s+NOT\s+EXISTS/i.test(made[3]!),
  };
}

/** The columns that an update sets, with what each gets. */
export function assignmentsOf(set: string): readonly { readonly column: string; readonly value: string }[] {
  const found: { column: string; value: string }[] = [];
  for (const part of set.split(',')) {
    const [, column, value] = /^\s*["`[]?(\w+)["`\]]?\s*=\s*(.+?)\s*$/s.exec(part) ?? [];
    if (column !== undefined && value !== undefined) found.push({ column: column.toLowerCase(), value });
  }
  return found;
}
