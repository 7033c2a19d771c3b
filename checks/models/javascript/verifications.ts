/** What looks at a file's content to tell whether it is the right one: hashes, signatures, programs that verify. */
import type { Act, Call, IrFunction, Program, Value } from '../../../src/engine/check.ts';
import { settled, textOf } from '../constantValues.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';

type JavaScriptAct = Act<FileEvent, FileFacts>;

export const verifyingWords: readonly string[] = [
  'digest',
  'verify',
  'hex',
  'createReadStream',
  'fromFile',
  'hashFile',
  'fromStream',
  'checkData',
  'checkStream',
];

const reading = /^(?:readFile|createReadStream)(?:Sync)?$/;
const MAX_STEPS = 60;

/** Functions of packages that hash a file by its path. */
const hashesPath =
  /^(?:hasha\.(?:fromFile|fromFileSync|hashFile|hashFileSync)|md5-file(?:\.sync)?|sha256-file|ssri\.(?:fromStream|checkData|checkStream))$/;

/** The paths whose content a value is made of, found backwards. */
function pathsBehind(program: Program, fn: IrFunction, from: readonly Value[]): readonly Value[] {
  const found: Value[] = [];
  const seen = new Set<unknown>();
  const todo = [...from];
  for (let next = todo.pop(); next && seen.size < MAX_STEPS; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    switch (next.kind) {
      case 'result': {
        const [path] = program.argumentsOf(next.call);
        if (reading.test(next.call.word) && path) found.push(path);
        else todo.push(...program.argumentsOf(next.call), ...(program.receiverOf(next.call) ? [program.receiverOf(next.call)!] : []));
        break;
      }
      case 'variable': {
        const value = settled(program, next);
        if (value !== next) todo.push(value);
        else todo.push(...fedTo(program, fn, next));
        break;
      }
      case 'argument': {
        // A callback of `readFile(p, (error, data) => …)`.
        const [path] = program.argumentsOf(next.of);
        if (reading.test(next.of.word) && path) found.push(path);
        break;
      }
      case 'element':
      case 'field':
        todo.push(next.of);
    }
  }
  return found;
}

/** What is put into a hash that stands in a variable: `hash.update(data)`, `stream.pipe(hash)`. */
function fedTo(program: Program, fn: IrFunction, held: Value & { kind: 'variable' }): readonly Value[] {
  return fn.blocks.flatMap(({ instructions }) =>
    instructions.flatMap((one): readonly Value[] => {
      if (one.op !== 'call') return [];
      const receiver = program.receiverOf(one);
      const given = program.argumentsOf(one);
      if (one.word === 'update' && receiver?.kind === 'variable' && receiver.variable === held.variable) return given.slice(0, 1);
      const isFed =
        (one.word === 'pipe' || one.word === 'pipeline') && given.some((to) => to.kind === 'variable' && to.variable === held.variable);
      return isFed ? (one.word === 'pipe' && receiver ? [receiver] : given.slice(0, 1)) : [];
    }),
  );
}

/** A hash that is kept in a variable keeps what it was fed, too. */
function heldBehind(program: Program, fn: IrFunction, call: Call): readonly Value[] {
  const values: Value[] = [];
  let receiver = program.receiverOf(call);
  for (let step = 0; receiver && step < 12; step++) {
    values.push(receiver);
    if (receiver.kind === 'variable') values.push(...fedTo(program, fn, receiver));
    if (receiver.kind !== 'result') break;
    values.push(...program.argumentsOf(receiver.call));
    receiver = program.receiverOf(receiver.call);
  }
  return values;
}

function textAround(program: Program, fn: IrFunction): string {
  const { tree } = program;
  return tree.text.slice(tree.start[fn.at]!, Math.min(tree.end[fn.at]!, tree.start[fn.at]! + 4000));
}

/** The acts of verifying in one call. */
export function verifiedBy(call: Call, program: Program, fn: IrFunction): readonly JavaScriptAct[] {
  const verify = (on: Value, raises = false): JavaScriptAct => ({ event: 'verify', on, data: { verb: call.word, raises } });
  switch (call.word) {
    case 'digest':
    case 'hex':
      return pathsBehind(program, fn, heldBehind(program, fn, call)).map((path) => verify(path));
    case 'verify':
      return pathsBehind(program, fn, [...heldBehind(program, fn, call), ...program.argumentsOf(call)]).map((path) => verify(path));
    case 'createReadStream': {
      // A hash that a stream feeds step by step, somewhere in the same function.
      const [path] = program.argumentsOf(call);
      return path && fn.at > 0 && /\bcreate(?:Hash|Hmac|Verify)\b/.test(textAround(program, fn)) ? [verify(path)] : [];
    }
    case 'execFileSync':
    case 'execFile':
    case 'spawnSync':
    case 'execa': {
      const [tool, list] = program.argumentsOf(call);
      const words = list && settled(program, list);
      if (!tool || words?.kind !== 'list' || !/^(?:gpgv?2?|minisign|cosign|signify|openssl)$/.test(textOf(program, tool) ?? '')) return [];
      if (
        !words.items.some((word) => /^(?:--verify|-V|verify|verify-blob|-verify)$/.test(textOf(program, word) ?? '')) &&
        textOf(program, tool) !== 'gpgv'
      )
        return [];
      const last = words.items.at(-1);
      return last && last.kind !== 'literal' ? [verify(last, call.word === 'execFileSync')] : [];
    }
    default: {
      const [path] = program.argumentsOf(call);
      return path && hashesPath.test(program.nameOf(call) ?? '')
        ? pathsBehind(program, fn, [path])
            .concat(path)
            .slice(0, 1)
            .map((on) => verify(on))
        : [];
    }
  }
}
