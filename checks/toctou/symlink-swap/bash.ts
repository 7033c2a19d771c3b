import { wholeStatement } from '../../../src/engine/bash.ts';
import type { OrderRule, Report } from '../../../src/engine/check.ts';
import { hasOption } from '../../models/bash/commandActs.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles } from '../../models/bash/files.ts';
import { isNextRound, placeOfEvent } from '../../models/bash/places.ts';
import type { FileEvent } from '../../models/fileEvents.ts';
import { namesLock } from '../../models/lockNames.ts';

/** Reports links that are removed and made again. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, source }) {
    const { previous: gone, second: made } = pair;
    const command = made.data.command;
    if (source.start.alone || made.data.verb !== 'ln' || !command || !hasOption(command, /^(?:-\w*s|--symbolic)/)) return null;
    if (isNextRound(pair) || gone.data.recursive || analysis.modesAt(made).has('locked')) return null;
    // A link that is a lock is meant to be gone in between.
    if (namesLock(made.key)) return null;
    const place = placeOfEvent(analysis, made);
    if (place === 'private' || place === 'device') return null;
    const path = made.data.word?.node.text ?? '';
    const fix = fixFor(gone, made);
    return {
      at: nodeOf(made),
      confidence: 'medium',
      trace: [
        { at: nodeOf(gone), text: `${path} is taken away` },
        { at: nodeOf(made), text: 'and made again only here: in between there is none, or one of somebody else' },
      ],
      ...(fix ? { fix } : {}),
    };
  },
};

/** `rm -f f` and `ln -s t f` on two lines become one `ln -sfn t f`. */
function fixFor(gone: ShellEvent, made: ShellEvent): Report['fix'] {
  const [removing, linking] = [gone.data.command, made.data.command];
  if (!removing || !linking || gone.data.verb !== 'rm' || gone.at !== gone.origin || made.at !== made.origin) return undefined;
  if (removing.wrappers.join() !== linking.wrappers.join()) return undefined;
  const [first, second] = [wholeStatement(removing.node), wholeStatement(linking.node)];
  const option = linking.arguments.find((word) => /^-[sv]+$/.test(word.node.text));
  const { text } = first.tree;
  const between = text.slice(first.end, second.start);
  const alone = first.equals(removing.node) && second.equals(linking.node) && /^[\t ]*\n[\t ]*$/.test(between);
  if (!alone || !option || removing.arguments.filter((word) => !word.node.text.startsWith('-')).length !== 1) return undefined;
  return {
    description: 'Puts the new link in the place of the old one; GNU ln does so in one step.',
    edits: [
      { start: first.start, end: second.start, newText: '' },
      { start: option.node.end, end: option.node.end, newText: 'fn' },
    ],
  };
}
