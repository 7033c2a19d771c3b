/** Constants behind values in JavaScript: permission bits, options. */
import type { Call, Program, Value } from '../../../src/engine/check.ts';
import { functionTypes } from '../../../src/engine/javascript.ts';
import { settled, textOf } from '../constantValues.ts';

const MAX_DEPTH = 8;

const bits: Readonly<Record<string, number>> = {
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXU: 0o700,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXG: 0o070,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  S_IRWXO: 0o007,
};

/** A mode given as `0o600`, `0600`, `384`, `'600'`, `parseInt('600', 8)` or bits of `fs.constants`; null where it is computed. */
export function modeOfValue(program: Program, given: Value | null, depth = 0): number | null {
  if (!given || depth > MAX_DEPTH) return null;
  const value = settled(program, given);
  switch (value.kind) {
    case 'literal': {
      const plain = value.text.replaceAll('_', '');
      const { tree } = program;
      if (tree.names.types[tree.type[value.at]!] === 'string') return octal(plain);
      if (/^0o?[0-7]{1,6}$/i.test(plain)) return Number.parseInt(plain.replace(/^0o/i, ''), 8);
      return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
    }
    case 'field':
      return bits[value.name] ?? null;
    case 'variable':
      return bits[value.variable.name] ?? null;
    case 'result': {
      const [text, base] = program.argumentsOf(value.call);
      if (!/^(?:Number\.)?parseInt$/.test(program.nameOf(value.call) ?? '') || !text || textOf(program, base ?? null) !== '8') return null;
      return octal(textOf(program, text) ?? '');
    }
    case 'operation': {
      if (value.operator !== '|') return null;
      const modes = value.operands.map((operand) => modeOfValue(program, operand, depth + 1));
      return modes.some((mode) => mode === null) ? null : modes.reduce<number>((sum, mode) => sum | mode!, 0);
    }
    default:
      return null;
  }
}

function octal(text: string): number | null {
  return /^(?:0o)?[0-7]{3,4}$/.test(text) ? Number.parseInt(text.replace('0o', ''), 8) : null;
}

/** The text of an option, or null. */
export function optionText(program: Program, call: Call, name: string): string | null {
  return textOf(program, program.optionOf(call, name));
}

export function isTrue(program: Program, call: Call, option: string): boolean {
  return optionText(program, call, option) === 'true';
}

/** A callback, handed over as it is written or by the name of a function. */
export function isFunction({ tree }: Program, value: Value | undefined): boolean {
  if (value?.kind === 'variable') return /^(?:cb|callback|done|next|noop|fn)$/.test(value.variable.name);
  return value !== undefined && functionTypes.has(tree.names.types[tree.type[value.at]!]!);
}
