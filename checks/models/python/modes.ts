/** File modes as Python code writes them. */
import { python, type SyntaxNode } from '../../../src/engine/check.ts';
import type { PythonFile } from './file.ts';

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
export function modeOf(file: PythonFile, node: SyntaxNode | null, depth = 0): number | null {
  if (!node || depth > 12) return null;
  if (node.type === 'binary_operator' && node.child('operator')?.text === '|') {
    const left = modeOf(file, node.child('left'), depth + 1);
    const right = modeOf(file, node.child('right'), depth + 1);
    return left === null || right === null ? null : left | right;
  }
  if (node.type === 'parenthesized_expression') return modeOf(file, node.namedChildren[0] ?? null, depth + 1);
  const bit = bits[(file.values.name(node) ?? '').replace(/^stat\./, '')];
  if (bit !== undefined) return bit;
  if (node.type === 'identifier') {
    const [binding, more] = python.reachingBindings(file.scopes, node.text, node);
    return binding?.kind === 'assign' && !more ? modeOf(file, binding.value, depth + 1) : null;
  }
  const octal = node.type === 'integer' ? /^0[oO]?([0-7]+)$/.exec(node.text) : null;
  return octal ? Number.parseInt(octal[1]!, 8) : node.type === 'integer' && /^\d+$/.test(node.text) ? Number(node.text) : null;
}
