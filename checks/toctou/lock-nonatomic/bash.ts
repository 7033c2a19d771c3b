import { wholeStatement } from '../../../src/engine/bash.ts';
import type { OrderRule, Report } from '../../../src/engine/check.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles } from '../../models/bash/files.ts';
import { isNextRound, placeOfEvent } from '../../models/bash/places.ts';
import type { FileEvent } from '../../models/fileEvents.ts';
import { namesLock } from '../../models/lockNames.ts';

/** Where only the owner's own runs can meet. */
const LOW = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L';

/** Reports locks that are taken by name after a look. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, source }) {
    const { first: check, second: taken } = pair;
    if (source.start.alone || isNextRound(pair) || check.data.asks !== 'existence') return null;
    // Without `-p` it fails if it is there.
    if (taken.event === 'mkdir' && !taken.data.tolerant) return null;
    if (!namesLock(taken.data.word?.node.text ?? '', taken.key)) return null;
    // `exec 9>"$lock"` only opens it; who holds it is flock's to say.
    if (taken.data.command?.name === 'exec') return null;
    const modes = analysis.modesAt(taken);
    if (modes.has('locked') || analysis.modesAt(check).has('locked') || (modes.has('noclobber') && taken.data.redirect)) return null;
    const place = placeOfEvent(analysis, taken);
    if (place === 'private' || place === 'device') return null;
    const path = taken.data.word?.node.text ?? '';
    const fix = fixFor(taken);
    return {
      at: nodeOf(taken),
      confidence: 'medium',
      ...(place === 'home' ? { vector: LOW } : {}),
      trace: [
        { at: nodeOf(check), text: `${check.data.word?.node.text ?? path} is looked for (\`${check.data.verb}\`)` },
        { at: nodeOf(taken), text: 'the lock is taken only here: another run can have seen nothing as well' },
      ],
      ...(fix ? { fix } : {}),
    };
  },
};

/** Writing it in a shell that refuses what is there, where the statement stands alone and makes the file by a redirection or `touch`. */
function fixFor({ data, at, origin, event }: ShellEvent): Report['fix'] {
  const { command, redirect, word } = data;
  if (!command || !word || at !== origin || command.wrappers.length > 0 || event === 'append') return undefined;
  const statement = wholeStatement(data.node);
  const simple = redirect
    ? statement.type === 'redirected_statement' && redirect.operator === '>'
    : statement.equals(data.node) && command.name === 'touch';
  if (!simple || statement.childrenOf('redirect').length > 1 || statement.text.includes('\n')) return undefined;
  const write = redirect ? statement.text : `: > ${word.node.text}`;
  return {
    description: 'Makes the lock in one step that fails if it is there, and stops then.',
    edits: [
      {
        start: statement.start,
        end: statement.end,
        newText: `(set -C; ${write}) 2> /dev/null || { echo "already locked" >&2; exit 1; }`,
      },
    ],
  };
}
