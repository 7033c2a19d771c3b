/** Rows of databases in Python: Django's and SQLAlchemy's objects, and plain SQL. What reads them, holds them, writes them back. */
import { type Call, type IrFunction, python, type SyntaxNode, type Value } from '../../../src/engine/check.ts';
import { isLock } from './fileLocks.ts';
import { type Analysis, behind, type Place } from './flow.ts';

/** Calls that hold what they read until the transaction ends. */
const holding = new Set(['select_for_update', 'with_for_update', 'with_lockmode', 'nowait', 'skip_locked']);
const reading = new Set(
  (
    'get first last latest earliest aget afirst alast alatest get_object_or_404 aget_object_or_404 get_or_404 first_or_404 one one_or_none scalar scalar_one ' +
    'scalar_one_or_none scalars get_object get_or_create update_or_create aget_or_create all filter filter_by exclude iterator in_bulk query select_related unique'
  ).split(' '),
);
/** What a chain that reads rows is written on. */
const stores =
  /\.objects\b|_default_manager|_set\.|\bquery\b|\bselect\(|[sS]ession\b|\bqueryset\b|get_queryset\(|get_object(?:_or_404)?\(|\bdb\.(?:get|scalars?|query|execute)\(|\b(?:s|sess|db|tx)\.(?:get|query|execute|scalars?)\(/;

export function textAt(analysis: Analysis, node: number): string {
  const { tree } = analysis.program;
  return tree.text.slice(tree.start[node]!, tree.end[node]!);
}

export type RowOrigin = 'free' | 'held' | null;

/** Whether a value is a row read from a database, and whether it was held while it was read. */
export function rowOrigin(analysis: Analysis, fn: IrFunction, value: Value, at: Place, depth = 0): RowOrigin {
  const { program } = analysis;
  const { calls } = behind(analysis, fn, value, at);
  const reads = [...calls].some(({ word }) => reading.has(word));
  let found: RowOrigin = null;
  for (const call of calls) {
    if (holding.has(call.word) || isHeldByOption(analysis, call)) return 'held';
    const text = textAt(analysis, call.at).slice(0, 400);
    if (reads && stores.test(text) && !/request\.session\b/.test(text)) found = 'free';
    const target = program.targetOf(call);
    if (!target || target === fn || depth > 2) {
      if (/lock/i.test(call.word) && !/unlock|block/i.test(call.word)) return 'held';
      continue;
    }
    for (const { next, index, instructions } of target.blocks) {
      if (next.kind !== 'return' || next.value < 0) continue;
      const inner = rowOrigin(analysis, target, program.valueOf(next.value), { block: index, index: instructions.length }, depth + 1);
      if (inner === 'held') return 'held';
      found ??= inner;
    }
  }
  return found;
}

function isHeldByOption(analysis: Analysis, call: Call): boolean {
  const option = analysis.program.optionOf(call, 'with_for_update');
  return option !== null && !(option.kind === 'literal' && /^(?:False|None)$/.test(option.text));
}

/** A lock, a held row or a strict transaction in this function before a place: then what is read there is not changed by others. */
export function isHeldBefore(analysis: Analysis, fn: IrFunction, calls: readonly Call[], at: Call | { readonly at: number }): boolean {
  const { program } = analysis;
  for (const call of calls) {
    if (call.at >= at.at) break;
    if (holding.has(call.word) || isHeldByOption(analysis, call)) return true;
    if (call.word === '__enter__' && isWithin(analysis, call.at, at.at)) {
      const on = program.receiverOf(call);
      if (isLock(program, on) || (on && /lock|serializable|exclusive/i.test(textAt(analysis, on.at).slice(0, 200)))) return true;
    }
    if (call.word === 'acquire' && isLock(program, program.receiverOf(call))) return true;
    if (/^(?:execute|executescript|fetchrow|fetchval|set_isolation_level|execution_options|connection|begin)$/.test(call.word)) {
      const text = textAt(analysis, call.at).slice(0, 600);
      if (
        /BEGIN\s+(?:IMMEDIATE|EXCLUSIVE)|LOCK\s+TABLE|advisory(?:_xact)?_lock|SERIALIZABLE|GET_LOCK|FOR\s+(?:NO\s+KEY\s+)?UPDATE/i.test(
          text,
        )
      )
        return true;
    }
  }
  return isDecoratedHeld(analysis, fn);
}

/** In the body of the `with` statement that a call enters. */
function isWithin(analysis: Analysis, item: number, place: number): boolean {
  const { tree } = analysis.program;
  let at = item;
  while (at >= 0 && tree.names.types[tree.type[at]!] !== 'with_statement') at = tree.parent[at]!;
  return at >= 0 && place > at && place < tree.next[at]!;
}

function isDecoratedHeld(analysis: Analysis, fn: IrFunction): boolean {
  const { tree } = analysis.program;
  const holder = tree.parent[fn.at]!;
  if (holder < 0 || tree.names.types[tree.type[holder]!] !== 'decorated_definition') return false;
  const decorators = tree.text.slice(tree.start[holder]!, tree.start[fn.at]!);
  return /lock|synchroni[sz]ed|serializable|mutex/i.test(decorators);
}

/** Fields whose lost update costs something. */
export function isValuable(field: string): boolean {
  return /balance|amount|credit|money|stock|quantity|qty|inventory|quota|seat|ticket|remaining|available|capacity|coupon|voucher|points?\b|wallet|paid|refund|redeem|used|uses|usage|role|token|invite|limit|status|state|claimed|spent|reserved|allocated|sold|license|winner|vote|attempts?/i.test(
    field,
  );
}

/** Counters that nobody pays for. */
export function isHarmless(field: string): boolean {
  return /^(?:views?|hits?|visits?|seen|clicks?|downloads?|impressions|last_\w+|updated?(?:_at|_on)?|modified\w*|touched\w*|bio|name|first_name|email|avatar|title|description|slug|notes?|comment)(?:_?count(?:er)?)?$/i.test(
    field,
  );
}

/** The function or class around that says versions are compared when a row is written. */
export function hasVersions(root: SyntaxNode): boolean {
  return /version_id_col|VersionField\(|AutoIncVersionField|OptimisticLock/.test(root.text);
}

export function keywordsOf(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  return python.argumentsOf(node).named;
}
