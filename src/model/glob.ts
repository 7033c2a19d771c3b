/**
 * Globs over paths of a repository. Written here and not taken from a library: those compile a pattern to a regular
 * expression that backtracks, and the paths it would meet are chosen by whoever opens the pull request. This one walks
 * pattern and path side by side, and its worst case is their product.
 *
 * `*` and `?` stay inside a name, `**` stands for any folders, `{a,b}` for either. A pattern without a slash is the name of
 * a file in any folder; one with a slash starts at the root; one that ends in a slash is everything below that folder.
 * Brackets mean themselves, because `app/[id]/page.tsx` is a path.
 */

const longest = 256;
const mostAlternatives = 64;
/** Paths of which a matcher remembers what it said: the commits of a range touch the same ones. */
const mostRemembered = 10_000;

/** Why a pattern cannot be used, as a sentence fragment, or null where it can. */
export function globProblem(pattern: string): string | null {
  if (pattern === '') return 'it is empty';
  if (pattern.length > longest) return `it is longer than ${longest} characters`;
  if (/\p{Cc}/u.test(pattern)) return 'it holds a control character';
  if (pattern.startsWith('!')) return 'it starts with `!`, and a glob cannot be negated here';
  if (pattern.includes('\\')) return 'it holds a backslash; write `/` between folders';
  const alternatives = expandBraces(pattern);
  if (alternatives === 'broken') return 'its braces are nested or not closed';
  if (alternatives === 'many') return `its braces stand for more than ${mostAlternatives} patterns`;
  for (const alternative of alternatives) {
    const names = alternative.replace(/^\//, '').replace(/\/$/, '').split('/');
    if (names.some((name) => name === '.' || name === '..')) return 'it holds `.` or `..` as a folder';
    if (names.some((name) => name === '')) return 'it holds an empty folder name';
    if (names.some((name) => name !== '**' && name.includes('**'))) return '`**` must be a whole folder name, as in `src/**/x`';
  }
  return null;
}

/** True for the paths that at least one pattern covers. A pattern with a `globProblem` covers nothing. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.filter((pattern) => globProblem(pattern) === null).flatMap((pattern) => compile(pattern));
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const names = path.split('/');
    const matches = compiled.some((pattern) => foldersMatch(pattern, names));
    if (known.size < mostRemembered) known.set(path, matches);
    return matches;
  };
}

/** True for names, which are no paths: `*` stands for any characters, `/` among them, and case does not count. */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const compiled = patterns.flatMap((pattern) => {
    const alternatives = expandBraces(pattern.toLowerCase());
    return typeof alternatives === 'string' ? [] : alternatives;
  });
  return (name) => compiled.some((pattern) => nameMatches(pattern, name.toLowerCase()));
}

function compile(pattern: string): string[][] {
  const alternatives = expandBraces(pattern);
  if (typeof alternatives === 'string') return [];
  return alternatives.map((alternative) => {
    const names = alternative.replace(/^\//, '').split('/');
    if (!alternative.includes('/')) names.unshift('**');
    if (names.at(-1) === '') names[names.length - 1] = '**';
    // What ends in `**` is what lies below the folder, not the folder's own name.
    if (names.at(-1) === '**') names.push('*');
    return names;
  });
}

function expandBraces(pattern: string): string[] | 'broken' | 'many' {
  let expanded = [''];
  let rest = pattern;
  for (;;) {
    const open = rest.indexOf('{');
    const close = rest.indexOf('}');
    if (open < 0 && close < 0) return expanded.map((start) => start + rest);
    const inside = rest.slice(open + 1, close);
    if (open < 0 || close < open || inside.includes('{')) return 'broken';
    const choices = inside.split(',');
    if (expanded.length * choices.length > mostAlternatives) return 'many';
    const before = rest.slice(0, open);
    expanded = expanded.flatMap((start) => choices.map((choice) => start + before + choice));
    rest = rest.slice(close + 1);
  }
}

function foldersMatch(pattern: readonly string[], names: readonly string[]): boolean {
  return wildcardMatch(pattern, names, (part) => part === '**', nameMatches);
}

function nameMatches(pattern: string, name: string): boolean {
  return wildcardMatch(
    pattern,
    name,
    (part) => part === '*',
    (part, character) => part === '?' || part === character,
  );
}

/** Greedy match: on a mismatch only the latest wildcard takes one item more, which is enough because items are single. */
function wildcardMatch<T extends string>(
  pattern: ArrayLike<T>,
  items: ArrayLike<T>,
  isWildcard: (part: T) => boolean,
  fits: (part: T, item: T) => boolean,
): boolean {
  let at = 0;
  let item = 0;
  let wildcard = -1;
  let taken = 0;
  while (item < items.length) {
    if (at < pattern.length && isWildcard(pattern[at]!)) {
      wildcard = at++;
      taken = item;
    } else if (at < pattern.length && fits(pattern[at]!, items[item]!)) {
      at++;
      item++;
    } else if (wildcard >= 0) {
      at = wildcard + 1;
      item = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.length && isWildcard(pattern[at]!)) at++;
  return at === pattern.length;
}
