/** Names of variables, fields and options whose value is a secret: told by their last words, for the words before only describe. */

const secrets = new Set(
  'secret password passwords passwd passphrase pgpass dbpass userpass pwd apikey privatekey credential credentials authorization jwt bearer'.split(
    ' ',
  ),
);

/** A key or a token is a secret if the word before says which one it is; parsers have tokens and tables have keys too. */
const keyKinds = new Set('api private secret encryption signing master deploy ssh'.split(' '));
const tokenKinds = new Set(
  'access auth api bearer refresh github gh gitlab npm session jwt oauth oauth2 bot deploy personal pat service slack id registry publish csrf login user admin client app installation webhook vault pypi npmrc sentry codecov discord telegram hf private secret upload release'.split(
    ' ',
  ),
);

/** What has a password that is called so for short. */
const accounts = new Set(
  'db database smtp mail email imap ftp mysql pg postgres redis mongo user admin root auth login http proxy'.split(' '),
);

/** Words behind a secret's name that leave it a secret. */
const trailing = new Set('value raw plain plaintext text string str env prod dev staging production header base'.split(' '));

/** Words that say the value stands in no text: tokens of paging and cancelling, and what was made unreadable. */
const harmless = new Set(
  'entry separator delimiter design lookahead invalid missing wrong incorrect expired unknown bad weak page next cancel cancellation continuation abort sync hashed encrypted masked redacted public obfuscated obscured sanitized censored fake has is no disable disabled enable enabled require required needs without'.split(
    ' ',
  ),
);

/** A part of every secret's name: most names have none, and are told without taking them to pieces. */
const secretLetters = /secret|pass|pwd|key|credential|authorization|jwt|bearer|token/i;

export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter(Boolean);
}

/** Whether a value of this name is a secret. `TOKEN` and `GITHUB_TOKEN` are, in capitals; `token` alone can be anything. */
export function namesSecret(name: string): boolean {
  // The shell's directories, now and before.
  if (!secretLetters.test(name) || name === 'PWD' || name === 'OLDPWD') return false;
  const words = wordsOf(name);
  while (words.length > 1 && trailing.has(words.at(-1)!)) words.pop();
  const isShouted = /^[A-Z0-9_]+$/.test(name);
  const last = words.at(-1);
  const before = words.at(-2);
  if (last === undefined || words.some((word) => harmless.has(word))) return false;
  if (secrets.has(last)) return true;
  if (last === 'key') return before !== undefined && (keyKinds.has(before) || words.includes('secret'));
  // `SMTP_PASS`; a compiler has passes, too.
  if (last === 'pass') return before !== undefined && (isShouted || accounts.has(before));
  if (last !== 'token') return false;
  return isShouted || (before !== undefined && tokenKinds.has(before));
}
