import { type Call, type IrFunction, python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { type Analysis, analysisOf, behind, callsIn, canFollow, conditionsOf } from '../../models/python/flow.ts';
import { hasVersions, isHeldBefore, isValuable, keywordsOf, type RowOrigin, rowOrigin, textAt } from '../../models/python/rows.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { report } from './pyReport.ts';
import { judgeStatements } from './pySql.ts';

/** Last words of what writes rows back. */
const writing = new Set([
  'save',
  'asave',
  'commit',
  'flush',
  'update',
  'aupdate',
  'values',
  'execute',
  'executemany',
  'begin',
  'begin_nested',
  'merge',
  'add',
]);

/** Reports rows whose new value comes from the old one, without anything that keeps others out. */
export const py: SyntaxRules = {
  module(root, context) {
    if (!/\b(?:save|commit|update|execute|begin|values)\b/.test(root.text)) return;
    const analysis = analysisOf(context);
    if (hasVersions(root)) return;
    for (const fn of analysis.program.functionsCalling(writing)) {
      if (fn.outer === null && !/\.save\(|\bUPDATE\b/.test(root.text)) continue;
      const calls = callsIn(fn);
      judgeObjects(analysis, fn, calls, context, root);
      judgeUpdates(analysis, fn, calls, context);
      judgeStatements(analysis, fn, calls, context, root);
    }
  },
};

interface Change {
  /** The row as it is written: `account`, `self.account`. */
  readonly row: string;
  readonly field: string;
  readonly at: { readonly at: number; readonly block: number; readonly index: number };
  readonly value: number;
}

/** `row.field = …` of a function. */
function changesIn(analysis: Analysis, fn: IrFunction): Change[] {
  return fn.blocks.flatMap(({ instructions }) =>
    instructions.flatMap((one): Change[] => {
      if ((one.op !== 'assign' && one.op !== 'store') || one.field === '' || one.value < 0) return [];
      const target = textAt(analysis, one.at).replace(/\s+/g, '');
      const dot = target.lastIndexOf('.');
      return dot > 0 ? [{ row: target.slice(0, dot), field: target.slice(dot + 1), at: one, value: one.value }] : [];
    }),
  );
}

function judgeObjects(analysis: Analysis, fn: IrFunction, calls: readonly Call[], context: SyntaxContext, root: SyntaxNode): void {
  const told = new Set<string>();
  for (const change of changesIn(analysis, fn)) {
    if (told.has(change.row) || isPrivateField(change)) continue;
    const written = calls.find((call) => writesBack(analysis, fn, call, change));
    if (!written) continue;
    const origin = originOf(analysis, fn, change);
    if (origin !== 'free') continue;
    const derived = derivationOf(analysis, fn, change);
    if (!derived || isHeldBefore(analysis, fn, calls, change.at)) continue;
    const at = python.nodeOf(root.tree, change.at.at);
    if (inTestCode(at)) continue;
    told.add(change.row);
    report(context, { at: python.statementAround(at), read: derived, written: python.nodeOf(root.tree, written.at), field: change.field });
  }
}

function isPrivateField({ row, field }: Change): boolean {
  return field.startsWith('__') || /^(?:cls|settings|config|app|os|sys|logger)$/.test(row);
}

/** `row.save()` after the change, or a commit of the session it hangs on. */
function writesBack(analysis: Analysis, fn: IrFunction, call: Call, change: Change): boolean {
  if (call.word === '__enter__') {
    // `with session.begin():` writes at its end.
    const text = textAt(analysis, call.at);
    const { tree } = analysis.program;
    let at = call.at;
    while (at >= 0 && tree.names.types[tree.type[at]!] !== 'with_statement') at = tree.parent[at]!;
    return (
      at >= 0 &&
      change.at.at > at &&
      change.at.at < tree.next[at]! &&
      /[sS]ession.*begin\(|begin\(\)|[sS]ession_scope\(/.test(text.slice(0, 200))
    );
  }
  const receiver = textAt(analysis, call.at).replace(/\s+/g, '').split('(')[0]!;
  if (call.word === 'save' || call.word === 'asave') return receiver === `${change.row}.${call.word}` && canFollow(fn, change.at, call);
  if (call.word !== 'commit' && call.word !== 'flush') return false;
  return /(?:^|\.)(?:db|tx|s|sess|uow|\w*[sS]ession\w*)\.(?:commit|flush)$/.test(receiver) && canFollow(fn, change.at, call);
}

/** Where the row comes from: a read of this function, of a helper, of the method's own object. */
function originOf(analysis: Analysis, fn: IrFunction, change: Change): RowOrigin {
  const { program } = analysis;
  const { tree } = program;
  if (/^(?:self\.)?request\.user$|^current_user$|^g\.user$/.test(change.row)) return 'free';
  if (change.row === 'self') return isModelMethod(analysis, fn) ? fromCallers(analysis, fn) : null;
  let target = change.at.at;
  if (tree.names.types[tree.type[target]!] !== 'attribute') return null;
  // The object of `row.field`.
  target = target + 1;
  const value = program.valueOf(target);
  const own = rowOrigin(analysis, fn, value, change.at);
  if (own) return own;
  if (value.kind === 'variable' && value.variable.owner === fn && value.variable.parameter >= 0)
    return handedIn(analysis, fn, value.variable.parameter);
  if (value.kind !== 'field' || value.of.kind !== 'variable') return null;
  // `self.account`, set where the object was made; `order.account`, which the row it hangs on was read for.
  for (const { within, assign } of program.definitionsOf(value.of.variable)) {
    if (assign.field !== value.name || assign.value < 0) continue;
    const origin = rowOrigin(analysis, within, program.valueOf(assign.value), assign);
    if (origin) return origin;
  }
  return rowOrigin(analysis, fn, value.of, change.at);
}

/** A row that callers of this file read; nothing is known of others. */
function handedIn(analysis: Analysis, fn: IrFunction, parameter: number): RowOrigin {
  let found: RowOrigin = null;
  for (const { caller, call } of analysis.program.callsOf(fn)) {
    const given = analysis.program.argumentsOf(call)[parameter];
    if (!given || caller === fn) continue;
    if (isHeldBefore(analysis, caller, callsIn(caller), call)) return 'held';
    const origin = rowOrigin(analysis, caller, given, call);
    if (origin === 'held') return 'held';
    found ??= origin;
  }
  return found;
}

/** A method of a model: its class has an heir's name for one, or fields of a table. */
function isModelMethod(analysis: Analysis, fn: IrFunction): boolean {
  const { tree } = analysis.program;
  let at = tree.parent[fn.at]!;
  while (at >= 0 && tree.names.types[tree.type[at]!] !== 'class_definition') at = tree.parent[at]!;
  if (at < 0 || fn.name === '__init__' || fn.name === 'save') return false;
  const text = tree.text.slice(tree.start[at]!, tree.end[at]!);
  return /^class\s+\w+\s*\([^)]*Model\b/.test(text) || /=\s*models\.\w+Field\(/.test(text);
}

/** Where the file's callers hold the row, the method is safe. */
function fromCallers(analysis: Analysis, fn: IrFunction): RowOrigin {
  for (const call of analysis.program.tree.text.includes('for_update') ? callsNamed(analysis, fn.name) : []) {
    const receiver = analysis.program.receiverOf(call.call);
    if (isHeldBefore(analysis, call.caller, callsIn(call.caller), call.call)) return 'held';
    if (receiver && rowOrigin(analysis, call.caller, receiver, call.call) === 'held') return 'held';
  }
  return 'free';
}

function callsNamed(analysis: Analysis, word: string): { readonly caller: IrFunction; readonly call: Call }[] {
  return analysis.program.functionsCalling(new Set([word])).flatMap((caller) =>
    callsIn(caller)
      .filter((call) => call.word === word)
      .map((call) => ({ caller, call })),
  );
}

/** What of the row the new value hangs on: a node that reads it. Null: nothing, or the database computes it. */
function derivationOf(analysis: Analysis, fn: IrFunction, { row, field, at, value }: Change): SyntaxNode | null {
  const { program } = analysis;
  const { calls, reads } = behind(analysis, fn, program.valueOf(value), at);
  if ([...calls].some(isExpression)) return null;
  const node = nodeIn(analysis, value);
  if (reads.has(`${row}.${field}`)) return node;
  for (const condition of conditionsOf(analysis, fn, at)) {
    const asked = behind(analysis, fn, condition.value, condition.at);
    if (!asked.reads.has(`${row}.${field}`) || isOnlyPresence(nodeIn(analysis, condition.node), `${row}.${field}`)) continue;
    // `if row.x != new: row.x = new` only spares a write.
    if (isSame(nodeIn(analysis, condition.node), `${row}.${field}`, node.text)) continue;
    if (!isValuable(field)) continue;
    return nodeIn(analysis, condition.node);
  }
  return null;
}

/** `F('balance') - 1`: computed where the row is. */
function isExpression({ word }: Call): boolean {
  return /^(?:F|Case|When|Coalesce|Greatest|Least|Subquery|text|func)$/.test(word);
}

function nodeIn(analysis: Analysis, index: number): SyntaxNode {
  return python.nodeOf(analysis.program.tree, index);
}

/** A default for what is empty. */
function isOnlyPresence(condition: SyntaxNode, read: string): boolean {
  return (
    condition.type === 'comparison_operator' &&
    /\bis\b.*\bNone\b/.test(condition.text) &&
    condition.text.includes(read) &&
    !isValuable(read)
  );
}

function isSame(condition: SyntaxNode, read: string, value: string): boolean {
  if (condition.type !== 'comparison_operator') return false;
  const [left, right] = condition.namedChildren.map(({ text }) => text.replace(/\s+/g, ''));
  const given = value.replace(/\s+/g, '');
  return (left === read && right === given) || (right === read && left === given);
}

/** `update(stock=row.stock - 1)`, and `update(balance=F("balance") - n)` after a question that the statement does not repeat. */
function judgeUpdates(analysis: Analysis, fn: IrFunction, calls: readonly Call[], context: SyntaxContext): void {
  for (const call of calls) {
    if (call.word !== 'update' && call.word !== 'aupdate' && call.word !== 'values') continue;
    const node = nodeIn(analysis, call.at);
    const chain = node.text.replace(/\s+/g, '');
    if (call.word === 'values' ? !/\bupdate\(/.test(chain) : !/\.objects\b|_set\.|\.filter\(|\.query\b|queryset|\bqs\b/.test(chain))
      continue;
    if (inTestCode(node)) continue;
    const question = chain.slice(0, chain.lastIndexOf(call.word === 'values' ? '.values(' : `.${call.word}(`));
    for (const [field, value] of keywordsOf(node)) {
      if (new RegExp(`\\b${field}(?:__\\w+)?\\s*=|\\.${field}\\b`).test(question) || /\bversion\w*\s*=/.test(question)) continue;
      const from = behind(analysis, fn, analysis.program.valueOf(value.index), call);
      const suffix = `.${field}`;
      const computed = [...from.calls].some(isExpression);
      const read = computed
        ? undefined
        : [...from.reads].find((one) => one.endsWith(suffix) && isRowText(analysis, fn, calls, one.slice(0, -suffix.length)));
      const asked = read ? null : askedOf(analysis, fn, calls, call, suffix);
      if ((!read && !(asked && isValuable(field))) || isHeldBefore(analysis, fn, calls, call)) continue;
      report(context, { at: python.statementAround(node), read: asked ?? value, written: node, field });
      break;
    }
  }
}

/** A condition on the way that reads this field of a row. */
function askedOf(analysis: Analysis, fn: IrFunction, calls: readonly Call[], call: Call, suffix: string): SyntaxNode | null {
  for (const condition of conditionsOf(analysis, fn, call)) {
    const { reads } = behind(analysis, fn, condition.value, condition.at);
    const read = [...reads].find((one) => one.endsWith(suffix) && isRowText(analysis, fn, calls, one.slice(0, -suffix.length)));
    if (read) return nodeIn(analysis, condition.node);
  }
  return null;
}

/** Whether a name of this function holds a row that was read, and not held. */
function isRowText(analysis: Analysis, fn: IrFunction, calls: readonly Call[], row: string): boolean {
  if (!/^\w+$/.test(row) || row === 'self') return false;
  for (const { instructions } of fn.blocks) {
    for (const one of instructions) {
      if (one.op !== 'assign' || one.variable.name !== row || one.field !== '') continue;
      const value = one.given ?? (one.value >= 0 ? analysis.program.valueOf(one.value) : null);
      if (value && rowOrigin(analysis, fn, value, one) === 'free' && !isHeldBefore(analysis, fn, calls, one)) return true;
    }
  }
  return false;
}
