import type { OrderRule } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { placeOf } from '../../models/javascript/paths.ts';
import { quoted } from '../../models/weigh.ts';

/** Reports links that are deleted and made anew under the same name. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge(pair, { analysis, fn, node }) {
    const { first: gone, second: made } = pair;
    if (made.event !== 'link' || !made.data.verb.startsWith('symlink') || gone.event !== 'remove') return null;
    if (node(gone.at).start > node(made.at).start || analysis.modesAt(made).has('locked')) return null;
    const own = made.within === fn ? made : gone;
    const place = placeOf(analysis, fn, own.on, own.at);
    if (place === 'private' || place === 'device') return null;
    return {
      at: node(made.at),
      confidence: 'medium',
      remediation: 'Make the new link under another name beside it and `rename` it over the old one: that is one step.',
      trace: [
        { at: node(gone.at), text: `${quoted(node(gone.at === gone.origin ? gone.on.at : gone.at.at))} is deleted` },
        { at: node(made.at), text: 'and made again only here; in between there is none' },
      ],
    };
  },
};
