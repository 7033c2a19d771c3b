/** The words of a command that is given as a list, its program first. */
import type { Hit, Known } from '../../../src/engine/check.ts';

/** The items of a list, as far as they are told apart; null where they are not. */
export function itemsOf(known: Known | undefined): readonly Known[] | null {
  if (!known || known.count === null || !known.fields) return null;
  const items: Known[] = [];
  for (let index = 0; index < known.count; index++) {
    const item = known.fields.get(String(index));
    if (!item) return null;
    items.push(item);
  }
  return items;
}

/**
 * What is given as a program and its list (`list`), or as one list (`whole`). Null where the
 * items are not told apart.
 */
export function commandWords({ sink, given, known }: Hit): readonly Known[] | null {
  const [first] = given;
  switch (sink.label) {
    case 'list': {
      const items = itemsOf(known);
      return first && items ? [first, ...items] : null;
    }
    case 'whole':
      return itemsOf(known);
    default:
      return null;
  }
}
