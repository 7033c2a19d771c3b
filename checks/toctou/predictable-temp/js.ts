import { lensOf, type OrderEvent, type SyntaxRules } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { javaScriptFiles } from '../../models/javascript/fileEvents.ts';
import { isForeseen, PathPieces } from '../../models/javascript/pathPieces.ts';
import { nodeOf } from '../../models/javascript/program.ts';

const shared = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)\/+[^/]/;

/** Acts that do not mind what they find: no exclusive flag, a folder that may be there already. */
function takesWhatItFinds({ event, data }: OrderEvent<FileEvent, FileFacts>): boolean {
  if (data.exclusive || data.byHandle) return false;
  return event === 'write' || event === 'append' || event === 'create' || (event === 'mkdir' && data.tolerant === true);
}

/** Reports writes to names under a shared temporary directory that can be foreseen. */
export const js: SyntaxRules = {
  program(_, context) {
    if (!/tmp|shm|temp/i.test(context.source.text)) return;
    const analysis = context.shared(lensOf(javaScriptFiles));
    const pieces = new PathPieces(analysis);
    const node = (index: number) => nodeOf(analysis.program, index);
    for (const fn of analysis.functions) {
      for (const event of analysis.eventsOf(fn)) {
        if (event.at !== event.origin || !takesWhatItFinds(event)) continue;
        const parts = pieces.of(fn, event.on, event.at);
        const text = parts.map((piece) => piece.text).join('');
        if (!isForeseen(parts) || !shared.test(text.slice(0, 400))) continue;
        context.report({
          at: node(event.at.at),
          remediation:
            'Make a directory of your own first, `mkdtempSync(join(tmpdir(), "app-"))`, and write below it; or create with `{ flag: "wx" }` under a random name.',
          trace: [
            { at: node(parts[0]!.at), text: 'a name in a directory of all users, and it can be foreseen' },
            { at: node(event.at.at), text: `\`${event.data.verb}\` writes to whatever stands there` },
          ],
        });
      }
    }
  },
};
