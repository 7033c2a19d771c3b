/** What a floor binds: a repository may only tighten it. */

/** Says what was asked for and what is kept. */
export type Refuse = (asked: string, kept: string) => void;

/** Of two words the one that stands first in `order`, where the floor has one; else what the repository says. */
export function tighter<T extends string>(
  order: readonly T[],
  name: string,
  byDefault: T,
  floor: T | undefined,
  asked: T | undefined,
  refuse: Refuse,
): T {
  if (floor === undefined || asked === undefined) return asked ?? floor ?? byDefault;
  if (order.indexOf(asked) <= order.indexOf(floor)) return asked;
  refuse(`\`${name}\` \`${asked}\``, `\`${floor}\``);
  return floor;
}

/** Of a list that names what is let off: under a floor that has the list a repository may only shorten it. */
export function shorter(
  name: string,
  byDefault: readonly string[],
  floor: readonly string[] | undefined,
  asked: readonly string[] | undefined,
  refuse: Refuse,
): readonly string[] {
  if (floor === undefined || asked === undefined) return asked ?? floor ?? byDefault;
  const beyond = asked.filter((one) => !floor.includes(one));
  if (beyond.length > 0) refuse(`\`${name}\` with ${beyond.map((one) => `\`${one.replaceAll('`', "'")}\``).join(', ')}`, 'its own list');
  return asked.filter((one) => floor.includes(one));
}
