/** Finds in a text of any kind where something named after a secret is given a value. One pass; nothing is looked at twice. */
import { type SlotKind, slotKindOf, slotMarks } from './slotNames.ts';
import type { TextFormat } from './textFormat.ts';

export interface Slot {
  readonly name: string;
  readonly kind: SlotKind;
  readonly value: string;
  /** Of the value, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** `default`: it counts where the environment has none. `argument`: the name is a text too, as in `put("password", "…")`; `listed`: the next of a list. */
  readonly way: 'assigned' | 'compared' | 'argument' | 'listed' | 'default' | 'called' | 'option';
}

const MARK = new RegExp(slotMarks.join('|'), 'gi');
const MAX_NAME = 80;
const MAX_VALUE = 600;
const MAX_BLANKS = 60;

function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === '`';
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (at - from < MAX_BLANKS && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** `: string =`, ` string =`, `: &'static str =`, `?: string | null =`, `[] =`: what is said of the type before the value. */
const TYPE = /[?!]?(?::[ \t]{0,4}|[ \t]{1,4})(?:const[ \t])?[A-Za-z_&*][\w&*<>[\].|?' ]{0,50}=(?![=>])/y;
/** What makes a text of a text: the text is the value all the same. */
const WRAPPER =
  /(?:(?:new[ \t]{1,4})?(?:String|str|bytes|bytearray|SecretStr|SecretString|SecureString|NSString|std::string|string|Some|Buffer\.from|TextEncoder\(\)\.encode|atob|b64decode|base64\.b64decode|bytes\.fromhex|unhexlify|binascii\.unhexlify|hex\.DecodeString|Encoding\.\w{4,8}\.GetBytes|Optional\.of|Secret|Fernet|\[\]byte|ReadOnlySpan<byte>|SecretKey::from|PSCredential|ConvertTo-SecureString(?:[ \t]-String)?|SecretValue\.unsafePlainText|sensitive|Field|Secret\.from|Redacted|Redacted\.make)(?:\([ \t]{0,4}(?:default[ \t]{0,2}=[ \t]{0,2})?|[ \t]{1,4})){1,2}/y;
/** Reads the environment and falls back to what follows. */
const FALLBACK =
  /(?:process\.env(?:\.\w{1,60}|\[['"]\w{1,60}['"]\])|(?:os\.)?(?:environ\.get|getenv|get_env)\([ \t]{0,4}['"]\w{1,60}['"]|(?:ENV|_ENV)(?:\[|\.fetch\()[ \t]{0,4}['"]\w{1,60}['"]\]?|(?:env|config|Env::get|System\.getProperty|GetEnvironmentVariable|getEnv|env_or|envOr|env\.str|std::env::var)\([ \t]{0,4}['"][\w.-]{1,60}['"]\)?)[ \t]{0,4}(?:\|\||\?\?|,|or\b|\?:|\.unwrap_or\()[ \t]{0,4}(?:default[ \t]{0,2}=[ \t]{0,2})?/y;
/** `name: DB_PASSWORD` on one line or in one tag, `value: …` beside it. */
const VALUE_BESIDE =
  /["']?[ \t]{0,8},?(?:[ \t]{0,8}\r?\n[ \t]{0,40})?[ \t]{0,8}["']?(?:value|Value|defaultValue|default)["']?[ \t]{0,4}[=:][ \t]{0,8}/y;

const NEXT_STRING = /<\/key>\s{0,80}(?:<!--[^<>]{0,200}-->\s{0,80})?<string>/y;
/** `"name": { "value": …` */
const BOXED = /:[ \t]{0,4}\{[ \t\r\n]{0,40}["']?value["']?[ \t]{0,4}:[ \t]{0,4}(?=["'])/y;
/** A variable of Terraform and the text that it has by default. */
const DEFAULT_INSIDE = /"[ \t]{0,4}\{[^{}"]{0,80}(?:"[^"\n]{0,120}"[^{}"]{0,60}){0,4}default[ \t]{0,8}=[ \t]{0,8}/y;
/** What people put before a credential in a header. */
const SCHEME = /(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|Bot|OAuth)[ \t]{1,4}/iy;
/** A user's name and a comma: what follows is the password. */
const USER_FIRST = /[ \t]{0,4}["'][^"'\n]{1,60}["'][ \t]{0,4},[ \t]{0,4}/y;
const COMPARING = /\.(?:equals|Equals|equalsIgnoreCase|compareTo|contentEquals|isEqual)$/;
const IDENTIFIED_BY = /(?:[ \t]{1,4}with[ \t]{1,4}\w{1,40})?[ \t]{1,4}(?:by|as)(?:[ \t]{1,4}(?:password|values))?[ \t]{1,4}(?=')/iy;
const SETTER =
  /(?:define|set\w{0,30}|put|add\w{0,30}|append\w{0,30}|property|prop|with\w{0,30}|header|option|configure|\w{0,20}env\w{0,20}|insert|setex|default)\([ \t]{0,4}$/i;

/** The text in quotes that begins at an offset, or null if its line does not end it. */
export function quotedAt(text: string, at: number): { readonly start: number; readonly end: number; readonly after: number } | null {
  const escaped = text[at] === '\\' && text[at + 1] === '"';
  const quote = escaped ? '"' : text[at]!;
  let start = at + (escaped ? 2 : 1);
  const isTriple = !escaped && text[start] === quote && text[start + 1] === quote;
  if (isTriple) start += 2;
  const stop = Math.min(text.length, start + MAX_VALUE);
  for (let end = start; end < stop; end++) {
    const char = text[end];
    if (char === '\n' || char === '\r') return null;
    if (char === '\\') {
      if (escaped && text[end + 1] === '"') return { start, end, after: end + 2 };
      end++;
    } else if (char === quote) return { start, end, after: end + (isTriple ? 3 : 1) };
  }
  return null;
}

/** What follows a text and makes another one of it: `+ x`, `.format(x)`, `% x`. */
function isPartOnly(text: string, after: number): boolean {
  const at = afterBlanks(text, after);
  const char = text[at];
  if (char === '+' || char === '%') return true;
  if (char !== '.') return false;
  // Two dots concatenate in Lua, one does in PHP; a method that only changes the form leaves the value what it is.
  return !/^\.(?:to_?string|to_?owned|into|encode|getBytes|get_bytes|toCharArray|trim|strip|as_bytes|to_vec|freeze|default|optional|describe)\b/i.test(
    text.slice(at, at + 20),
  );
}

/** The rest of a line as configuration means it, or one word of it. */
function bareAt(text: string, at: number, format: TextFormat): { readonly start: number; readonly end: number } | null {
  const stop = Math.min(text.length, at + MAX_VALUE);
  let end = at;
  if (format === 'config') {
    while (end < stop && text[end] !== '\n' && text[end] !== '\r') {
      // A comment behind it; a `#` inside a word belongs to the word.
      if ((text[end] === '#' || text[end] === ';') && (text[end - 1] === ' ' || text[end - 1] === '\t')) break;
      end++;
    }
    while (end > at && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  } else {
    const ends = format === 'markup' ? '<"\' \t\r\n' : ' \t\r\n"\'`;|&<>()';
    while (end < stop && !ends.includes(text[end]!)) end++;
  }
  return end > at && end < stop + 1 ? { start: at, end } : null;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  readonly way: Slot['way'];
}

function afterWord(text: string, from: number): number {
  let at = from;
  while (at - from < 20 && at < text.length && text[at] !== ' ' && text[at] !== '\n') at++;
  return at;
}

/** Without the scheme of a header before it. */
function credentialOf(text: string, found: Found): Found {
  const scheme = matchAt(SCHEME, text, found.start);
  return scheme && found.start + scheme[0].length < found.end ? { ...found, start: found.start + scheme[0].length } : found;
}

/** The value behind an operator. */
function valueAt(text: string, from: number, format: TextFormat, way: Slot['way'], mayBeBare: boolean): Found | null {
  let at = afterBlanks(text, from);
  if (format === 'code' && (text[at] === '\n' || text[at] === '\r')) at = afterBlanks(text, text.indexOf('\n', at) + 1);
  if (format === 'config' && text[at] === '!' && text[at + 1] === '!') at = afterBlanks(text, afterWord(text, at));
  let found = way;
  if (format === 'code' || format === 'shell' || format === 'markup') {
    const fallback = matchAt(FALLBACK, text, at);
    if (fallback) {
      at += fallback[0].length;
      found = 'default';
    }
    const wrapper = matchAt(WRAPPER, text, at);
    if (wrapper) at += wrapper[0].length;
    // b'…', @"…", r"…", L"…"
    if (/[bBuUrR@LN]/.test(text[at] ?? '') && isQuote(text[at + 1])) at++;
  }
  if (isQuote(text[at]) || (text[at] === '\\' && text[at + 1] === '"')) {
    const quoted = quotedAt(text, at);
    if (!quoted || (format === 'code' && isPartOnly(text, quoted.after))) return null;
    return { start: quoted.start, end: quoted.end, isQuoted: true, way: found };
  }
  if (!mayBeBare || found === 'default') return null;
  const bare = bareAt(text, at, format);
  return bare && { ...bare, isQuoted: false, way: found };
}

/** The rest of an address leads to the name: it is one of its settings. */
const ADDRESS_BEFORE = /https?:\/\/[^\s"'`<>]{3,290}$/;

/** Many of these are made to be passed on, so it takes chance to be a secret. */
function queryAt(text: string, start: number): Found | null {
  let end = start;
  while (end - start < MAX_VALUE && /[\w.~+/=-]/.test(text[end] ?? '')) end++;
  return end > start && /[&"'`\s#)\]]/.test(text[end] ?? ' ') ? { start, end, isQuoted: false, way: 'listed' } : null;
}

/** Reads what stands behind a name: closing quotes, a type, an operator, the value. */
function readSlot(text: string, nameStart: number, nameEnd: number, format: TextFormat): Found | null {
  const before = text[nameStart - 1];
  // One of the settings of an address or of a connection.
  if (
    text[nameEnd] === '=' &&
    (before === '?' || before === '&') &&
    ADDRESS_BEFORE.test(text.slice(Math.max(0, nameStart - 300), nameStart))
  )
    return queryAt(text, nameEnd + 1);
  if (before === ';' || before === '&' || (before === '?' && format !== 'code')) return null;
  let at = nameEnd;
  let isText = false;
  for (let closing = 0; closing < 3; closing++, at++) {
    const char = text[at];
    if (char === '\\' && text[at + 1] === '"') at++;
    else if (
      !isQuote(char) &&
      char !== ']' &&
      !(char === ')' && isText && /^\)[ \t]{0,4}(?:\|\||\?\?|\?:|[=!]=)/.test(text.slice(at, at + 7)))
    )
      break;
    isText ||= char !== ']' && char !== ')';
  }
  if (text[at] === '[' && text[at + 1] === ']') at += 2;
  const isClosed = isText && isQuote(before);
  const tight = at;
  at = afterBlanks(text, at);
  const char = text[at];
  const next = text[at + 1];
  if (char === '=') {
    if (next === '>') return valueAt(text, at + 2, format, 'assigned', false);
    if (next === '=') return format === 'config' ? null : valueAt(text, at + (text[at + 2] === '=' ? 3 : 2), format, 'compared', false);
    const isTight = at === tight && !' \t'.includes(text[at + 1] ?? ' ');
    const isName =
      format === 'prose' ? /^[A-Z][A-Z0-9_]{3,}$/.test(text.slice(nameStart, nameEnd)) : format === 'config' || format === 'shell';
    if (next === '(' && nameEnd - nameStart === 4) {
      const user = matchAt(USER_FIRST, text, at + 2);
      return user && valueAt(text, at + 2 + user[0].length, format, 'assigned', false);
    }
    // Before a command on the same line it is one word.
    const isOfCommand = format === 'config' && isTight && before === ' ' && /^[A-Z][A-Z0-9_]{3,}$/.test(text.slice(nameStart, nameEnd));
    return valueAt(
      text,
      at + 1,
      isOfCommand ? 'shell' : format,
      before === '-' || text[nameStart] === '-' ? 'option' : 'assigned',
      isName && (isTight || format === 'config'),
    );
  }
  if (char === '!' && next === '=') return valueAt(text, at + (text[at + 2] === '=' ? 3 : 2), format, 'compared', false);
  if (char === ':' && next === '=') return valueAt(text, at + 2, format, 'assigned', format === 'shell');
  if (char === ':' || (char === '?' && next === ':')) {
    const type = format === 'code' ? matchAt(TYPE, text, at) : null;
    if (type) return valueAt(text, at + type[0].length, format, 'assigned', false);
    if (char === '?' && next === ':') return valueAt(text, at + 2, format, 'default', false);
    if (next === ':') return null;
    const boxed = isText || format === 'config' ? matchAt(BOXED, text, at) : null;
    if (boxed) return valueAt(text, at + boxed[0].length, format, 'assigned', false);
    // `"Authorization: Bearer …"`: a header's name and value in one text.
    if (isQuote(before) && !isText && next === ' ') {
      const from = afterBlanks(text, at + 1);
      let end = from;
      while (end < text.length && end - from < MAX_VALUE && text[end] !== before && text[end] !== '\n') end++;
      return text[end] === before && end > from ? { start: from, end, isQuoted: true, way: 'assigned' } : null;
    }
    // In YAML the blank is part of the operator.
    return valueAt(text, at + 1, format, 'assigned', format === 'config' && /[ \t]/.test(next ?? ''));
  }
  if ((char === '|' && next === '|') || (char === '?' && next === '?'))
    return valueAt(text, at + (text[at + 2] === '=' ? 3 : 2), format, 'default', false);
  // `set :session_secret, '…'`
  if (char === ',' && before === ':' && !isText) return valueAt(text, at + 1, format, 'argument', false);
  if (char === ',' && isClosed) {
    const beside = matchAt(VALUE_BESIDE, text, tight - 1) ?? matchAt(VALUE_BESIDE, text, tight);
    return beside
      ? valueAt(text, (matchAt(VALUE_BESIDE, text, tight - 1) ? tight - 1 : tight) + beside[0].length, format, 'assigned', false)
      : valueAt(text, at + 1, format, SETTER.test(text.slice(Math.max(0, nameStart - 45), nameStart - 1)) ? 'argument' : 'listed', false);
  }
  if (char === '(' && !isText) {
    const name = text.slice(nameStart, nameEnd);
    const user = /(?:auth|authentication|credentials?)$/i.test(name) ? matchAt(USER_FIRST, text, at + 1) : null;
    if (user) return valueAt(text, at + 1 + user[0].length, format, 'assigned', false);
    return valueAt(text, at + 1, format, COMPARING.test(name) ? 'compared' : 'called', false);
  }
  if (char === '<' && format === 'markup' && before === '>') {
    // `<key>password</key> <string>…<` of a property list
    const next = matchAt(NEXT_STRING, text, at);
    return next && valueAt(text, at + next[0].length, format, 'assigned', true);
  }
  if (char === '>' && format === 'markup' && text[at - 1] !== '/') {
    // `<password>…<`, and `<entry key="password">…<`.
    const isKey = isText && /(?:name|key)[ \t]?=[ \t]?$/i.test(text.slice(Math.max(0, nameStart - 8), nameStart - 1));
    return before === '<' || isKey ? valueAt(text, at + 1, format, 'assigned', true) : null;
  }
  const inside = isText && format === 'code' ? matchAt(DEFAULT_INSIDE, text, tight - 1) : null;
  if (inside) return valueAt(text, tight - 1 + inside[0].length, format, 'assigned', false);
  const beside = matchAt(VALUE_BESIDE, text, tight);
  if (beside && (format === 'config' || isText)) return valueAt(text, tight + beside[0].length, format, 'assigned', format === 'config');
  if (at > tight) {
    const identified = format === 'config' ? null : matchAt(IDENTIFIED_BY, text, tight);
    if (identified) return valueAt(text, tight + identified[0].length, format, 'assigned', false);
    if (format === 'code' && !isText) {
      const type = matchAt(TYPE, text, tight);
      if (type) return valueAt(text, tight + type[0].length, format, 'assigned', false);
    }
    // `--password x`, `-Password "x"`, `#define PASSWORD "x"`, `IDENTIFIED … PASSWORD 'x'`.
    if (text[nameStart] === '-')
      return valueAt(text, at, format === 'config' ? 'shell' : format, 'option', format === 'shell' || format === 'config');
    if ((char === '"' || char === "'") && format !== 'prose' && !isText) return valueAt(text, at, format, 'option', false);
    if (format === 'shell' || format === 'config') {
      const window = text.slice(Math.max(0, nameStart - 40), nameStart);
      const newline = window.lastIndexOf('\n');
      const head = newline >= 0 || nameStart < 40 ? window.slice(newline + 1) : '-';
      if (/^[ \t]*(?:(?:ENV|ARG|setenv|SET)[ \t]+|machine[ \t]+\S+[ \t]+(?:login[ \t]+\S+[ \t]+)?|(?:login[ \t]+\S+[ \t]+))$/.test(head))
        return valueAt(text, at, 'shell', 'assigned', true);
      if (
        /^[ \t]*(?:enable[ \t]+|user[ \t]+\S+[ \t]+)?$/.test(head) &&
        /^(?:requirepass|masterauth|bindpw|rootpw|password|insecure-password)$/.test(text.slice(nameStart, nameEnd)) &&
        format === 'config'
      )
        return valueAt(text, at, 'shell', 'assigned', true);
    }
  }
  return null;
}

/** Means a password only beside a user, or among what a form sends. */
const SHORT = /^(?:pass|pw|PWD|pwd)$/i;
const SENT = /(?:_POST|_REQUEST|_GET|params|body|form|query|request)(?:\[["':]{1,2}|\.)$/;
const USER = /(?:^|[\s,{(["'])(?:user|username|user_?id|login|uid|dbuser|email)["']?[ \t]{0,4}(?:[:=]|=>)/i;
const LOGIN_WINDOW = 160;
/** What a key alone belongs to, if it signs or encrypts. */
const KEY_OF =
  /(?<![\w-])(?:jwt|jwtsettings|jwtoptions|encrypt|encryption|hmac|signing)["']?[ \t]{0,4}[:=][ \t\r\n]{0,20}(?:#[^\n]{0,80}\n[ \t]{0,20})?(?:\{[^{}]{0,120})?["']?$/i;

function isOfLogin(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - LOGIN_WINDOW), start);
  return SENT.test(before) || USER.test(before) || USER.test(text.slice(end, end + LOGIN_WINDOW));
}

/** Every place where something named after a secret is given a text, in reading order. */
export function* slotsIn(text: string, format: TextFormat): Generator<Slot> {
  let from = 0;
  MARK.lastIndex = 0;
  for (let mark = MARK.exec(text); mark; mark = MARK.exec(text)) {
    let nameStart = mark.index;
    let nameEnd = mark.index + mark[0].length;
    while (nameEnd < text.length && nameEnd - mark.index < MAX_NAME && isNameCode(text.charCodeAt(nameEnd))) nameEnd++;
    // A full stop ends a sentence or begins a method; it is part of a name only between its words.
    while (nameEnd > mark.index && (text[nameEnd - 1] === '.' || text[nameEnd - 1] === '-')) nameEnd--;
    const lowest = Math.max(from, mark.index - MAX_NAME);
    while (nameStart > lowest && isNameCode(text.charCodeAt(nameStart - 1))) nameStart--;
    from = nameEnd;
    const { lastIndex } = MARK;
    // What can follow a name of anything; most marks stand in words that are nobody's name.
    const code = text.charCodeAt(nameEnd);
    const may =
      code <= 32 ||
      code === 34 ||
      code === 39 ||
      code === 40 ||
      code === 44 ||
      code === 58 ||
      code === 60 ||
      code === 61 ||
      code === 62 ||
      code === 63 ||
      code === 91 ||
      code === 92 ||
      code === 93 ||
      code === 96 ||
      code === 124 ||
      code === 33;
    const name = may ? text.slice(nameStart, nameEnd) : '';
    // `auth=("user", "…")`
    const kind =
      (name === 'auth' && text[nameEnd] === '=' && text[nameEnd + 1] === '(') || (SHORT.test(name) && isOfLogin(text, nameStart, nameEnd))
        ? 'password'
        : /^key$/i.test(name) && KEY_OF.test(text.slice(Math.max(0, nameStart - LOGIN_WINDOW), nameStart))
          ? 'secret'
          : may
            ? slotKindOf(name.replace(COMPARING, ''))
            : null;
    const read = kind === null ? null : readSlot(text, nameStart, nameEnd, format);
    if (kind !== null && read) {
      const found = kind === 'token' ? credentialOf(text, read) : read;
      yield { name, kind, value: text.slice(found.start, found.end), ...found };
      from = found.end;
    }
    MARK.lastIndex = Math.max(lastIndex, from);
  }
}
