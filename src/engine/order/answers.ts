/** Whose answer a condition is: through negation, comparison with a constant, variables, and what is read off the answer. */
import type { Call, IrFunction, Program } from '../ir/program.ts';
import { partsOf, type Value } from '../ir/values.ts';
import type { ResourceKeys } from './resourceKey.ts';

export interface Answer {
  readonly call: Call;
  /** What asks on about the answer (`isFile` of `stat(p).isFile()`), or is a question itself (`exists` of `Path(p).exists()`). */
  readonly by: Call;
  /** Whether the condition holds where the answer is yes; null where it depends on it in another way. */
  readonly holds: boolean | null;
}

interface Position {
  readonly block: number;
  readonly index: number;
}

const MAX_DEPTH = 12;
const negations = new Set(['!', 'not', '-not', '-eq false']);
const equalities = new Set(['==', '===', '=', '-eq', 'is']);
const inequalities = new Set(['!=', '!==', '-ne', 'is not']);
/** With these a question was answered "no". */
export const negatives: ReadonlySet<string> = new Set(['false', 'False', 'null', 'None', 'undefined', '$false', '$null', '']);

/** The call whose answer a value is, or null where it is none or of several. */
export function answerOf(program: Program, keys: ResourceKeys, fn: IrFunction, value: Value, at: Position, depth = 0): Answer | null {
  if (depth > MAX_DEPTH) return null;
  const inner = (one: Value, where: Position = at) => answerOf(program, keys, fn, one, where, depth + 1);
  switch (value.kind) {
    case 'status':
      return { call: value.call, by: value.call, holds: true };
    case 'argument':
      return { call: value.of, by: value.of, holds: true };
    case 'result': {
      // `stats.isFile()` asks on; a call with a receiver that is no answer is a question itself.
      const receiver = program.receiverOf(value.call);
      const asked = receiver && receiver.kind !== 'function' ? inner(receiver, value.call) : null;
      return { call: asked?.call ?? value.call, by: value.call, holds: asked ? asked.holds : true };
    }
    case 'field':
    case 'element':
      return inner(value.of);
    case 'variable': {
      const reaching = keys.definitionsIn(fn).reaching(value.variable, '', at);
      const [only] = reaching;
      if (reaching.length !== 1 || only === 'entry' || !only) return null;
      const assigned = only.given ?? (only.value >= 0 ? program.valueOf(only.value) : null);
      return assigned ? inner(assigned, only) : null;
    }
    case 'operation': {
      const { operator, operands } = value;
      // A path below what a call gave is no answer of that call.
      if (operator === '/') return null;
      const [first, second] = operands;
      if (negations.has(operator) && first) return flipped(inner(first));
      if (!first || !second) return null;
      const [constant, other] = first.kind === 'literal' ? [first, second] : second.kind === 'literal' ? [second, first] : [null, null];
      if (constant && other && (equalities.has(operator) || inequalities.has(operator))) {
        const answer = inner(other);
        return negatives.has(constant.text) === equalities.has(operator) ? flipped(answer) : answer;
      }
      const answer = inner(first) ?? inner(second);
      return answer ? { ...answer, holds: null } : null;
    }
    default:
      return null;
  }
}

function flipped(answer: Answer | null): Answer | null {
  return answer ? { ...answer, holds: answer.holds === null ? null : !answer.holds } : null;
}

/** Every call that a value depends on, through variables and operations; bounded. */
export function callsBehind(program: Program, keys: ResourceKeys, fn: IrFunction, value: Value, at: Position): ReadonlySet<Call> {
  const found = new Set<Call>();
  const seen = new Set<unknown>();
  const todo: { value: Value; at: Position }[] = [{ value, at }];
  for (let next = todo.pop(); next && seen.size < MAX_VALUES; next = todo.pop()) {
    const { value: one, at: where } = next;
    switch (one.kind) {
      case 'result':
      case 'status':
      case 'argument': {
        const call = one.kind === 'argument' ? one.of : one.call;
        if (found.has(call)) break;
        found.add(call);
        const receiver = program.receiverOf(call);
        for (const inside of receiver ? [receiver, ...program.argumentsOf(call)] : program.argumentsOf(call))
          todo.push({ value: inside, at: call });
        break;
      }
      case 'variable':
        for (const definition of keys.definitionsIn(fn).reaching(one.variable, '', where)) {
          if (definition === 'entry' || seen.has(definition)) continue;
          seen.add(definition);
          const assigned = definition.given ?? (definition.value >= 0 ? program.valueOf(definition.value) : null);
          if (assigned) todo.push({ value: assigned, at: definition });
        }
        break;
      default:
        for (const part of partsOf(one)) todo.push({ value: part, at: where });
    }
  }
  return found;
}

const MAX_VALUES = 500;
