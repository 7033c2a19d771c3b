/** What patterns of a shell prove of a text that they match, or that they do not match. */
import { provenByPattern, provenByRemoval } from './allowList.ts';
import { EVERY, maskOf } from './contexts.ts';

const MAX_GLOB = 200;

/** The pattern as a regular expression; null where it is not understood. */
function asRegex(glob: string): string | null {
  let regex = '';
  const closings: string[] = [];
  for (let index = 0; index < glob.length; index++) {
    const character = glob[index]!;
    const next = glob[index + 1];
    if (character === '\\') {
      index++;
      regex += `\\${next ?? ''}`;
    } else if (next === '(' && /[@+*?]/.test(character)) {
      regex += '(?:';
      closings.push(character === '@' ? ')' : `)${character}`);
      index++;
    } else if (character === '!' && next === '(') return null;
    else if (character === ')' && closings.length > 0) regex += closings.pop()!;
    else if (character === '|' && closings.length > 0) regex += '|';
    else if (character === '*') regex += '[\\s\\S]*';
    else if (character === '?') regex += '[\\s\\S]';
    else if (character === '[') {
      const end = endOfClass(glob, index);
      if (end < 0) return null;
      const inner = glob.slice(index + 1, end);
      regex += `[${inner.startsWith('!') ? `^${inner.slice(1)}` : inner}]`;
      index = end;
    } else regex += /[\w\s-]/.test(character) ? character : `\\${character}`;
  }
  return closings.length === 0 ? regex : null;
}

function endOfClass(glob: string, open: number): number {
  let index = open + 1;
  if (glob[index] === '!' || glob[index] === '^') index++;
  if (glob[index] === ']') index++;
  for (; index < glob.length && glob[index] !== ']'; index++) {
    if (glob[index] === '\\') index++;
    else if (glob.startsWith('[:', index)) {
      const end = glob.indexOf(':]', index);
      if (end > 0) index = end + 1;
    }
  }
  return index < glob.length ? index : -1;
}

export function provenByGlob(glob: string): number {
  const regex = glob.length > MAX_GLOB ? null : asRegex(glob);
  return regex === null ? 0 : provenByPattern(`^${regex}$`, 'whole');
}

/** `*[!a-z]*` does not match: nothing but these. */
export function provenByNoGlob(glob: string): number {
  if (glob.length > MAX_GLOB) return 0;
  const kept = /^\*\[[!^]((?:\[:\w+:\]|\\.|[^\]\\])+)\]\*$/.exec(glob);
  if (kept) return provenByRemoval(`[^${kept[1]!}]`, '');
  if (/^-[*?]*$/.test(glob)) return maskOf('argument');
  // Whoever treats texts with a quote in them apart puts the others between quotes.
  if (/^[-\w=?]*\*\\?'\??\*$/.test(glob)) return maskOf('shell');
  if (glob === '*/*') return maskOf('path', 'upward');
  if (/^\*\/?\.\.\/?\*$/.test(glob)) return maskOf('upward');
  return 0;
}

/** Of the ways of a `case`: `patterns` of each, null for what none of those before matches. */
export function provenByChoice(patterns: readonly (readonly string[] | null)[], chosen: number): number {
  const mine = patterns[chosen];
  if (mine) return mine.reduce((all, glob) => all & provenByGlob(glob), EVERY);
  let mask = 0;
  for (const others of patterns) for (const glob of others ?? []) mask |= provenByNoGlob(glob);
  return mask;
}
