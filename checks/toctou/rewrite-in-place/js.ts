import { callsBehind, type JudgeContext, type OrderRule, type Pair } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts, Place } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { placeOf } from '../../models/javascript/paths.ts';
import { quoted } from '../../models/weigh.ts';

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

/** Names of files that several programs or runs keep their common state in. */
const common =
  /(?:^|[^a-z])(?:state|db|database|queue|ledger|balances?|counters?|sessions?|registry|accounts?|users|quota|inventory|leases?|jobs|store)(?:\.(?:json|ya?ml|txt|csv|ndjson|db))?$/i;

/** Reports files that others use too and that are read, changed and written over where they lie. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge(pair, context) {
    const { first: read, second: written } = pair;
    const { analysis, fn, node } = context;
    if (written.event !== 'write' || written.data.exclusive || written.data.byHandle) return null;
    if (node(read.at).start > node(written.at).start || !comesFrom(pair, context)) return null;
    if (analysis.modesAt(written).has('locked') || analysis.modesAt(read).has('locked')) return null;
    const own = written.within === fn ? written : read;
    if (!isCommon(placeOf(analysis, fn, own.on, own.at), pair.key)) return null;
    return {
      at: node(written.at),
      confidence: 'medium',
      remediation:
        'Write a new file in the same directory and `rename` it over the old one; where several programs change it, hold a lock over reading and writing.',
      trace: [
        { at: node(read.at), text: `${quoted(node(read.at === read.origin ? read.on.at : read.at.at))} is read` },
        { at: node(written.at), text: 'and emptied and written over here with what was made of it' },
      ],
    };
  },
};

/** In a directory of the system or of everybody, or by its name the state of more than one. A package's own files are nobody else's. */
function isCommon(place: Place, key: string): boolean {
  if (place === 'system' || place === 'shared') return true;
  return place === 'unknown' && common.test(key);
}

/** Whether what is written was made of what was read. */
function comesFrom({ first: read, second: written, key }: FilePair, { analysis, fn }: Context): boolean {
  const { program, keys } = analysis;
  const reads = new Set(analysis.eventsOf(fn).flatMap((one) => (one.event === 'read' && one.key === key ? [one.at] : [])));
  if (!reads.has(read.at) || reads.has(written.at)) return false;
  return program
    .argumentsOf(written.at)
    .some((given) => [...callsBehind(program, keys, fn, given, written.at)].some((call) => reads.has(call)));
}
