/** Which stages of a Dockerfile end up in its image. */
import type { Dockerfile } from '../../src/engine/check.ts';

/** The last stage and those it is built on. */
export function shippedStages({ instructions }: Dockerfile): ReadonlySet<number> {
  const stages = instructions.filter(({ keyword }) => keyword === 'FROM');
  const byName = new Map<string, number>();
  const parents = stages.map(({ words }, index) => {
    const parent = byName.get(words[0]?.text.toLowerCase() ?? '');
    const as = words.findIndex(({ text }) => /^as$/i.test(text));
    const name = as < 0 ? undefined : words[as + 1]?.text.toLowerCase();
    if (name !== undefined) byName.set(name, index);
    return parent;
  });
  const shipped = new Set<number>();
  for (let at: number | undefined = stages.length - 1; at !== undefined && at >= 0; at = parents[at]) shipped.add(at);
  return shipped;
}
