/**
 * Words of others on lines that a reader may paste into a shell. What could mean more than itself in any common one (sh, bash, zsh, fish,
 * PowerShell, cmd) is not quoted at all: the caller leaves it out.
 */

const longest = 200;

/** Letters, marks, digits, punctuation and symbols, but for what ends quotes, joins commands or names variables somewhere. */
const harmless = /^(?![\s\S]*[\\"<>&|^%\u2018-\u201f\u115f\u1160\u3164\uffa0])[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u;

/** With an apostrophe outside of quotes for a moment, only these stand beside it, and a label. */
const plainest = /^[\p{L}\p{M}\p{N} .,:_/+#'-]*(?:\([A-Z0-9/ ]*\))?$/u;

/** In single quotes, or null where that is not safe everywhere. */
export function quote(text: string): string | null {
  if (text.length > longest || !harmless.test(text)) return null;
  if (!text.includes("'")) return `'${text}'`;
  return plainest.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : null;
}

/** A path as git takes it and nothing else; a path that looks like a pattern is told to be none. */
export function quotePath(path: string): string | null {
  return quote(/[*?[]|^:/.test(path) ? `:(literal)${path}` : path);
}
