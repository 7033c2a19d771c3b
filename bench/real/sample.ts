/** Parts of the real code that are the same on every machine with the same packages, and no package's alone. */
import { createHash } from 'node:crypto';
import type { ParsedLanguage } from '../../src/engine/parse/grammars.ts';
import type { RealFile } from './realFiles.ts';

function shuffled(files: readonly RealFile[], language: ParsedLanguage): RealFile[] {
  const keyed = files
    .filter((file) => file.language === language)
    .map((file) => ({ file, key: createHash('sha1').update(file.path).digest('hex') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ file }) => file);
}

/** Files of a language, in an order that mixes the packages, as many as go into so many lines. */
export function sampleLines(files: readonly RealFile[], language: ParsedLanguage, lines: number): RealFile[] {
  let left = lines;
  return shuffled(files, language).filter((file) => {
    if (file.lines > left) return false;
    left -= file.lines;
    return true;
  });
}

/** A script that ends before its end would leave what is put behind it unreachable. */
const LEAVES = /^(?:exit|return)\b/m;

/** Whole files one behind the other up to a size, so that nothing is cut in the middle. Null if there is not that much. */
export function concatenated(files: readonly RealFile[], language: ParsedLanguage, bytes: number): Uint8Array | null {
  const texts: string[] = [];
  let left = bytes;
  for (const file of shuffled(files, language)) {
    if (file.bytes.length + 1 > left) continue;
    const text = new TextDecoder().decode(file.bytes);
    if (LEAVES.test(text)) continue;
    texts.push(text);
    left -= file.bytes.length + 1;
  }
  return left > bytes / 10 ? null : new TextEncoder().encode(texts.join('\n'));
}
