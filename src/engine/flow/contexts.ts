import type { Exposure } from './exposures.ts';

/**
 * Where a value can do harm. A sanitizer or a guard makes a value harmless in some of these and in no other: quoting for a shell is nothing
 * to a database.
 */
export const contexts = [
  /** Text that a shell reads. */
  'shell',
  /** The program that is run. */
  'command',
  /** An operand that could be taken for an option. */
  'argument',
  /** The program text of sed, awk, jq and their like. */
  'program',
  /** Text that a shell evaluates as a number, which runs substitutions in subscripts. */
  'arithmetic',
  /** The name of a variable that a shell assigns or looks up. */
  'name',
  'code',
  /** The name of what is called or loaded. */
  'member',
  'sql',
  /** A table, a column, a direction: where no value can be bound. */
  'sql-identifier',
  'nosql',
  'ldap',
  'xpath',
  'graphql',
  'regex',
  'path',
  /** Not a way out of a directory, but still not compared with it: cleared by what resolves a path. */
  'unresolved-path',
  /** Compared with a directory, by who does not see whether it was resolved before. */
  'unrooted-path',
  'url',
  'redirect',
  'html',
  /** Script text, or the address of a script. */
  'script',
  'template',
  'header',
  'log',
  'format',
  'deserialize',
  'key',
  /** What becomes part of a trusted record: a session, an account. */
  'record',
  /** What decides how something is done: an algorithm, a flag. */
  'setting',
  /** No harm by itself: cleared where no part of it leads up (`..`). */
  'upward',
  /** No harm by itself: cleared where it begins with a slash that names no host. */
  'rooted',
] as const;
export type Context = (typeof contexts)[number];
/** What a sink is: a place that reads a value as more than data, or one that shows it. */
export type SinkContext = Context | Exposure;

const bits: ReadonlyMap<string, number> = new Map(contexts.map((context, index) => [context, 2 ** index]));

/** A set of contexts as a number. */
export function maskOf(...list: readonly Context[]): number {
  let mask = 0;
  for (const context of list) mask |= bits.get(context)!;
  return mask;
}

export const EVERY = maskOf(...contexts);
/** What a number, a boolean, a UUID or one of a few constants cannot harm. */
export const NOWHERE = 0;

export function isCleared(mask: number, context: SinkContext): boolean {
  return (mask & (bits.get(context) ?? 0)) !== 0;
}

/** The contexts of a set. */
export function contextsIn(mask: number): readonly Context[] {
  return contexts.filter((context) => isCleared(mask, context));
}
