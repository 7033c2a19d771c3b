/** File modes in JavaScript programs: what a constant mode keeps from others, and which calls set one. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, type JavaScriptFile, unwrap } from '../../../src/engine/javascript.ts';

/** A mode given as `0o600`, `0600`, `384`, `'600'` or `parseInt('600', 8)`; null for anything else. */
export function modeOf(node: SyntaxNode | null | undefined, file: JavaScriptFile): number | null {
  if (!node) return null;
  const at = unwrap(node);
  if (at.type === 'call_expression' && /^(?:Number\.)?parseInt$/.test(calleeOf(at)?.text ?? '') && argumentsOf(at)[1]?.text === '8') {
    return octal(file.constantOf(argumentsOf(at)[0]!) ?? '');
  }
  if (at.type === 'string') return octal(file.constantOf(at) ?? '');
  const text = file.constantOf(at);
  if (text === null) return null;
  const plain = text.replaceAll('_', '');
  if (/^0o[0-7]{1,6}$/i.test(plain)) return Number.parseInt(plain.slice(2), 8);
  if (/^0[0-7]{1,6}$/.test(plain)) return Number.parseInt(plain, 8);
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

function octal(text: string): number | null {
  return /^(?:0o)?[0-7]{3,4}$/.test(text) ? Number.parseInt(text.replace('0o', ''), 8) : null;
}

/** The read and enter rights that a mode keeps from group and others. */
export function withheldReads(mode: number): number {
  return ~mode & 0o044;
}

/** A mode that keeps others from reading: the one kind of change whose failure or delay matters. */
export function isNarrow(mode: number | null): mode is number {
  return mode !== null && (mode & 0o004) === 0;
}
