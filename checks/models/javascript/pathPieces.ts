/** What a path is put together from, and which of it anybody on the machine can foresee. */
import type { IrFunction, OrderAnalysis, Value } from '../../../src/engine/check.ts';
import { paths } from './paths.ts';
import { fileOf, nodeOf } from './program.ts';

export interface PathPiece {
  readonly text: string;
  readonly at: number;
  /** `weak`: made up to be unlike others, from what can be told: a clock, a process id, a number from `Math.random`. */
  readonly kind: 'text' | 'weak' | 'foreseen' | 'given' | 'unknown';
}

interface Position {
  readonly block: number;
  readonly index: number;
}

const weak =
  /^(?:Date\.now\(\)|Date\(\)|Math\.random\(\)|process\.(?:pid|ppid|hrtime\(\))|performance\.now\(\)|process\.hrtime\.bigint\(\))(?:$|\.)/;
const foreseen =
  /^(?:process\.(?:version|platform|arch|getuid\(\))|os\.(?:userInfo\(\)|hostname\(\)|platform\(\))|process\.env\.(?:USER|LOGNAME|USERNAME)|\.\.?\/[^:]*\.json)(?:$|\.)/;
const temporary = /^(?:os\.tmpdir\(\)|os\.tmpDir\(\)|process\.env\.(?:TMPDIR|TMP|TEMP)|temp-dir|tempDir)$/;
const forms =
  /^(?:toString|slice|substring|substr|replace|replaceAll|toISOString|getTime|valueOf|toFixed|padStart|split|join|toLocaleString)$/;
const numbers = /^(?:Math\.(?:floor|round|ceil|trunc|abs)|String|Number|parseInt)$/;
const MAX_DEPTH = 12;
/** A function called weighs as much as this many steps: few of them stand in each other. */
const FUNCTION_DEPTH = 3;
const MAX_FUNCTIONS = 200;

export class PathPieces {
  private readonly analysis: OrderAnalysis<string, unknown>;

  constructor(analysis: OrderAnalysis<string, unknown>) {
    this.analysis = analysis;
  }

  of(fn: IrFunction, value: Value, at: Position, depth = 0): readonly PathPiece[] {
    const { program } = this.analysis;
    const piece = (kind: PathPiece['kind'], text = 'x'): readonly PathPiece[] => [{ kind, text, at: value.at }];
    const inner = (one: Value, where: Position = at) => this.of(fn, one, where, depth + 1);
    if (depth > MAX_DEPTH) return piece('unknown');
    const name = this.nameOf(value);
    if (name !== null && temporary.test(name)) return piece('text', '/tmp');
    if (name !== null && weak.test(name)) return piece('weak');
    if (name !== null && foreseen.test(name)) return piece('foreseen');
    switch (value.kind) {
      case 'literal':
        return piece('text', value.text);
      case 'concat':
        return value.parts.flatMap((part) => inner(part.value));
      case 'choice': {
        // `process.env.TMPDIR || '/tmp'`; anything else that can be set may be set to a private place.
        const among = value.among.map((one) => inner(one));
        return among.every(isForeseen) && among[0] ? among[0] : piece('unknown');
      }
      case 'operation':
        return /^[-+*/%|]$/.test(value.operator) && value.operands.every((one) => isForeseen(inner(one)))
          ? piece('weak')
          : piece('unknown');
      case 'variable':
        return this.variable(fn, value, at, depth);
      case 'field':
        return value.of.kind === 'variable' ? this.field(fn, value, at, depth) : piece('unknown');
      case 'result': {
        const given = program.argumentsOf(value.call);
        const called = program.nameOf(value.call) ?? '';
        if (paths.names.joins.has(called))
          return given.flatMap((one, index) => [...(index > 0 ? piece('text', '/') : []), ...inner(one, value.call)]);
        const list = value.call.word === 'join' ? program.receiverOf(value.call) : null;
        if (list?.kind === 'list') {
          const between = given[0]?.kind === 'literal' ? given[0].text : ',';
          return list.items.flatMap((one, index) => [...(index > 0 ? piece('text', between) : []), ...inner(one, value.call)]);
        }
        if (paths.names.same.has(called)) return given[0] ? inner(given[0], value.call) : piece('unknown');
        const target = program.targetOf(value.call);
        if (target) return this.returned(target, value, depth);
        const from = numbers.test(called) ? given[0] : forms.test(value.call.word) ? program.receiverOf(value.call) : null;
        const pieces = from ? inner(from, value.call) : [];
        return pieces.length > 0 && isForeseen(pieces)
          ? piece(pieces.some(({ kind }) => kind === 'weak') ? 'weak' : 'foreseen')
          : piece('unknown');
      }
      default:
        return piece('unknown');
    }
  }

  /** The name of an expression through imports and aliases: `process.pid`, `os.tmpdir()`. */
  private nameOf(value: Value): string | null {
    if (value.kind === 'literal' || value.kind === 'concat') return null;
    const { program } = this.analysis;
    return fileOf(program).nameOf(nodeOf(program, value.at));
  }

  private variable(fn: IrFunction, value: Value & { kind: 'variable' }, at: Position, depth: number): readonly PathPiece[] {
    const { keys, program } = this.analysis;
    const { variable } = value;
    const found: (readonly PathPiece[])[] = [];
    for (const definition of keys.definitionsIn(fn).reaching(variable, '', at)) {
      if (definition !== 'entry') {
        const assigned = definition.given ?? (definition.value >= 0 ? program.valueOf(definition.value) : null);
        found.push(assigned ? this.of(fn, assigned, definition, depth + 1) : unknown(value));
      } else if (variable.parameter >= 0) found.push(this.parameter(variable.owner ?? fn, variable.parameter, value, depth));
      else {
        const [only, more] = program.definitionsOf(variable);
        const assigned =
          only && !more && only.within !== fn
            ? (only.assign.given ?? (only.assign.value >= 0 ? program.valueOf(only.assign.value) : null))
            : null;
        found.push(only && assigned ? this.of(only.within, assigned, only.assign, depth + 1) : unknown(value));
      }
    }
    return found[0] && found.every(isForeseen) ? found[0] : (found.find((pieces) => !isForeseen(pieces)) ?? unknown(value));
  }

  /** What a function of the file gives back: one name that can be foreseen, or several of them. */
  private returned(target: IrFunction, value: Value, depth: number): readonly PathPiece[] {
    const found = target.blocks.flatMap(({ index, instructions, next, from }) =>
      next.kind === 'return' && !next.failed && (index === 0 || from.length > 0)
        ? [
            next.value < 0
              ? unknown(value)
              : this.of(
                  target,
                  this.analysis.program.valueOf(next.value),
                  { block: index, index: instructions.length },
                  depth + FUNCTION_DEPTH,
                ),
          ]
        : [],
    );
    return found[0] && found.every(isForeseen) ? found[0] : unknown(value);
  }

  /** What a parameter is given at every call in the file; without one it is for others to give. */
  private parameter(fn: IrFunction, index: number, value: Value & { kind: 'variable' }, depth: number): readonly PathPiece[] {
    const { program } = this.analysis;
    const given = program.callsOf(fn).map(({ caller, call }) => {
      const argument = program.argumentsOf(call)[index];
      return argument ? this.of(caller, argument, call, depth + 1) : unknown(value);
    });
    if (given[0]) return given.every(isForeseen) ? given[0] : unknown(value);
    return [{ kind: 'given', text: 'x', at: value.at }];
  }

  /** A field that is set once in the file, by the methods of its object. */
  private field(fn: IrFunction, value: Value & { kind: 'field' }, at: Position, depth: number): readonly PathPiece[] {
    const { of, name } = value;
    if (of.kind !== 'variable') return unknown(value);
    const { program, keys } = this.analysis;
    const [own, more] = keys.definitionsIn(fn).reaching(of.variable, name, at);
    if (own && own !== 'entry' && !more) return own.value >= 0 ? this.of(fn, program.valueOf(own.value), own, depth + 1) : unknown(value);
    if (program.functions.length > MAX_FUNCTIONS || of.variable.name !== 'this') return unknown(value);
    const set = program.functions.flatMap((within) =>
      within.blocks.flatMap(({ instructions }) =>
        instructions.flatMap((one) => (one.op === 'assign' && one.variable === of.variable && one.field === name ? [{ within, one }] : [])),
      ),
    );
    const [only, another] = set;
    return only && !another && only.one.value >= 0
      ? this.of(only.within, program.valueOf(only.one.value), only.one, depth + 1)
      : unknown(value);
  }
}

function unknown({ at }: Value): readonly PathPiece[] {
  return [{ kind: 'unknown', text: 'x', at }];
}

/** What is handed in counts as a label where something weak stands beside it to tell files apart. */
export function isForeseen(pieces: readonly PathPiece[]): boolean {
  const isWeak = pieces.some(({ kind }) => kind === 'weak');
  return pieces.every(({ kind }) => kind !== 'unknown' && (kind !== 'given' || isWeak));
}
