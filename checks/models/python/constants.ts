/** Constants behind values: texts, permission bits. */
import type { Call, Program, Value } from '../../../src/engine/check.ts';
import { settled, textOf } from '../constantValues.ts';

const MAX_DEPTH = 8;

export function isTrue(program: Program, call: Call, option: string): boolean {
  const value = program.optionOf(call, option);
  return value !== null && textOf(program, value) === 'True';
}

const bits: Readonly<Record<string, number>> = {
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXU: 0o700,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXG: 0o070,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  S_IRWXO: 0o007,
};

/** A mode written as a number, as bits of `stat`, or by the name of a constant; null where it is computed. */
export function modeOfValue(program: Program, given: Value | null, depth = 0): number | null {
  if (!given || depth > MAX_DEPTH) return null;
  const value = settled(program, given);
  switch (value.kind) {
    case 'literal': {
      const octal = /^0[oO]?([0-7]+)$/.exec(value.text);
      if (octal) return Number.parseInt(octal[1]!, 8);
      return /^\d+$/.test(value.text) ? Number(value.text) : null;
    }
    case 'field':
      return bits[value.name] ?? null;
    case 'variable':
      return bits[value.variable.name] ?? null;
    case 'operation': {
      if (value.operator !== '|') return null;
      const modes = value.operands.map((operand) => modeOfValue(program, operand, depth + 1));
      return modes.some((mode) => mode === null) ? null : modes.reduce<number>((sum, mode) => sum | mode!, 0);
    }
    default:
      return null;
  }
}

/** The words of a command given as a list, or as one text; a word that is not constant keeps its value. */
export function wordsOfCommand(program: Program, command: Value | null): readonly Value[] | null {
  const value = command && settled(program, command);
  if (!value) return null;
  if (value.kind === 'list') return value.items;
  if (value.kind === 'literal')
    return value.text
      .trim()
      .split(/\s+/)
      .map((text): Value => ({ kind: 'literal', text, at: value.at }));
  return null;
}
