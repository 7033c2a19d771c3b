/** Finds texts that are secrets by the place where they stand: `jwt.sign(claims, '…')`, `"…".equals(password)`, `key = bytes.fromhex("…")`. */
import { type SlotKind, slotKindOf } from './slotNames.ts';
import { quotedAt, type Slot } from './slots.ts';

interface Taking {
  readonly kind: SlotKind;
  /** Which argument, from 0. */
  readonly at: number;
  /** What the text before it among the arguments says, where the name alone says too little. */
  readonly after?: RegExp;
  /** What the text is, where the function's name does not say it. */
  readonly name?: string;
  /** Holds `user:password`. */
  readonly isPair?: boolean;
}

const takings: Readonly<Record<string, Taking>> = {};
function take(names: string, taking: Taking): void {
  for (const name of names.split(' ')) Object.assign(takings, { [name]: taking });
}

// What signs and encrypts.
take(
  'cookieParser SignedString NewCookieStore SecretKeySpec SymmetricSecurityKey from_secret hmacShaKeyFor HMAC256 HMAC384 HMAC512 HMACSHA1 HMACSHA256 HMACSHA384 HMACSHA512 Fernet hmac.new AES.new URLSafeTimedSerializer URLSafeSerializer TimestampSigner setSigningKey',
  { kind: 'secret', at: 0 },
);
take(
  'jwt.sign jwt.verify jwt.encode jwt.decode jsonwebtoken.sign jsonwebtoken.verify JWT.encode JWT.decode JWT::encode JWT::decode JWT.sign JWT.verify jwtSign createHmac hmac.New HmacSHA1 HmacSHA256 HmacSHA512 HMAC.hexdigest HMAC.digest AES.encrypt AES.decrypt createCipheriv createDecipheriv signWith OAuthHandler',
  { kind: 'secret', at: 1 },
);
take('hash_hmac openssl_encrypt openssl_decrypt', { kind: 'secret', at: 2 });
take('twilio Twilio', { kind: 'token', at: 1, after: /^[^,]{0,2}AC[\da-f]{32}/ });
// Who logs in with what.
take('Credentials.basic SetBasicAuth basic_auth NetworkCredential PasswordAuthentication UsernamePasswordCredentials .login', {
  kind: 'password',
  at: 1,
});
take('.load .init PasswordProtection', { kind: 'password', at: 1 });
take('.auth :auth', { kind: 'password', at: 0 });
take('mysqli_connect mysql_connect mysqli MySQLdb.connect pymysql.connect DBI->connect DriverManager.getConnection PDO Sequelize', {
  kind: 'password',
  at: 2,
});
take('ldap_bind', { kind: 'password', at: 2 });
take('mysql_real_connect fromDriverManager', { kind: 'password', at: 3 });
take('.fromPhrase .fromMnemonic mnemonicToSeedSync mnemonicToSeed', { kind: 'secret', at: 0, name: 'mnemonic' });
take('curl_setopt', { kind: 'password', at: 2, after: /CURLOPT_(?:PROXY)?USERPWD/, isPair: true });
take('btoa base64Encode base64_encode b64encode Base64.strict_encode64', { kind: 'password', at: 0, isPair: true });

const CALL = new RegExp(
  `(${Object.keys(takings)
    .sort((a, b) => b.length - a.length)
    .map((name) => (/^\w/.test(name) ? '(?<!\\w)' : '') + name.replace(/[.]/g, '\\.'))
    .join('|')})(?:\\[\\w{1,20}\\]|['"]\\))?\\(`,
  'g',
);
/** What turns a text into bytes, and leaves what it says as it is. */
const READING =
  /^[ \t\r\n]{0,40}(?:(?:(?:new[ \t])?(?:\[\]byte|[\w.]{0,40}\.GetBytes|Buffer\.from|bytes|bytearray|(?:new )?TextEncoder\(\)\.encode|utf8\.encode|[\w.]{0,30}Utf8\.parse|[\w.]{0,30}FromBase64String|bytes\.fromhex|[\w.]{0,20}unhexlify|(?:base64\.)?b64decode|SecretKeySpec|hmacShaKeyFor)\([ \t]{0,4}){0,2})[bu@N]?(?=["'`])/;
/** What may follow it before the argument ends: its form is changed, and nothing is added. */
const REST =
  /^(?:\.(?:getBytes|toCharArray|encode|as_ref|as_bytes|to_vec|utf8|data|into|to_string)\b(?:\([^()]{0,40}\))?|\)|,[ ]?['"][\w-]{1,10}['"]\)|[ \t\r\n])*$/;
const MAX_ARGUMENTS = 700;

/** Where the arguments of a call begin and end, as far as they go. */
function argumentsFrom(text: string, from: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  const stop = Math.min(text.length, from + MAX_ARGUMENTS);
  let begin = from;
  let depth = 0;
  for (let at = from; at < stop; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'" || char === '`') {
      const quoted = quotedAt(text, at);
      if (!quoted) break;
      at = quoted.after - 1;
    } else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (depth === 0) {
        found.push([begin, at]);
        break;
      }
      depth--;
    } else if (char === ',' && depth === 0) {
      found.push([begin, at]);
      begin = at + 1;
    }
  }
  return found;
}

/** `"…".equals(password)` */
const EQUALS = /"\.(?:equals|equalsIgnoreCase|contentEquals|Equals)\([ \t]{0,4}([\w.]{1,60})(?:\(\))?[ \t]{0,4}\)/g;
const MAX_COMPARED = 120;

function* comparedIn(text: string): Generator<Slot> {
  for (const { 1: path, index } of text.matchAll(EQUALS)) {
    const name = path!.slice(path!.lastIndexOf('.') + 1);
    const kind = slotKindOf(name);
    const start = text.lastIndexOf('"', index - 1) + 1;
    if (kind === null || start === 0 || index - start > MAX_COMPARED) continue;
    const value = text.slice(start, index);
    if (!/[\n\\]/.test(value)) yield { name, kind, value, start, end: index, isQuoted: true, way: 'compared' };
  }
}

/** A name that says little, and bytes or a list that only a key is written as. */
const BYTES =
  /(?<![\w.'"-])(?:key|KEY|app\.keys)[ \t]{0,4}(?::[ \t]{0,2}\w{1,20}[ \t]{0,2})?:?=[ \t]{0,4}(?:(?:bytes\.fromhex|(?:binascii\.)?unhexlify|Buffer\.from|(?:base64\.)?b64decode|hex\.DecodeString|Convert\.FromBase64String)\(|(?<=\bkeys[ \t]{0,4}=[ \t]{0,4})\[)[ \t]{0,4}(?=["'])/g;

function* bytesIn(text: string): Generator<Slot> {
  for (const { 0: lead, index } of text.matchAll(BYTES)) {
    const quoted = quotedAt(text, index + lead.length);
    if (!quoted) continue;
    const value = text.slice(quoted.start, quoted.end);
    if (/^(?:[\da-f]{32,}|[\w+/=-]{20,})$/i.test(value))
      yield { name: 'key', kind: 'secret', value, start: quoted.start, end: quoted.end, isQuoted: true, way: 'assigned' };
  }
}

/** Begins a table of who may log in. */
const USERS = /(?<![\w.-])(?:users?|logins?|accounts|credentials)["']?[ \t]{0,4}(?:[:=]|=>)[ \t]{0,4}(?:new Map\([ \t]{0,4})?[[{]/gi;
const ENTRY = /(?:^|[,{[(])[ \t\r\n]{0,20}["']?([\w.@-]{2,40})["']?[ \t]{0,4}(?::|=>|,)[ \t]{0,4}(?=["'])/g;
/** Keys of what else is known of somebody. */
const FIELD =
  /^(?:id|_?id|uuid|name|first\w*|last\w*|full\w*|nick\w*|display\w*|user\w*|login|e?mail|phone|role|roles|type|kind|group|title|label|url|path|avatar|image|icon|color|locale|lang|country|city|table|schema|model|key|hash|salt|ref|created\w*|updated\w*|description|text|value|default|scope|status|state|version)$/i;
/** What tells that they log in here. */
const LOGIN = /passw|basic_?auth|log_?in|authenticat|credential/i;
const MAX_USERS = 400;

function* usersIn(text: string): Generator<Slot> {
  for (const { 0: lead, index } of text.matchAll(USERS)) {
    const from = index + lead.length;
    if (!LOGIN.test(text.slice(Math.max(0, index - MAX_USERS), from + MAX_USERS))) continue;
    const window = text.slice(from, from + MAX_USERS);
    const end = window.search(/[};]/);
    const table = end < 0 ? window : window.slice(0, end);
    for (const entry of table.matchAll(ENTRY)) {
      const quoted = FIELD.test(entry[1]!) ? null : quotedAt(text, from + entry.index + entry[0].length);
      const value = quoted && text.slice(quoted.start, quoted.end);
      // Words with a number can be anything of a user; one of a password's kinds of characters more is seldom.
      if (quoted && value && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value) && !/[ /]/.test(value))
        yield { name: entry[1]!, kind: 'password', value, start: quoted.start, end: quoted.end, isQuoted: true, way: 'assigned' };
    }
  }
}

/** Keys of wallets, as tools that deploy contracts are given them. */
const WALLETS = /(?<![\w.-])(?:accounts|privateKeys)["']?[ \t]{0,4}[:=][ \t]{0,4}\[[ \t\r\n]{0,20}["']0x([\da-f]{64})["']/gi;

function* walletsIn(text: string): Generator<Slot> {
  for (const { 0: whole, 1: value, index } of text.matchAll(WALLETS)) {
    const end = index + whole.length - 1;
    yield { name: 'accounts', kind: 'secret', value: value!, start: end - value!.length, end, isQuoted: true, way: 'assigned' };
  }
}

/** `INSERT INTO users (email, password) VALUES ('…', '…')`: the columns name what follows in their order. */
const INSERT = /insert[ \t]{1,4}into[ \t]{1,4}[\w."`]{1,80}[ \t]{0,4}\(([^()]{1,300})\)[ \t\r\n]{0,20}values[ \t\r\n]{0,20}\(/gi;

function* insertedIn(text: string): Generator<Slot> {
  for (const { 0: lead, 1: columns, index } of text.matchAll(INSERT)) {
    const names = columns!.split(',').map((column) => column.replace(/["`\s]/g, ''));
    const values = argumentsFrom(text, index + lead.length);
    for (const [at, name] of names.entries()) {
      const kind = slotKindOf(name);
      const value = values[at];
      if (kind === null || !value) continue;
      const from = value[0] + (text.slice(...value).match(/^\s{0,40}N?/)?.[0].length ?? 0);
      const quoted = text[from] === "'" ? quotedAt(text, from) : null;
      if (!quoted || text.slice(quoted.after, value[1]).trim() !== '') continue;
      // Tables keep passwords as digests.
      if (kind === 'password' && /^(?:0x)?[\da-f]{32,128}$/i.test(text.slice(quoted.start, quoted.end))) continue;
      yield {
        name,
        kind,
        value: text.slice(quoted.start, quoted.end),
        start: quoted.start,
        end: quoted.end,
        isQuoted: true,
        way: 'assigned',
      };
    }
  }
}

/** The key itself of a JSON web key that signs and checks with the same: https://www.rfc-editor.org/rfc/rfc7518#section-6.4 */
const SYMMETRIC = /(?<![\w.-])k["']?[ \t]{0,4}:[ \t]{0,4}["']([\w-]{22,200})["']/g;
const IS_SYMMETRIC = /\bkty["']?[ \t]{0,4}:[ \t]{0,4}["']oct\b/;
const KEY_REACH = 300;

export function* symmetricKeysIn(text: string): Generator<Slot> {
  for (const { 0: whole, 1: value, index } of text.matchAll(SYMMETRIC)) {
    const before = text.slice(Math.max(0, index - KEY_REACH), index);
    const behind = text.slice(index, index + KEY_REACH);
    const end = behind.indexOf('}');
    if (!IS_SYMMETRIC.test(before.slice(before.lastIndexOf('{') + 1) + (end < 0 ? behind : behind.slice(0, end)))) continue;
    const stop = index + whole.length - 1;
    yield { name: 'k', kind: 'secret', value: value!, start: stop - value!.length, end: stop, isQuoted: true, way: 'assigned' };
  }
}

export function* unnamedSlotsIn(text: string): Generator<Slot> {
  yield* calledIn(text);
  yield* comparedIn(text);
  yield* bytesIn(text);
  yield* usersIn(text);
  yield* walletsIn(text);
  yield* insertedIn(text);
}

/** Every text that a function takes as a password or as a key. */
function* calledIn(text: string): Generator<Slot> {
  for (const { 0: call, 1: name, index } of text.matchAll(CALL)) {
    const { kind, at, after, isPair, name: own } = takings[name!]!;
    const from = index + call.length;
    const argument = argumentsFrom(text, from)[at];
    if (!argument || (after && !after.test(text.slice(from, argument[0])))) continue;
    const written = text.slice(...argument);
    const reading = READING.exec(written);
    const quoted = reading && quotedAt(text, argument[0] + reading[0].length);
    if (!quoted || quoted.after > argument[1] || !REST.test(text.slice(quoted.after, argument[1]))) continue;
    // `x.load(…, "…")` takes many things, `"…".toCharArray()` there is a password.
    if (/^\.(?:load|init)$|Protection$/.test(name!) && !written.includes('.toCharArray()')) continue;
    const slot = { name: own ?? name!.replace(/^\W/, ''), kind, isQuoted: true, way: 'assigned' } as const;
    if (isPair) {
      const pair = text.slice(quoted.start, quoted.end);
      const colon = pair.indexOf(':');
      if (colon < 1 || !/^[\w.@-]+$/.test(pair.slice(0, colon))) continue;
      yield { ...slot, value: pair.slice(colon + 1), start: quoted.start + colon + 1, end: quoted.end };
    } else yield { ...slot, value: text.slice(quoted.start, quoted.end), start: quoted.start, end: quoted.end };
  }
}
