/** Reads a commit message. Anyone may have written it, so each step looks at a bounded part once. */

const longestSubject = 200;
/** More than any trailer block of people and bots together. */
const trailerTail = 16_384;

export interface Subject {
  /** The first line as written. */
  readonly line: string;
  /** The same for display: cut between characters. */
  readonly shown: string;
}

export function readSubject(message: string): Subject {
  const end = message.indexOf('\n');
  const line = (end < 0 ? message : message.slice(0, end)).trimEnd();
  if (line.length <= longestSubject) return { line, shown: line };
  const cut = line.slice(0, longestSubject - 1);
  // Half of a surrogate pair is no character.
  return { line, shown: `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…` };
}

/** Values of the trailers that the discipline knows, in order. */
export interface Trailers {
  readonly phase: readonly string[];
  readonly cycle: readonly string[];
}

/**
 * As in git, trailers are the last block of the message after the subject: a block of nothing else, or one that is a quarter
 * trailers and holds one that git itself writes.
 */
export function readTrailers(message: string): Trailers {
  const block = /tdd-(?:phase|cycle)/i.test(message) ? lastBlock(message).map(splitTrailer) : [];
  const valuesOf = (key: string) => block.flatMap((trailer) => (trailer?.key.toLowerCase() === key ? [trailer.value] : []));
  return { phase: valuesOf('tdd-phase'), cycle: valuesOf('tdd-cycle') };
}

function lastBlock(message: string): string[] {
  const lines = message.trimEnd().slice(-trailerTail).split('\n');
  const start = lines.findLastIndex((line) => line.trim() === '') + 1;
  // Without a blank line in sight it is the subject's own block, or too long to be one of trailers.
  if (start === 0) return [];
  const block = lines.slice(start);
  let trailers = 0;
  let others = 0;
  let inTrailer = false;
  for (const line of block) {
    const continues = inTrailer && /^\s/.test(line);
    if (!continues) inTrailer = splitTrailer(line) !== null || line.startsWith('(cherry picked from commit ');
    if (inTrailer) trailers++;
    else others++;
  }
  const fromGit = block.some((line) => line.startsWith('Signed-off-by: ') || line.startsWith('(cherry picked from commit '));
  return others === 0 || (fromGit && trailers * 3 >= others) ? block : [];
}

function splitTrailer(line: string): { key: string; value: string } | null {
  const colon = line.indexOf(':');
  const key = line.slice(0, Math.max(colon, 0)).trimEnd();
  return key.length <= 64 && /^[A-Za-z0-9-]+$/.test(key) ? { key, value: line.slice(colon + 1).trim() } : null;
}
