/**
 * Where a value is shown to more people, or for longer, than it was meant for. Confidentiality is no context of `contexts.ts`: no quoting
 * makes a secret harmless. Only what hides it does (a digest, four of its characters, whether it is there), and then nothing of it is left
 * to follow; so exposures need no place in a mask.
 */
export const exposures = [
  'to log',
  /** The text of an error. */
  'to error',
  /** What a server answers. */
  'to response',
  /** An address: what proxies, histories and servers keep. */
  'to address',
  /** Words of a command line, which every user of the machine can list. */
  'to arguments',
  /** The environment of a program that is started. */
  'to child',
  'to file',
  /** What scripts of a page can read. */
  'to browser',
  /** What later steps, jobs or anybody can take from a build. */
  'to output',
  /** Compared in a time that tells how much of it was right. */
  'to comparison',
  /** What is sent to who counts visitors. */
  'to analytics',
] as const;
export type Exposure = (typeof exposures)[number];

const known: ReadonlySet<string> = new Set(exposures);

export function isExposure(context: string): context is Exposure {
  return known.has(context);
}
