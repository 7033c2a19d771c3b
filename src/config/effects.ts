/** Words for what an edit of the config changes. They complete the sentence "Once merged, … would". */

export function changed(name: string, from: string, to: string): string[] {
  return from === to ? [] : [`change \`${name}\` from ${from} to ${to}`];
}

/** `say` puts an item into words; by default it is quoted. */
export function listEdits(name: string, before: readonly string[], after: readonly string[], say = quote): string[] {
  const list = (verb: string, items: readonly string[]) => (items.length === 0 ? [] : [`${verb} ${items.map(say).join(', ')}`]);
  const edits = [...list('adds', added(before, after)), ...list('removes', added(after, before))];
  return edits.length === 0 ? [] : [`change \`${name}\`: ${edits.join('; ')}`];
}

export function added(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((one) => !before.includes(one));
}

/** The text comes from the change itself; reports escape it, and here it must not end its own quotation. */
export function quote(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
