/** What holds while files are touched: a private umask, a lock. */
import type { ModeChange, ModeModel, Program, Value } from '../../../src/engine/check.ts';
import { modeOfValue } from './constants.ts';

/** Modes: `group` and `others` are kept out by the umask; `locked` keeps other runs out. */
export const fileModes: ModeModel = (call, _, program) => {
  switch (call.word) {
    case 'umask': {
      const mask = modeOfValue(program, program.argumentsOf(call)[0] ?? null);
      return [
        { mode: 'group', on: mask !== null && (mask & 0o040) !== 0 },
        { mode: 'others', on: mask !== null && (mask & 0o004) !== 0 },
      ];
    }
    case '__enter__':
      return isLock(program, program.receiverOf(call)) ? locked : [];
    case 'acquire':
      return isLock(program, program.receiverOf(call)) ? locked : [];
    case 'release':
      return isLock(program, program.receiverOf(call)) ? [{ mode: 'locked', on: false }] : [];
    case 'flock':
    case 'lockf': {
      const flag = program.argumentsOf(call)[1];
      const text = flag ? program.tree.text.slice(program.tree.start[flag.at]!, program.tree.end[flag.at]!) : '';
      return [{ mode: 'locked', on: !text.includes('LOCK_UN') }];
    }
    default:
      return [];
  }
};

const locked: readonly ModeChange[] = [{ mode: 'locked', on: true }];

/** By its name, or by what made it. */
export function isLock(program: Program, value: Value | null, depth = 0): boolean {
  if (!value || depth > 4) return false;
  switch (value.kind) {
    case 'variable': {
      if (sounds.test(value.variable.name)) return true;
      const [only, more] = program.definitionsOf(value.variable);
      const assigned = only && !more ? (only.assign.given ?? (only.assign.value >= 0 ? program.valueOf(only.assign.value) : null)) : null;
      return isLock(program, assigned, depth + 1);
    }
    case 'field': {
      if (sounds.test(value.name) || isLock(program, value.of, depth + 1)) return true;
      if (value.of.kind !== 'variable') return false;
      const { name } = value;
      return program
        .definitionsOf(value.of.variable)
        .some(({ assign }) => assign.field === name && assign.value >= 0 && isLock(program, program.valueOf(assign.value), depth + 1));
    }
    case 'element':
      return isLock(program, value.of, depth + 1);
    case 'result':
      return sounds.test(program.nameOf(value.call) ?? value.call.word) || isLock(program, program.receiverOf(value.call), depth + 1);
    default:
      return false;
  }
}

const sounds =
  /(?:^|[._a-z])(?:[rw]?lock|mutex|semaphore|flock|interprocesslock|critical_section)s?(?:\b|_|$)|Lock\b|Semaphore|[lL]ock(?:ed|ing|_for|er)?$/i;
