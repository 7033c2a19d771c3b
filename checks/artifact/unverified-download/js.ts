import type { OrderRule } from '../../../src/engine/check.ts';
import { javaScriptFile } from '../../../src/engine/javascript.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { writesRemote } from '../../models/javascript/remote.ts';

/** Whatever compares a download with something, or has somebody else do it. */
const comparing =
  /createHash|createVerify|checksum|sha(?:1|2|256|384|512)|md5|integrity|verif|signature|minisign|cosign|gpg|digest|hasha|ssri/i;

/** Reports files that are filled from the network and then run, where nothing in the file compares them. */
export const js: OrderRule<FileEvent, FileFacts> = {
  binding: javaScriptFiles,
  judge({ first: written, second: used }, context) {
    const { node } = context;
    const file = context.shared(javaScriptFile);
    const origin = node(written.origin);
    if (used.event !== 'execute' || !writesRemote(origin, file) || file.calls.where((name) => comparing.test(name)).length > 0) return null;
    return {
      at: node(used.at),
      confidence: 'high',
      trace: [
        { at: origin, text: 'filled with what another machine answered' },
        { at: node(used.at), text: `\`${used.data.verb}\` runs it` },
      ],
    };
  },
};
