import type { OrderRule } from '../../../src/engine/check.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isNextRound, isRootScript, placeOfEvent, placeOfKey, type ShellAnalysis } from '../../models/bash/places.ts';
import type { FileEvent, Place } from '../../models/fileEvents.ts';
import { vectors } from '../../models/vectors.ts';

/** Reports files that are verified by name, then run, installed or copied to where programs are, by name. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, fn, source }) {
    const { first: verified, second: used } = pair;
    if (source.start.alone || isNextRound(pair) || verified.at.at > used.at.at) return null;
    if (!isUse(analysis, used) || analysis.modesAt(used).has('locked')) return null;
    if (placeAt(analysis, fn, used) !== 'shared' && !mayBeOthers(verified)) return null;
    const path = verified.data.word?.node.text ?? '';
    const root = used.data.command?.wrappers.includes('sudo') || isRootScript(shellProgram(analysis));
    return {
      at: nodeOf(used),
      confidence: 'medium',
      ...(root ? {} : { vector: vectors.raceWrite }),
      trace: [
        { at: nodeOf(verified), text: `${path} is verified (\`${verified.data.verb}\`)` },
        { at: nodeOf(used), text: 'and used by name only here: by now it can be another file' },
      ],
    };
  },
};

/** Who asks whose a file is takes it that others can write there; where programs are kept, they cannot. */
function mayBeOthers({ data, key }: ShellEvent): boolean {
  return data.verb === 'stat' && /^\/(?:srv|var|mnt|media|data|net|nfs)\/./.test(key);
}

/** Running and installing is a use; copying and moving are where they lead out of the reach of others. */
function isUse(analysis: ShellAnalysis, { event, data, within, origin }: ShellEvent): boolean {
  if (event === 'execute') return true;
  if (!/^(?:cp|mv|install)$/.test(data.verb) || !data.other) return false;
  const key = analysis.keys.keyOf(within, shellProgram(analysis).wordValue(data.other), origin);
  const place = key === null ? 'unknown' : placeOfKey(analysis, key);
  return place === 'system' || place === 'home';
}

/** A relative path lies where the script went before. */
function placeAt(analysis: ShellAnalysis, fn: ShellEvent['within'], event: ShellEvent): Place {
  const place = placeOfEvent(analysis, event);
  if (place !== 'unknown' || /^[/⟨]/.test(event.key)) return place;
  const gone = analysis
    .eventsOf(fn)
    .findLast((one) => one.event === 'enter' && one.at.at < event.at.at && /^(?:cd|pushd)$/.test(one.data.verb));
  return gone ? placeOfEvent(analysis, gone) : place;
}
