import { type OrderTable, report } from '../../../src/engine/check.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

type State = 'free' | 'asked' | 'present' | 'absent' | 'either';

const acts = [
  'create',
  'write',
  'append',
  'link',
  'restrict',
  'own',
  'remove',
  'replace',
  'move',
  'change',
  'read',
  'execute',
  'enter',
] as const;

/** Every act under an answer is one pair; after it the thing is what the act made of it. Reading leaves it as it was. */
function under(kind: string, state: State) {
  return Object.fromEntries(acts.map((act) => [act, report<State>(kind, act === 'read' ? state : 'free')]));
}

/** A question about a file, and an act on it that its answer led to. Made in one step that fails if something is there, it is ours. */
export const checkThenUse: OrderTable<State, FileEvent> = {
  start: 'free',
  moves: {
    free: { check: 'asked' },
    // No branch asks for the answer: it may have been asked by raising, or by something that is not followed. The judge decides.
    asked: { check: 'asked', yes: 'present', no: 'absent', any: 'either', secure: 'free', mkdir: 'free', ...under('unbranched', 'asked') },
    present: { check: 'asked', secure: 'free', ...under('present', 'present'), mkdir: 'free' },
    absent: { check: 'asked', secure: 'free', ...under('absent', 'absent'), mkdir: report('absent', 'free') },
    either: { check: 'asked', secure: 'free', ...under('either', 'either'), mkdir: 'free' },
  },
};
