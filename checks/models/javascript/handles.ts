/** Open files: which path a handle stands for, and what is put into it. */
import type { Call, IrFunction, Program, Value } from '../../../src/engine/check.ts';

const opening = new Set(['open', 'openSync']);
const MAX_DEPTH = 6;

/** The path that a handle or a descriptor was opened by. */
export function handleOf(program: Program, value: Value, depth = 0): Value | null {
  if (depth > MAX_DEPTH) return null;
  switch (value.kind) {
    case 'variable': {
      // The last one before the use: handles are often called the same. `let` without a value says nothing.
      const definition = program
        .definitionsOf(value.variable)
        .findLast(({ assign }) => assign.at < value.at && (assign.given !== null || assign.value >= 0));
      const assigned =
        definition && (definition.assign.given ?? (definition.assign.value >= 0 ? program.valueOf(definition.assign.value) : null));
      return assigned ? handleOf(program, assigned, depth + 1) : null;
    }
    case 'argument':
      return value.index === 1 && isOpening(program, value.of) ? (program.argumentsOf(value.of)[0] ?? null) : null;
    case 'result':
      return isOpening(program, value.call) ? (program.argumentsOf(value.call)[0] ?? null) : null;
    default:
      return null;
  }
}

function isOpening(program: Program, call: Call): boolean {
  return (
    opening.has(call.word) &&
    /^(?:fs|graceful-fs|fs-extra|original-fs|mz\/fs)(?:\.promises)?\.open(?:Sync)?$/.test(program.nameOf(call) ?? '')
  );
}

const restricting = /^f?ch(?:mod|own)(?:Sync)?$|^close(?:Sync)?$/;
const using = /^(?:f?ch(?:mod|own)|close|write|writev|writeFile|appendFile)(?:Sync)?$/;

/** Whether a file that is opened for writing is restricted (or closed) before anything is put into it. */
export function isFilledLater(program: Program, call: Call, fn: IrFunction): boolean {
  let first: Call | null = null;
  for (const { instructions } of fn.blocks) {
    for (const one of instructions) {
      if (one.op !== 'call' || one.at <= call.at || !using.test(one.word) || (first && first.at < one.at)) continue;
      const handle = program.receiverOf(one) ?? program.argumentsOf(one)[0];
      if (handle && handleOf(program, handle)?.at === program.argumentsOf(call)[0]?.at) first = one;
    }
  }
  return first !== null && restricting.test(first.word);
}
