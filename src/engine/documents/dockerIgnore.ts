/**
 * Patterns over paths as Docker means them, in `.dockerignore` and in what `COPY` names: `*` and `?` stay inside a name, `**` stands for any
 * folders, a pattern also covers all below what it matches, and the last one that matches decides. All ways through a pattern are followed
 * side by side, so that a match costs pattern times path at most. https://docs.docker.com/build/concepts/context/#syntax
 */
import { pathBelow } from '../project/repositoryFiles.ts';

type PathTest = (path: string) => boolean;

type Token =
  | { readonly kind: 'character'; readonly fits: (character: string) => boolean }
  /** `*`: any number of characters of a name. */
  | { readonly kind: 'name' }
  /** `**` at the end: anything. */
  | { readonly kind: 'rest' }
  /** `**` before something: nothing, or folders and their slash. The token behind it is what it is inside of them. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'inside' };

/** Longer ones are not followed: the product of pattern and path has to stay small. */
const LONGEST_LIST = 10_000;
const LONGEST_PATH = 250;

/** Characters and ranges up to the bracket that closes; null where none does. */
function readClass(pattern: string, from: number): { readonly fits: (character: string) => boolean; readonly end: number } | null {
  const isNegated = pattern[from] === '^';
  const ranges: [string, string][] = [];
  let at = isNegated ? from + 1 : from;
  const next = () => (pattern[at] === '\\' ? pattern[++at] : pattern[at]);
  for (;;) {
    if (at >= pattern.length) return null;
    if (pattern[at] === ']' && ranges.length > 0) break;
    const low = next();
    at++;
    if (low === undefined) return null;
    if (pattern[at] === '-' && pattern[at + 1] !== ']') {
      at++;
      const high = next();
      at++;
      if (high === undefined) return null;
      ranges.push([low, high]);
    } else ranges.push([low, low]);
  }
  return { fits: (one) => one !== '/' && ranges.some(([low, high]) => low <= one && one <= high) !== isNegated, end: at + 1 };
}

function tokensOf(pattern: string): Token[] | null {
  const tokens: Token[] = [];
  const literal = (text: string) => tokens.push({ kind: 'character', fits: (one) => one === text });
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at]!;
    if (pattern.startsWith('**', at)) {
      at += pattern[at + 2] === '/' ? 3 : 2;
      if (at >= pattern.length) tokens.push({ kind: 'rest' });
      else tokens.push({ kind: 'folders' }, { kind: 'inside' });
      continue;
    }
    at++;
    if (character === '*') tokens.push({ kind: 'name' });
    else if (character === '?') tokens.push({ kind: 'character', fits: (one) => one !== '/' });
    else if (character === '\\') {
      if (at >= pattern.length) return null;
      literal(pattern[at++]!);
    } else if (character === '[') {
      const read = readClass(pattern, at);
      if (!read) return null;
      tokens.push({ kind: 'character', fits: read.fits });
      at = read.end;
    } else literal(character);
  }
  return tokens;
}

/** What can be passed without a character is passed. */
function passOn(tokens: readonly Token[], states: Uint8Array): void {
  for (let at = 0; at < tokens.length; at++) {
    if (states[at] === 0) continue;
    const { kind } = tokens[at]!;
    if (kind === 'name' || kind === 'rest') states[at + 1] = 1;
    else if (kind === 'folders') {
      states[at + 1] = 1;
      states[at + 2] = 1;
    }
  }
}

/** True for a path that the tokens match, or a folder of it. */
function covers(tokens: readonly Token[], path: string): boolean {
  const last = tokens.length;
  let states = new Uint8Array(last + 1);
  let following = new Uint8Array(last + 1);
  states[0] = 1;
  passOn(tokens, states);
  for (const character of path) {
    if (character === '/' && states[last] === 1) return true;
    following.fill(0);
    let isAlive = false;
    for (let at = 0; at < last; at++) {
      if (states[at] === 0) continue;
      const token = tokens[at]!;
      if (token.kind === 'character') {
        if (!token.fits(character)) continue;
        following[at + 1] = 1;
      } else if (token.kind === 'inside') {
        following[at] = 1;
        if (character === '/') following[at + 1] = 1;
      } else if (token.kind === 'rest' || (token.kind === 'name' && character !== '/')) following[at] = 1;
      else continue;
      isAlive = true;
    }
    if (!isAlive) return false;
    passOn(tokens, following);
    [states, following] = [following, states];
  }
  return states[last] === 1;
}

/** The pattern without what changes nothing; null where it covers nothing in the context. */
function cleaned(pattern: string): string | null {
  return pathBelow('', pattern);
}

function compiled(pattern: string | null): PathTest {
  const tokens = pattern === null || pattern === '' ? null : tokensOf(pattern);
  return (path) => tokens !== null && path.length <= LONGEST_PATH && covers(tokens, path);
}

/** What is left out of a build by such a list, told by paths below the context; null for a list too long to be followed. */
export function dockerIgnore(text: string): PathTest | null {
  if (text.length > LONGEST_LIST) return null;
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const isException = line.startsWith('!');
      return { isException, covers: compiled(cleaned(isException ? line.slice(1).trim() : line)) };
    });
  return (path) => {
    let isLeftOut = false;
    for (const rule of rules) if (rule.isException === isLeftOut && rule.covers(path)) isLeftOut = !rule.isException;
    return isLeftOut;
  };
}

/** What a source of `COPY` takes of a context. */
export function dockerPattern(source: string): PathTest {
  const pattern = cleaned(source);
  return pattern === '' ? () => true : compiled(pattern);
}
