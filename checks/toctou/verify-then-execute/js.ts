import { callsBehind, type JudgeContext, type OrderRule, type Pair } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { isExposed, placeOf } from '../../models/javascript/paths.ts';
import { vectors } from '../../models/vectors.ts';
import { quoted } from '../../models/weigh.ts';

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

/** Reports files whose hash or signature decides whether they are run, and that are run by name afterwards. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge(pair, context) {
    const { first: verified, second: used } = pair;
    const { analysis, fn, node } = context;
    if (used.event !== 'execute' || used.at === verified.at || node(verified.at).start > node(used.at).start) return null;
    if (!isDecisive(pair, context) || analysis.modesAt(used).has('locked')) return null;
    const own = used.within === fn ? used : verified;
    const place = placeOf(analysis, fn, own.on, own.at);
    if (place === 'private' || place === 'home' || place === 'device') return null;
    const exposed = isExposed(place, pair.key);
    const asRoot = /\bsudo\b|getuid\W/.test(context.source.text);
    return {
      at: node(used.at),
      confidence: 'medium',
      ...(exposed && asRoot ? {} : { vector: exposed ? vectors.raceWrite : vectors.lowLocal }),
      remediation:
        'Read it once and use what was verified: run the buffer, or write the verified buffer into a directory of your own (`mkdtemp`) and run it there.',
      trace: [
        {
          at: node(verified.at),
          text: `${quoted(node(verified.at === verified.origin ? verified.on.at : verified.at.at))} is verified here`,
        },
        { at: node(used.at), text: `\`${used.data.verb}\` runs what has that name by now` },
      ],
    };
  },
};

/** Whether anything hangs on what was found: a branch, or an exception. A hash that is only shown, or names a cache, verifies nothing. */
function isDecisive({ first: verified }: FilePair, { analysis, fn }: Context): boolean {
  const { program, keys } = analysis;
  if (verified.data.raises) return true;
  const isThrown = ({ next, from, index }: (typeof fn.blocks)[number]): boolean =>
    (from.length > 0 || index === 0) && (next.kind === 'throw' || (next.kind === 'exit' && next.failed));
  if (verified.at !== verified.origin && verified.within.blocks.some(isThrown)) return true;
  return fn.blocks.some(({ next, index, instructions }) => {
    if (next.kind !== 'branch') return false;
    return callsBehind(program, keys, fn, program.valueOf(next.on), { block: index, index: instructions.length }).has(verified.at);
  });
}
