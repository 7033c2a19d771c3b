import type { JudgeContext, OrderEvent, OrderRule, Report, SyntaxNode } from '../../../src/engine/check.ts';
import type { JavaScriptProgram } from '../../../src/engine/javascript.ts';
import { isLocked, runsAlone, transactionAround } from '../../models/javascript/guardedState.ts';
import { stores } from '../../models/javascript/stores.ts';
import type { StoreEvent, StoreFacts } from '../../models/storeEvents.ts';
import { vectors } from '../../models/vectors.ts';
import { countRace, keyRace, memoryRace, type Race, rowRace } from './dependence.ts';

type Event = OrderEvent<StoreEvent, StoreFacts>;
type Context = JudgeContext<StoreEvent, StoreFacts>;

const races: Readonly<Record<StoreFacts['medium'], (read: Event, write: Event, at: SyntaxNode, context: Context) => Race | null>> = {
  memory: memoryRace,
  key: keyRace,
  row: rowRace,
  count: countRace,
};

/** The library sees to it that a row that has changed is not saved. */
const optimistic = /optimisticConcurrency|@VersionColumn|\bversion:\s*true\b/;

function reportOf(read: Event, write: Event, context: Context): Report | null {
  const at = context.node(write.origin);
  const from = context.node(read.origin);
  const { medium } = read.data;
  if ((medium !== write.data.medium && medium !== 'count') || (medium !== 'memory' && runsAlone(context.path))) return null;
  if (write.event === 'insert' && medium !== 'count' && medium !== 'row') return null;
  // A new row goes by how many were found; whether there was one is for get-or-create.
  const race = (write.event === 'insert' ? countRace : races[medium])(read, write, at, context);
  const { file } = context.analysis.program as JavaScriptProgram;
  if (!race || isLocked(from, file) || isLocked(context.node(read.at), file)) return null;
  const transaction = medium === 'memory' ? null : transactionAround(from);
  if (transaction === 'serializable' || (medium === 'row' && optimistic.test(context.source.text))) return null;
  const what = { memory: `\`${read.data.verb}\``, key: 'the key', count: 'how many there are', row: 'the row' }[medium];
  return {
    at,
    ...(transaction === 'plain' || race === 'harmless' ? { vector: vectors.raceStateLow } : {}),
    ...(transaction === 'plain'
      ? { message: 'A transaction at the usual isolation lets another one change this between the reading and the writing.' }
      : {}),
    trace: [
      { at: from, text: `${what} is read` },
      { at, text: `by the time \`${write.data.verb}\` happens, others may have changed it` },
    ],
  };
}

/** Readings that a finding speaks of already. */
const told = new WeakMap<object, Set<number>>();

/** Reports a write that goes by what was seen before others ran. */
export const js: OrderRule<StoreEvent, StoreFacts> = {
  binding: stores,
  judge({ first, previous, second }, context) {
    const known = told.get(context.analysis) ?? new Set<number>();
    told.set(context.analysis, known);
    for (const read of new Set([previous, first])) {
      if ((read.event !== 'read' && read.event !== 'fetch') || known.has(read.origin.at)) continue;
      const found = reportOf(read, second, context);
      if (!found) continue;
      known.add(read.origin.at);
      return found;
    }
    return null;
  },
};
