/** What a name says about its value: a password, a key that opens something, a token; or nothing of the kind. */

/**
 * `password`: chosen by people. `secret`: signs, encrypts or proves who a client is. `token`: handed out by a service, so drawn at random.
 */
export type SlotKind = 'password' | 'secret' | 'token';

/** Found anywhere in a name; whether the name means a secret is looked at afterwards. */
export const slotMarks = [
  'pass',
  'pwd',
  'pw',
  'secret',
  'token',
  'key',
  'credential',
  'auth',
  'bearer',
  'psk',
  'salt',
  'bindpw',
  'rootpw',
  'securestring',
  'identified',
  'mnemonic',
  'phrase',
] as const;

const endings: readonly (readonly [RegExp, SlotKind])[] = [
  [
    /(?:password|passwd|passwort|passphrase|passcode|pwd|passwords|masterauth|bindpw|rootpw|psk|securestring|networkcredential|passwordauthentication|basicauth|identified)$/,
    'password',
  ],
  [
    /(?:^(?:\w{0,20}(?:db|user|admin|root|my))?pw|(?:^|db|user|my|mysql|pg|postgres|redis|smtp|mail|ftp|ssh|root|admin|require|sql|proxy|login|auth|ldap|http|store|test|ca|svn|master|database)pass)$/,
    'password',
  ],
  [
    /(?:secret|secrets|secretkey|secretkeybase|secretaccesskey|cookiesecret|clientsecret|secretorkey|mnemonic|seedphrase|recoveryphrase)$/,
    'secret',
  ],
  [
    /(?:private|encryption|encrypt|signing|sign|session|cookie|jwt|hmac|master|app|cipher|crypto|aes|shared|sharedaccess|storageaccount|account|auth|license|webhook|loggedin|nonce|secureauth|validation|decryption|machine)key$/,
    'secret',
  ],
  [
    /(?:apikey|accesskey|apitoken|accesstoken|authtoken|token|bearer|authorization|credential|credentials|auth|servicekey|functionkey|subscriptionkey|integrationkey|adminkey|projectkey|userkey|deploykey)$/,
    'token',
  ],
  [/(?:auth|secureauth|loggedin|nonce|password|secret|session|cookie|jwt|hash|crypt|security|app)salt$/, 'secret'],
];

/** Behind a name of a secret they leave it one. */
const trailing = new Set(
  'value raw plain plaintext text string str env prod production staging live dev default new old current base header b64 base64 hex bytes primary secondary main a b'.split(
    ' ',
  ),
);

/** A name with one of these means something else: what was made of the secret, what is said of it, where it is. */
const harmless = new Set(
  'hash hashed encrypted encrypt encryptedpassword masked redacted public publishable pub obfuscated obscured sanitized censored is has had no not need needs require required requires enable enabled disable disabled allow allowed use show hide hidden invalid missing wrong incorrect expired unknown bad weak forgot forgotten reset change confirm confirmation verify verification validate validation error errors message messages label labels title placeholder hint help description min max length strength policy rule rules pattern regex regexp format separator delimiter lookahead design next page paging pagination cancel cancellation continuation sync abort csrf xsrf syntax lexer parser param params field fields column columns header headers name names id ids type types kind url uri path file files dir endpoint scope expiry expires expiration ttl lifetime count limit index size sort foreign primarykey unique cache map node selector icon class style css color input button form prompt on get generate create make find fetch check compare remove delete clear copy event translation i18n locale site captcha recaptcha measurement fake mock dummy example sample kms managed'.split(
    ' ',
  ),
);

/** Names that consist of this and no more say nothing of a secret: keys of tables, tokens of grammars. */
const plain = new Set(['key', 'keys', 'auth', 'salt', 'tokens', 'pass', 'credential']);

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter(Boolean);
}

const known = new Map<string, SlotKind | null>();
const MOST_KNOWN = 20_000;

function read(name: string): SlotKind | null {
  if (name === 'PWD' || name === 'OLDPWD' || /publi(?:c|shable)|_?key_?id$/i.test(name)) return null;
  if (/securestring$|^cleartextpassword$/i.test(name)) return 'password';
  if (/^(?:validation|decryption)Key$/.test(name)) return 'secret';
  const words = wordsOf(name);
  while (words.length > 1 && trailing.has(words.at(-1)!)) words.pop();
  if (words.length === 0 || (words.length === 1 && plain.has(words[0]!) && name !== '_auth')) return null;
  // Dots and colons lead to a place; what counts is said by the last of its names.
  const own = wordsOf(name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('/')) + 1));
  if ((own.length > 0 ? own : words).some((word) => harmless.has(word))) return null;
  const joined = words.join('');
  if (words.length > 1 && words.at(-1) === 'pass') return 'password';
  return endings.find(([ending]) => ending.test(joined))?.[1] ?? null;
}

/** What kind of secret a name promises, or null. */
export function slotKindOf(name: string): SlotKind | null {
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const kind = read(name);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, kind);
  return kind;
}
