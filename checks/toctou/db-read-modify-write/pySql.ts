/** `SELECT`, then `UPDATE` of what was read, as plain statements. */
import { type Call, type IrFunction, python, type SyntaxContext, type SyntaxNode } from '../../../src/engine/check.ts';
import { type Analysis, behind, canFollow, conditionsOf } from '../../models/python/flow.ts';
import { isHeldBefore, isValuable } from '../../models/python/rows.ts';
import { assignmentsOf, executing, type Statement, statementOf } from '../../models/python/sqlStatements.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { report } from './pyReport.ts';

interface Read {
  readonly call: Call;
  readonly statement: Statement & { readonly kind: 'select' };
}

export function judgeStatements(
  analysis: Analysis,
  fn: IrFunction,
  calls: readonly Call[],
  context: SyntaxContext,
  root: SyntaxNode,
): void {
  const reads: Read[] = [];
  for (const call of calls) {
    if (!executing.has(call.word)) continue;
    const statement = statementOf(analysis, call);
    if (statement?.kind === 'select') reads.push({ call, statement });
    if (statement?.kind !== 'update') continue;
    const earlier = reads.filter(({ call: read, statement: { table } }) => table === statement.table && canFollow(fn, read, call));
    if (earlier.length === 0 || earlier.some((one) => one.statement.held)) continue;
    const found = raceOf(analysis, fn, calls, call, statement, earlier);
    const node = python.nodeOf(root.tree, call.at);
    if (!found || inTestCode(node) || isHeldBefore(analysis, fn, calls, call)) continue;
    const read = python.nodeOf(root.tree, found.read.call.at);
    report(context, { at: python.statementAround(node), read, written: node, field: found.column });
  }
}

/** The column whose new value, or whose change at all, hangs on what was read, if the statement does not ask again. */
function raceOf(
  analysis: Analysis,
  fn: IrFunction,
  calls: readonly Call[],
  call: Call,
  { set, where }: Statement & { readonly kind: 'update' },
  reads: readonly Read[],
): { readonly read: Read; readonly column: string } | null {
  if (/\bversion\b|\betag\b/i.test(where)) return null;
  const given = analysis.program.argumentsOf(call).slice(1);
  for (const { column, value } of assignmentsOf(set)) {
    if (new RegExp(`\\b${column}\\b`, 'i').test(where)) continue;
    const read = reads.find(({ statement }) => new RegExp(`\\b${column}\\b|\\*`, 'i').test(statement.columns));
    if (!read) continue;
    const isRelative = new RegExp(`\\b${column}\\b`, 'i').test(value);
    // A value that was computed here of what was read: of the placeholders only those of this column would be right, so all count.
    if (
      !isRelative &&
      /[?%:$]/.test(value) &&
      given.some((one) => dependsOn(analysis, fn, calls, behindValue(analysis, fn, one, call), read))
    ) {
      if (isComputed(analysis, fn, given, call, calls, read)) return { read, column };
    }
    if (!isValuable(column) && !isRelative) continue;
    if (
      conditionsOf(analysis, fn, call).some(
        ({ value: asked, at, node }) =>
          asksForMore(analysis, node) && dependsOn(analysis, fn, calls, behind(analysis, fn, asked, at).calls, read),
      )
    )
      return { read, column };
  }
  return null;
}

function behindValue(analysis: Analysis, fn: IrFunction, value: Parameters<typeof behind>[2], call: Call): ReadonlySet<Call> {
  return behind(analysis, fn, value, call).calls;
}

/** A question about the row's values, not only whether there is a row. */
function asksForMore(analysis: Analysis, condition: number): boolean {
  const node = python.nodeOf(analysis.program.tree, condition);
  return node.type !== 'identifier' && !/\bis\s+(?:not\s+)?None\s*$/.test(node.text);
}

/** Somewhere between the read and the write something is computed: an operator, not only an id handed on. */
function isComputed(
  analysis: Analysis,
  fn: IrFunction,
  given: readonly Parameters<typeof behind>[2][],
  call: Call,
  calls: readonly Call[],
  read: Read,
): boolean {
  const { program, keys } = analysis;
  const todo = given.map((value) => ({ value, at: call as { readonly block: number; readonly index: number } }));
  const seen = new Set<unknown>();
  for (let next = todo.pop(); next && seen.size < 200; next = todo.pop()) {
    const { value, at } = next;
    if (seen.has(value)) continue;
    seen.add(value);
    const isOperator = (value.kind === 'operation' && /^[-+*/%]|\/\/$/.test(value.operator)) || value.kind === 'concat';
    if (isOperator && dependsOn(analysis, fn, calls, behind(analysis, fn, value, at).calls, read)) return true;
    if (value.kind === 'list') for (const item of value.items) todo.push({ value: item, at });
    else if (value.kind === 'record') for (const item of value.entries.values()) todo.push({ value: item, at });
    else if (value.kind === 'result') for (const item of program.argumentsOf(value.call)) todo.push({ value: item, at: value.call });
    else if (value.kind === 'choice') for (const item of value.among) todo.push({ value: item, at });
    else if (value.kind === 'variable') {
      for (const definition of keys.definitionsIn(fn).reaching(value.variable, '', at)) {
        if (definition === 'entry') continue;
        const assigned = definition.given ?? (definition.value >= 0 ? program.valueOf(definition.value) : null);
        if (assigned) todo.push({ value: assigned, at: definition });
      }
    }
  }
  return false;
}

/** Whether calls include the read, or the fetch of its result through the same cursor. */
function dependsOn(analysis: Analysis, _: IrFunction, calls: readonly Call[], from: ReadonlySet<Call>, { call: read }: Read): boolean {
  if (from.has(read)) return true;
  const { program } = analysis;
  const { tree } = program;
  const receiverText = (call: Call): string => {
    const text = tree.text.slice(tree.start[call.at]!, tree.end[call.at]!);
    return text.slice(0, text.indexOf(`.${call.word}`));
  };
  for (const one of from) {
    if (!/^fetch(?:one|all|many|val|row)?$/.test(one.word) || one.at < read.at) continue;
    const cursor = receiverText(one);
    if (cursor !== receiverText(read)) continue;
    const between = calls.some(
      (call) => call.at > read.at && call.at < one.at && /^execute/.test(call.word) && receiverText(call) === cursor,
    );
    if (!between) return true;
  }
  return false;
}
