import { type Call, type IrFunction, python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { type Analysis, analysisOf, behind, callsIn, canFollow, conditionsOf } from '../../models/python/flow.ts';
import { isHeldBefore, textAt } from '../../models/python/rows.ts';
import { executing, statementOf } from '../../models/python/sqlStatements.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

const making = new Set(['create', 'acreate', 'add', 'save', 'asave', 'add_all', 'insert', 'values', ...executing]);
const handled =
  /\b(?:IntegrityError|UniqueViolation\w*|DuplicateKeyError|DuplicateKey|DatabaseError|DBAPIError|UniqueConstraintError|Exception|Error)\b/;

/** Reports rows that are made because a search found none. */
export const py: SyntaxRules = {
  module(root, context) {
    if (!/\.objects\b|\bsession\b|\bINSERT\b|\bquery\b|\bselect\(/i.test(root.text)) return;
    const analysis = analysisOf(context);
    for (const fn of analysis.program.functionsCalling(making)) judge(analysis, fn, context, root);
  },
};

function judge(analysis: Analysis, fn: IrFunction, context: SyntaxContext, root: SyntaxNode): void {
  const calls = callsIn(fn);
  for (const call of calls) {
    const table = madeBy(analysis, fn, call, root);
    if (table === null) continue;
    const sought = calls.filter((one) => one.at !== call.at && soughtBy(analysis, one) === table && canFollow(fn, one, call));
    if (sought.length === 0) continue;
    const node = python.nodeOf(root.tree, call.at);
    const search = sought.find((one) => decides(analysis, fn, one, call, node));
    if (!search || inTestCode(node) || isAttempted(node) || isHeldBefore(analysis, fn, calls, search) || isDeclaredUnique(root, table))
      continue;
    const from = python.nodeOf(root.tree, search.at);
    context.report({
      at: node,
      remediation:
        'Put a unique constraint on what must be unique and use `get_or_create`, `INSERT … ON CONFLICT`, or catch `IntegrityError` and read again.',
      trace: [
        { at: from, text: `${quoted(from)} finds nothing` },
        { at: node, text: 'so it is made here, by each of two at once' },
      ],
    });
    return;
  }
}

/** The class or table that a call makes a row of, or null. */
function madeBy(analysis: Analysis, fn: IrFunction, call: Call, root: SyntaxNode): string | null {
  const { program } = analysis;
  const text = textAt(analysis, call.at).slice(0, 300).replace(/\s+/g, '');
  switch (call.word) {
    case 'create':
    case 'acreate':
      return /^(?:\w+\.)*?(\w+)\.(?:objects|_default_manager)\./.exec(text)?.[1] ?? null;
    case 'add':
    case 'save':
    case 'asave': {
      const isSession = /^(?:self\.)?(?:db\.)?(?:\w*[sS]ession|db|tx|s|sess)\.add\(/.test(text);
      if (call.word === 'add' && !isSession) return null;
      const made = call.word === 'add' ? program.argumentsOf(call)[0] : program.receiverOf(call);
      if (!made) return null;
      const direct = made.kind === 'result' ? [made.call] : [];
      const assigned = made.kind === 'variable' ? [...behind(analysis, fn, made, call).calls] : [];
      const maker = [...direct, ...assigned].find(({ word }) => /^[A-Z][a-z]/.test(word) && /[a-z]/.test(word));
      return maker ? maker.word : null;
    }
    default: {
      if (!executing.has(call.word)) return null;
      const statement = statementOf(analysis, call);
      if (statement?.kind === 'insert') return statement.tolerant ? null : statement.table;
      const made = /\binsert\((\w+)\)/.exec(text)?.[1] ?? null;
      return made && !/on_conflict/.test(python.nodeOf(root.tree, call.at).text) ? made : null;
    }
  }
}

const searching =
  /^(?:await)?(?:\w+\.)*?(\w+)\.(?:objects|_default_manager|query)\b[\s\S]*\.(?:get|aget|first|afirst|exists|aexists|count|acount|filter|filter_by|one_or_none|scalar|last)\(/;

/** The class or table that a call looks for a row of. */
function soughtBy(analysis: Analysis, call: Call): string | null {
  if (
    !/^(?:get|aget|first|afirst|exists|aexists|count|acount|one|one_or_none|scalar|scalars|filter|filter_by|query|select|last)$/.test(
      call.word,
    ) &&
    !executing.has(call.word)
  )
    return null;
  const text = textAt(analysis, call.at).slice(0, 600).replace(/\s+/g, '');
  const django = searching.exec(text);
  if (django) return django[1]!;
  const alchemy =
    /\bquery\((\w+)[.)]/.exec(text) ??
    /\bselect\((\w+)[.)]/.exec(text) ??
    /[sS]ession\.get\((\w+),/.exec(text) ??
    /\bselect\((\w+),/.exec(text);
  if (alchemy) return alchemy[1]!;
  const statement = executing.has(call.word) ? statementOf(analysis, call) : null;
  return statement?.kind === 'select' ? statement.table : null;
}

/** Whether the search's outcome leads to the creation: a condition on it, or the error that it found nothing. */
function decides(analysis: Analysis, fn: IrFunction, search: Call, made: Call, node: SyntaxNode): boolean {
  for (const condition of conditionsOf(analysis, fn, made)) {
    const { calls } = behind(analysis, fn, condition.value, condition.at);
    if (calls.has(search) || fetches(analysis, calls, search)) return true;
  }
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.type !== 'except_clause' || !/DoesNotExist|NoResultFound|ObjectDoesNotExist|NotFound/.test(at.child('value')?.text ?? ''))
      continue;
    const body = at.parent?.child('body');
    if (body && search.at > body.index && search.at < node.tree.next[body.index]!) return true;
  }
  return false;
}

function fetches(analysis: Analysis, calls: ReadonlySet<Call>, search: Call): boolean {
  if (!/^execute/.test(search.word)) return false;
  const cursor = textAt(analysis, search.at).split('.execute')[0];
  return [...calls].some((one) => /^fetch/.test(one.word) && one.at > search.at && textAt(analysis, one.at).split('.fetch')[0] === cursor);
}

/** The error of a duplicate is caught around the creation, or around the commit that follows it. */
function isAttempted(node: SyntaxNode): boolean {
  const fn = node.ancestor('function_definition');
  for (const attempt of (fn ?? node).descendants('try_statement')) {
    const clauses = attempt.namedChildren.filter((part) => part.type === 'except_clause');
    const catches = clauses.some((clause) => !clause.child('value') || handled.test(clause.child('value')!.text));
    if (
      catches &&
      (attempt.contains(node)
        ? attempt.child('body')!.contains(node)
        : attempt.index > node.index && /\b(?:commit|flush)\(/.test(attempt.text))
    )
      return true;
  }
  return false;
}

/** The file's own model says that something of it is unique. */
function isDeclaredUnique(root: SyntaxNode, table: string): boolean {
  for (const one of root.descendants('class_definition')) {
    if (
      one.child('name')?.text === table &&
      /unique\s*=\s*True|UniqueConstraint|unique_together|primary_key\s*=\s*True[^\n]*(?:email|name|key|slug)/.test(one.text)
    )
      return true;
  }
  const statement = new RegExp(
    `CREATE\\s+TABLE[^;]{0,40}\\b${table}\\b[^;]{0,2000}\\bUNIQUE\\b|CREATE\\s+UNIQUE\\s+INDEX[^;]{0,200}\\b${table}\\b`,
    'i',
  );
  return statement.test(root.text);
}
