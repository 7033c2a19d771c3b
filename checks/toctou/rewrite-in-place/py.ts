import type { OrderRule } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { pythonFiles } from '../../models/python/fileEvents.ts';
import { behind } from '../../models/python/flow.ts';
import { placeOf } from '../../models/python/paths.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** Reports files whose content is read, changed and written over the old one. */
export const py: OrderRule<FileEvent, FileFacts> = {
  binding: pythonFiles,
  judge({ first: read, second: written }, { analysis, fn, node }) {
    const at = node(written.at);
    if (read.within !== fn || written.within !== fn || inTestCode(at) || written.data.exclusive) return null;
    if (analysis.modesAt(written).has('locked') || placeOf(analysis, fn, written.on, written.at) === 'private') return null;
    const made = (written.data.content ?? []).some((content) => {
      const { calls } = behind(analysis, fn, content, { block: written.at.block, index: Number.MAX_SAFE_INTEGER });
      return [...calls].some(
        (call) =>
          call.at === read.at.at ||
          (call.at > read.at.at && call.at < written.at.at && /^(?:load|safe_load|loads|read|reader)$/.test(call.word)),
      );
    });
    if (!made) return null;
    return {
      at,
      confidence: 'medium',
      remediation:
        'Write a temporary file in the same directory and `os.replace` it over the old one; where several runs change it, hold a lock over both.',
      trace: [
        { at: node(read.at), text: `${quoted(node(read.on.at))} is read` },
        { at, text: 'and written over with what was made of it' },
      ],
    };
  },
};
