/** Constants behind values, whatever the language. */
import type { Program, Value } from '../../src/engine/check.ts';

const MAX_DEPTH = 8;

/** What the only assignment of a variable gave it, or the value itself. */
export function settled(program: Program, value: Value, depth = 0): Value {
  if (value.kind !== 'variable' || depth > MAX_DEPTH) return value;
  const [only, more] = program.definitionsOf(value.variable).filter(({ assign }) => assign.field === '');
  if (!only || more || value.variable.parameter >= 0) return value;
  const { given, value: node } = only.assign;
  const assigned = given ?? (node >= 0 ? program.valueOf(node) : null);
  return assigned ? settled(program, assigned, depth + 1) : value;
}

/** The text of a constant, or null. */
export function textOf(program: Program, value: Value | null): string | null {
  const constant = value && settled(program, value);
  return constant?.kind === 'literal' ? constant.text : null;
}
