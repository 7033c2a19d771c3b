/** What holds while files are touched: a private umask, a lock. */
import type { ModeChange, ModeModel, Program, Value } from '../../../src/engine/check.ts';
import { modeOfValue } from './constants.ts';

const locked: readonly ModeChange[] = [{ mode: 'locked', on: true }];
const released: readonly ModeChange[] = [{ mode: 'locked', on: false }];
const NOTHING: readonly ModeChange[] = [];

const modules =
  /^(?:proper-lockfile|lockfile|async-mutex|async-lock|await-lock|redlock|fs-ext|os-lock|cross-process-lock|semaphore-async-await|p-limit|p-queue|p-mutex)\b/;
const sounds = /lock|mutex|semaphore|limiter|^sem$/i;

/** Modes: `group` and `others` are kept out by the umask; `locked` keeps other runs out. */
export const fileModes: ModeModel = (call, _, program) => {
  switch (call.word) {
    case 'umask': {
      const mask = modeOfValue(program, program.argumentsOf(call)[0] ?? null);
      if (program.nameOf(call) !== 'process.umask' || program.argumentsOf(call).length === 0) return NOTHING;
      return [
        { mode: 'group', on: mask !== null && (mask & 0o040) !== 0 },
        { mode: 'others', on: mask !== null && (mask & 0o004) !== 0 },
      ];
    }
    case 'lock':
    case 'lockSync':
    case 'flock':
    case 'flockSync':
    case 'acquire':
    case 'acquireAsync':
    case 'acquireLock':
    case 'tryLock':
    case 'runExclusive':
    case 'withLock':
    case 'withFileLock':
    case 'using':
      return isLock(program, program.nameOf(call), program.receiverOf(call), call.word) ? locked : NOTHING;
    case 'unlock':
    case 'unlockSync':
    case 'release':
    case 'releaseLock':
      return released;
    default:
      return program.nameOf(call) === 'p-limit()' ? locked : NOTHING;
  }
};

/** By its module, by its name, or by what it is called on. */
function isLock(program: Program, name: string | null, receiver: Value | null, word: string): boolean {
  if (/Lock$|^runExclusive$|^flock/.test(word) || (name !== null && (modules.test(name) || sounds.test(name)))) return true;
  if (!receiver) return false;
  const { tree } = program;
  return sounds.test(tree.text.slice(tree.start[receiver.at]!, tree.end[receiver.at]!).slice(0, 200));
}
