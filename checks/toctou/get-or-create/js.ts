import { answerOf, decisionsOver, fieldsBehind, type OrderRule, type SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, type JavaScriptProgram, propertyOf } from '../../../src/engine/javascript.ts';
import { isLocked, runsAlone, transactionAround } from '../../models/javascript/guardedState.ts';
import { stores } from '../../models/javascript/stores.ts';
import type { StoreEvent, StoreFacts } from '../../models/storeEvents.ts';

const duplicate = /P2002|11000|23505|ER_DUP|SQLITE_CONSTRAINT|duplicate|unique|conflict|already|exists/i;
/** The schema is in the same file, and says so. */
const uniqueIndex = /unique\s*:\s*true|@unique\b|@@unique|\.unique\(|@Unique\(|@Index\([^)]*unique|UNIQUE\s*(?:\(|INDEX|KEY)|uniqueIndex\(/;

/** Whether a comparison of a number of rows with zero or one holds where there are any; null for other conditions. */
function foundWhenTrue(condition: string): boolean | null {
  const compared = /(?:length|count|size)\)?\s*(===?|!==?|>=?|<=?)\s*[01]\s*\)?$/i.exec(condition.trim());
  return compared ? /^[!>]/.test(compared[1]!) : null;
}

/** True where the error of a duplicate key is expected. */
function expectsDuplicate(insert: SyntaxNode): boolean {
  for (let at = insert.parent, inside = insert; at; inside = at, at = at.parent) {
    if (functionTypes.has(at.type)) return false;
    if (at.type === 'try_statement' && inside.field === 'body') {
      if (duplicate.test(at.child('handler')?.text.slice(0, 2000) ?? '')) return true;
    }
    if (at.type !== 'call_expression') continue;
    const callee = calleeOf(at);
    if (callee?.type === 'member_expression' && propertyOf(callee) === 'catch') {
      if (argumentsOf(at).some((given) => duplicate.test(given.text.slice(0, 2000)))) return true;
    }
  }
  return false;
}

/** Reports a row that is made because a search found none. */
export const js: OrderRule<StoreEvent, StoreFacts> = {
  binding: stores,
  judge({ previous, second }, context) {
    const { analysis, fn } = context;
    const { program, keys } = analysis;
    if (runsAlone(context.path)) return null;
    let decides = false;
    for (const { block, way } of decisionsOver(fn, second.at)) {
      if (block.next.kind !== 'branch') continue;
      const at = { block: block.index, index: block.instructions.length };
      const condition = program.valueOf(block.next.on);
      // How many there may be is another check's question.
      const text = context.node(block.next.on).text;
      if (/[<>]/.test(text) && !/[<>]=?\s*0\b/.test(text)) continue;
      if (fieldsBehind(program, keys, fn, condition, at, previous.at).size === 0) continue;
      const answer = answerOf(program, keys, fn, condition, at);
      const whenTrue = foundWhenTrue(text) ?? (answer?.call === previous.at ? answer.holds : null);
      // Made because one was found: a copy, a child.
      if (whenTrue !== null && whenTrue === (way === 'yes')) return null;
      decides = true;
    }
    if (!decides) return null;
    const insert = context.node(second.origin);
    const search = context.node(previous.origin);
    const { file } = program as JavaScriptProgram;
    if (uniqueIndex.test(context.source.text) || expectsDuplicate(insert) || isLocked(search, file)) return null;
    if (transactionAround(search) === 'serializable') return null;
    return {
      at: insert,
      trace: [
        { at: search, text: 'nothing is found here' },
        { at: insert, text: 'and made here; another request may have done the same in between' },
      ],
    };
  },
};
