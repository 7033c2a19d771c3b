/** How a text tells, before it is parsed, whether outsiders can give it anything. */
import type { Library } from './library.ts';

/** A word by which each source is told: its type, its module, or what it is a part of. Who runs the program is left out. */
export function sourcePattern(libraries: readonly Library[]): RegExp | null {
  const words = new Set<string>();
  for (const { reads, calls } of libraries) {
    for (const [name, { source }] of Object.entries(reads ?? {})) {
      const parts = name.split('.');
      if (source && source !== 'environment') words.add(parts.find((part) => /^[A-Z]/.test(part)) ?? parts[1] ?? name);
    }
    for (const [name, { source, entries }] of Object.entries(calls ?? {})) {
      const parts = name.split('.');
      const isAnybodys = parts[0] === 'builtins' || parts[0]!.startsWith('*');
      if (entries || (source && source !== 'environment')) words.add((isAnybodys ? parts.at(-1)! : parts[0]!).replace(/\(\)/g, ''));
    }
  }
  const names = [...words].filter((word) => /\w/.test(word)).map((word) => word.replace(/[^\w]/g, '\\$&'));
  return names.length > 0 ? new RegExp(`\\b(?:${names.join('|')})\\b`) : null;
}
