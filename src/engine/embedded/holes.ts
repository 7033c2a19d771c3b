/**
 * Names for what a host puts into a text: variables that nothing assigns, so that no rule takes them for constant or steered. The same
 * host expression gets the same name in one text, so two paths with it are still the same path.
 */
import type { Language } from '../../model/analysis.ts';

/** A variable that stands for a value of the host; ordinary code hardly has such names, and an assignment to one makes it ordinary. */
const HOLE = /^_\d+_*$/;

export function isHole(name: string): boolean {
  return HOLE.test(name);
}

/** The name of a variable; of a hole without what only fills its room. */
export function withoutPadding(name: string): string {
  return isHole(name) ? name.replace(/_+$/, '') : name;
}

/** Languages whose texts take a value as `${name}`, also within quotes. */
const expanding: ReadonlySet<Language> = new Set<Language>(['bash', 'powershell', 'dockerfile']);

/** The hole of a number as it stands in a text, at least `length` characters long. */
export function holeText(language: Language, number: number, length = 0): string {
  const braced = expanding.has(language);
  const name = `_${number}`;
  const padded = name.padEnd(length - (braced ? '${}'.length : 0), '_');
  return braced ? `\${${padded}}` : padded;
}

/** Where a text between single quotes holds a hole: the host fills it in before the shell sees the quotes. */
export const HOLE_IN_TEXT = /\$\{(_\d+_*)\}/;

/** A text of ours about inner code with the holes written as the host has them. `first` is the number of the first of `values`. */
export function fillHoles(text: string, values: readonly string[], first: number): string {
  if (values.length === 0 || !text.includes('_')) return text;
  return text.replace(/\$\{_(\d+)_*\}|\$?(?<!\w)_(\d+)_*(?!\w)/g, (whole, braced: string | undefined, bare: string | undefined) => {
    return values[Number(braced ?? bare) - first] ?? whole;
  });
}
