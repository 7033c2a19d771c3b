/** How far from a sink its guard is looked for. Above is where guards stand; below stands at most the end of one. */
const reachAbove = 40;
const reachBelow = 10;

/** Words and signs by which most languages ask a question. */
const asks = /\b(?:if|elif|elsif|unless|while|until|case|switch|assert|guard|try|test|throw|raise)\b|\[\[?\s|&&|\|\|/i;
/** What closes a block or comments on one: never the guard itself. */
const says = /^\s*(?:#(?!!)|\/\/|\/?\*|--\s|<#)|^[\s}]*(?:fi|done|end|esac|else|then|do)\b[\s;:{]*$/;

/**
 * The base line of the guard that a removal took from a sink: the removed line nearest to it, or, of the lines that went
 * together with that one, the nearest that asks something. Null where nothing was removed nearby.
 */
export function lostGuardLine(base: readonly string[], removed: readonly number[], sink: number): number | null {
  const text = (line: number): string => base[line - 1] ?? '';
  const counts = (line: number): boolean => /[\p{L}\p{N}]/u.test(text(line)) && !says.test(text(line));
  const above = removed.filter((line) => line < sink && sink - line <= reachAbove).reverse();
  const below = removed.filter((line) => line > sink && line - sink <= reachBelow);
  const nearest = above.find(counts) ?? below.find(counts);
  if (nearest === undefined) return null;
  const gone = new Set(above);
  for (let line = nearest; gone.has(line); line--) if (counts(line) && asks.test(text(line))) return line;
  return nearest;
}
