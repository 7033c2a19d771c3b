/**
 * What a regular expression proves of a text that it matches: the contexts none of whose metacharacters it lets through. The pattern is read,
 * not trusted, and not run on anything: an alternative, a class or a dot that lets a character through counts as letting it through anywhere.
 */
import { type Context, contexts, maskOf } from './contexts.ts';

const MAX_PATTERN = 400;

/** For each context characters that can do harm there; one of them is enough. */
const harmful: Readonly<Partial<Record<Context, string>>> = {
  shell: ' \t\n;&|<>$`\\"\'(){}*?[]~#!',
  command: ' \t\n;&|<>$`\\"\'()/.',
  argument: '-',
  program: '\n;{}()/\\$&|"\'',
  arithmetic: '[$`(',
  name: '[$`(=',
  code: '()[]{};=\'"`+\\$',
  member: '()[]_',
  sql: '\'"\\;',
  'sql-identifier': '\'"\\;() \n,',
  nosql: '$[]{}',
  ldap: '*()\\\0',
  xpath: '\'"[]()=|',
  graphql: '"{}()\\',
  regex: '*+{}()[]?|\\',
  path: './\\',
  url: '/:@.#?\\',
  redirect: '/:\\',
  html: '<>"\'&',
  script: '<>"\'\\;:()`',
  template: '{}<>$#%',
  header: '\r\n',
  log: '\r\n',
  format: '{}%',
  key: '_',
  record: '<>\'"\\;',
};

/** A pattern's text without the slashes and flags of a literal. */
function taken(pattern: string): { readonly body: string; readonly flags: string } {
  const literal = /^\/([\s\S]*)\/([a-z]*)$/.exec(pattern);
  return literal ? { body: literal[1]!, flags: literal[2]! } : { body: pattern, flags: '' };
}

/** Contexts that a text is harmless in where the pattern matches it. */
export function provenByPattern(pattern: string, match: 'whole' | 'start' | 'part'): number {
  const { body, flags } = taken(pattern);
  if (body.length > MAX_PATTERN || flags.includes('m')) return 0;
  const anchored = anchors(body);
  if (!anchored) return 0;
  if (match === 'part' && !anchored.start) return 0;
  const rooted = startsAtRoot(anchored.inner) ? maskOf('rooted') : 0;
  return rooted | provenWhole(anchored, match, flags);
}

/** A slash, and then something that is none: an address without a host. */
function startsAtRoot(inner: string): boolean {
  const rest = /^\\?\/(.*)$/s.exec(inner)?.[1];
  if (rest === undefined || rest === '') return false;
  const refused = /^\(\?!(.*?)\)/.exec(rest)?.[1];
  if (refused !== undefined) return refused.includes('/');
  const first = firstAtom(rest);
  if (/^[*?{]/.test(rest.slice(first.length))) return false;
  const allowed = allowedBy(first, false);
  return allowed !== null && allowed.size > 0 && !allowed.has('/') && !allowed.has('\\');
}

function provenWhole(
  anchored: { readonly inner: string; readonly end: boolean },
  match: 'whole' | 'start' | 'part',
  flags: string,
): number {
  if (match !== 'whole' && !anchored.end) return 0;
  const allowed = allowedBy(anchored.inner, flags.includes('s'));
  if (!allowed) return 0;
  const safe: Context[] = [];
  for (const context of contexts) {
    const bad = harmful[context];
    if (bad === undefined) continue;
    if (
      context === 'path'
        ? !allowed.has('/') && !allowed.has('\\') && !(allowed.has('.') && !needsOther(anchored.inner))
        : ![...bad].some((character) => allowed.has(character))
    )
      safe.push(context);
    // Without letters, brackets and quotes there is nothing to call: it can only be computed.
    else if (context === 'code' && ![...LETTERS].some((character) => allowed.has(character))) safe.push(context);
    // An option begins with a dash: a dash further on is none.
    else if (context === 'argument' && !startsWith(anchored.inner, '-')) safe.push(context);
    // `__proto__` needs two of them.
    else if (context === 'key' && !allowed.has('_')) safe.push(context);
  }
  return maskOf(...safe);
}

/**
 * What is proven of a text from which everything that a negated class matches was taken or replaced: only what the class names is left, and
 * what was put in its place. A class that is not negated proves a text harmless where it names all that does harm; one that is not taken
 * everywhere proves nothing.
 */
export function provenByRemoval(pattern: string, replacement: string): number {
  const { body, flags } = taken(pattern);
  // Of a literal without that flag only the first goes.
  if (/^\/[\s\S]*\/[a-z]*$/.test(pattern) && !flags.includes('g')) return 0;
  // Without its bracket no tag begins.
  if (flags.includes('g') && takesBrackets(body) && !replacement.includes('<')) return maskOf('html');
  // In single quotes of a shell, with each of the value's own closed, escaped and opened again.
  if (body === "'" && /^'(?:\\+'|"'")'$/.test(replacement)) return maskOf('shell');
  // Everything that a pattern reads as syntax, each with a backslash before it.
  if (/^\[(?!\^)/.test(body) && /^\\+\$[&0]$/.test(replacement) && escapesPatterns(body)) return maskOf('regex');
  const gone = /^\[(?!\^)((?:\\.|[^\]\\])+)\][+*]?$/.exec(body);
  if (gone && body.length <= MAX_PATTERN) return provenByAbsenceOf(classCharacters(gone[1]!), replacement);
  const kept = /^\[\^((?:\[:\w+:\]|\\.|[^\]\\])+)\][+*]?$/.exec(body);
  if (!kept || body.length > MAX_PATTERN) return 0;
  const characters = classCharacters(kept[1]!);
  if (characters === null) return 0;
  const allowed = new Set([...characters, ...replacement]);
  const safe = contexts.filter((context) => {
    const bad = harmful[context];
    if (bad === undefined) return false;
    return context === 'path' ? !allowed.has('/') && !allowed.has('\\') : ![...bad].some((character) => allowed.has(character));
  });
  return maskOf(...safe);
}

/** Contexts all of whose metacharacters are among these, and not in what stands for them. */
function provenByAbsenceOf(characters: string | null, replacement: string): number {
  if (characters === null) return 0;
  const removed = new Set(characters);
  return maskOf(
    ...contexts.filter((context) => {
      const bad = harmful[context];
      return bad !== undefined && [...bad].every((character) => removed.has(character) && !replacement.includes(character));
    }),
  );
}

/** `<` alone, or a class that holds it. */
function takesBrackets(body: string): boolean {
  if (body === '<') return true;
  const members = /^\[((?:\\.|[^\]\\^])(?:\\.|[^\]\\])*)\][+]?$/.exec(body);
  return members !== null && body.length <= MAX_PATTERN && (classCharacters(members[1]!)?.includes('<') ?? false);
}

function escapesPatterns(body: string): boolean {
  const characters = body.endsWith(']') ? classCharacters(body.slice(1, -1)) : null;
  return characters !== null && [...'*+?()[{|\\.^$'].every((character) => characters.includes(character));
}

/** True where the first character cannot be this one. */
function startsWith(inner: string, character: string): boolean {
  const first = allowedBy(firstAtom(inner), false);
  return first === null || first.size === 0 || first.has(character);
}

/** Without a letter or digit that must be there, `.` and `..` pass. */
function needsOther(inner: string): boolean {
  const first = allowedBy(firstAtom(inner), false);
  return first !== null && first.size > 0 && !first.has('.') && !/^(?:\[[^\]]*\]|\\?.)[*?]/.test(inner);
}

function firstAtom(inner: string): string {
  return /^(?:\[(?:\\.|[^\]\\])*\]|\\.|\((?:\?:)?(?:\[(?:\\.|[^\]\\])*\]|\\.|[^()])*\)|.)/.exec(inner)?.[0] ?? '';
}

/** The pattern without its anchors. An alternative at the top would have to be anchored on each side; then it is not. */
function anchors(body: string): { readonly inner: string; readonly start: boolean; readonly end: boolean } | null {
  if (hasTopAlternative(body)) return null;
  const start = /^(?:\^|\\A)/.test(body);
  // `$` lets a newline at the end through in Python, and `\Z` there and `\z` elsewhere do not; a trailing newline is told by none of the others.
  const end = /(?:(?<!\\)(?:\\\\)*\$|\\[zZ])$/.test(body);
  return { inner: body.replace(/^(?:\^|\\A)/, '').replace(/(?:\$|\\[zZ])$/, ''), start, end };
}

function hasTopAlternative(body: string): boolean {
  let depth = 0;
  for (let index = 0; index < body.length; index++) {
    const character = body[index]!;
    if (character === '\\') index++;
    else if (character === '[') index = endOfClass(body, index);
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}

function endOfClass(body: string, open: number): number {
  let index = open + 1;
  if (body[index] === '^') index++;
  if (body[index] === ']') index++;
  for (; index < body.length && body[index] !== ']'; index++) {
    if (body[index] === '\\') index++;
    // `[:alnum:]` within.
    else if (body.startsWith('[:', index)) {
      const end = body.indexOf(':]', index);
      if (end > 0) index = end + 1;
    }
  }
  return index;
}

const WORD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_';
const LETTERS = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$[]{}'"\`\\=;`;
const DIGITS = '0123456789';
const SPACE = ' \t\r\n\f\v';
const ASCII = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)).join('');

function classOf(letter: string): string | null {
  switch (letter) {
    case 'w':
      return WORD;
    case 'd':
      return DIGITS;
    case 's':
      return SPACE;
    case 'W':
      return without(WORD);
    case 'D':
      return without(DIGITS);
    case 'S':
      return without(SPACE);
    default:
      return null;
  }
}

function without(characters: string): string {
  return [...ASCII].filter((character) => !characters.includes(character)).join('');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', '0': '\0' };
const named: Readonly<Record<string, string>> = {
  alnum: WORD.replace('_', ''),
  alpha: WORD.replace(/[0-9_]/g, ''),
  digit: DIGITS,
  xdigit: '0123456789abcdefABCDEF',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  space: SPACE,
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** Every character that may occur in what the pattern matches; null where it is not understood. */
function allowedBy(inner: string, dotAll: boolean): ReadonlySet<string> | null {
  const allowed = new Set<string>();
  const add = (characters: string) => {
    for (const character of characters) allowed.add(character);
  };
  for (let index = 0; index < inner.length; index++) {
    const character = inner[index]!;
    if (character === '\\') {
      const next = inner[++index] ?? '';
      const known = classOf(next);
      if (known) add(known);
      else if (/[bB]/.test(next)) continue;
      else if (/[pPxuck1-9]/.test(next)) {
        if (!/[pP]/.test(next)) return null;
        const property = /^\{([^}]*)\}/.exec(inner.slice(index + 1));
        if (!property || next === 'P' || !/^(?:L|Lu|Ll|N|Nd|Letter|Number|Alphabetic|General_Category=\w+|Script=\w+)$/.test(property[1]!))
          return null;
        add(WORD);
        index += property[0].length;
      } else add(escapes[next] ?? next);
    } else if (character === '[') {
      const end = endOfClass(inner, index);
      const characters = classCharacters(inner.slice(index + 1, end));
      if (characters === null) return null;
      add(characters);
      index = end;
    } else if (character === '.') add(dotAll ? ASCII : without('\n'));
    else if (character === '(') {
      if (inner[index + 1] === '?') {
        const kind = /^\?(?::|P?<\w+>|<\w+>)/.exec(inner.slice(index + 1));
        // A look-ahead only narrows; what it lets through is told by the rest.
        if (!kind) {
          const look = /^\?(?:=|!|<=|<!)/.exec(inner.slice(index + 1));
          if (!look) return null;
          index = endOfGroup(inner, index);
        } else index += kind[0].length;
      }
    } else if (character === '{') {
      const bounds = /^\{\d*,?\d*\}/.exec(inner.slice(index));
      if (bounds) index += bounds[0].length - 1;
      else add('{');
    } else if (!')|*+?^$'.includes(character)) add(character);
  }
  return allowed;
}

function endOfGroup(inner: string, open: number): number {
  let depth = 0;
  for (let index = open; index < inner.length; index++) {
    const character = inner[index]!;
    if (character === '\\') index++;
    else if (character === '[') index = endOfClass(inner, index);
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return index;
  }
  return inner.length;
}

function classCharacters(text: string): string | null {
  const isNegated = text.startsWith('^');
  const body = isNegated ? text.slice(1) : text;
  let characters = '';
  for (let index = 0; index < body.length; index++) {
    const posix = /^\[:(\w+):\]/.exec(body.slice(index));
    if (posix) {
      const known = named[posix[1]!];
      if (known === undefined) return null;
      characters += known;
      index += posix[0].length - 1;
      continue;
    }
    let character = body[index]!;
    if (character === '\\') {
      const next = body[++index] ?? '';
      const known = classOf(next);
      if (known) {
        characters += known;
        continue;
      }
      if (/[pPxuc]/.test(next)) return null;
      character = next === 'b' ? '\b' : (escapes[next] ?? next);
    }
    if (body[index + 1] === '-' && index + 2 < body.length) {
      let last = body[index + 2]!;
      let used = 2;
      if (last === '\\') {
        last = body[index + 3] ?? '';
        used = 3;
      }
      if (last.charCodeAt(0) - character.charCodeAt(0) > 70_000) return null;
      for (let code = character.charCodeAt(0); code <= Math.min(last.charCodeAt(0), 0x17f); code++) characters += String.fromCharCode(code);
      index += used;
    } else characters += character;
  }
  return isNegated ? without(characters) : characters;
}
