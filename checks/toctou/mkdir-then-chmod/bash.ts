import type { OrderRule } from '../../../src/engine/check.ts';
import { isMasked, liesInClosed, modeSet } from '../../models/bash/exposure.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles } from '../../models/bash/files.ts';
import { isNextRound, placeOfEvent } from '../../models/bash/places.ts';
import { isNamedSecret } from '../../models/bash/secrecy.ts';
import type { FileEvent } from '../../models/fileEvents.ts';
import { vectors } from '../../models/vectors.ts';

/** What lies in it does not look secret. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

/** Reports directories that others can enter until their mode is set. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, fn, source }) {
    if (source.start.alone) return null;
    const { first: made, second: restrict } = pair;
    const mode = modeSet(analysis, restrict);
    if (mode === null || (mode & 0o055) === 0o055 || isNextRound(pair) || inOneLoop(made, restrict)) return null;
    const place = placeOfEvent(analysis, made);
    if (place === 'private' || place === 'device') return null;
    if (isMasked(analysis, fn, made, 0o044 & ~mode) || liesInClosed(analysis, fn, made)) return null;
    const { command, word, tolerant } = made.data;
    const text = word?.node.text ?? '';
    const secret = isNamedSecret(made) || /\.(?:ssh|gnupg)\b|private|secret/i.test(text + made.key);
    // What was there before may have been closed long ago: with `-p` it is only a first run that stands open.
    const personal = /\/(?:mail|mailbox|messages|backups?|dumps?|sessions?|credentials?|keys)$/i.test(made.key);
    if (tolerant && !secret && (mode & (personal ? 0o007 : 0o077)) !== 0) return null;
    const constant = /^[0-7]{3,4}$/.test(restrict.data.modeText ?? '') ? restrict.data.modeText : null;
    const alone = command?.name === 'mkdir' && command.arguments.length === 1 && made.at === made.origin && !tolerant;
    const name = command?.nameWord?.node;
    return {
      at: nodeOf(made),
      confidence: 'medium',
      vector: secret ? vectors.raceRead : ORDINARY,
      message: `\`${text}\` is made open to others and closed only afterwards: in between, anybody can enter it.`,
      remediation: tolerant
        ? 'Make it closed at once: `(umask 077; mkdir -p -- "$dir")`; `-m` would only reach the last directory.'
        : `Make it with its mode in one step: \`mkdir -m ${constant ?? '700'}\`.`,
      trace: [
        { at: nodeOf(made), text: `${text} is made with the default mode` },
        { at: nodeOf(restrict), text: 'only here others are shut out' },
      ],
      ...(alone && name && constant
        ? {
            fix: {
              description: `Makes the directory with mode ${constant} in one step.`,
              edits: [{ start: name.end, end: name.end, newText: ` -m ${constant}` }],
            },
          }
        : {}),
    };
  },
};

/** Where one loop makes and closes it, that was told by the loop's own name. */
function inOneLoop(made: ShellEvent, restrict: ShellEvent): boolean {
  if (!made.data.each || !restrict.data.each) return false;
  const [one, other] = [made, restrict].map(({ data }) => data.node.ancestor('for_statement'));
  return !one || !other || one.equals(other);
}
