/** Kinds of files that are made to hold secrets: what they are called, and where in one a secret stands. */
import { lookOf } from '../../models/secrets/judgeValue.ts';
import { slotsIn } from '../../models/secrets/slots.ts';
import { isStandIn } from '../../models/secrets/standIns.ts';

/** A secret of a file, or the whole of it. */
export interface Held {
  readonly start: number;
  readonly end: number;
  /** What makes it the same wherever the file goes. */
  readonly value: string;
  /** `open`: good as it stands. `locked`: a passphrase or a slow hash stands between. `likely`: of what such a file holds nothing is known. */
  readonly worth: 'open' | 'locked' | 'likely';
}

export interface FileKind {
  readonly name: string;
  readonly path: RegExp;
  readonly held: (text: string) => Held | null;
}

function whole(text: string, worth: Held['worth']): Held {
  const newline = text.indexOf('\n');
  const end = newline < 0 ? Math.min(text.length, 200) : Math.min(newline, 200);
  return { start: 0, end, value: text, worth };
}

function startsWith(...marks: readonly (readonly number[])[]): (text: string) => boolean {
  // Binary files come with a character for each byte; as UTF-8 the bytes above 127 are lost, so such marks fail closed.
  return (text) => marks.some((mark) => mark.every((byte, at) => text.charCodeAt(at) === byte));
}

const ifBegins =
  (worth: Held['worth'], ...marks: readonly (readonly number[])[]) =>
  (text: string): Held | null =>
    startsWith(...marks)(text) ? whole(text, worth) : null;

/** A DER sequence whose first element is this small integer. */
function beginsDer(text: string, version: readonly number[]): boolean {
  if (text.charCodeAt(0) !== 0x30) return false;
  const first = text.charCodeAt(1);
  const from = first < 0x80 ? 2 : 2 + (first & 0x7f);
  return from <= 6 && text.charCodeAt(from) === 2 && text.charCodeAt(from + 1) === 1 && version.includes(text.charCodeAt(from + 2));
}

function real(value: string, name = 'password'): boolean {
  return !isStandIn(value, name, true) && value.length >= 4;
}

/** Lines that a pattern reads, until one holds a secret; its first group leads, the second is the secret. */
function lineWith(text: string, pattern: RegExp, worth: Held['worth'], accept: (value: string) => boolean): Held | null {
  for (const match of text.matchAll(pattern)) {
    const value = match[2]!;
    if (!accept(value)) continue;
    const start = match.index + match[1]!.length;
    return { start, end: start + value.length, value, worth };
  }
  return null;
}

/** A file that is nothing but one token, or one password. */
function only(text: string): Held | null {
  const value = text.trim();
  if (value.length < 8 || value.length > 300 || /\s/.test(value)) return null;
  const look = lookOf(value, 'token', 'password', true);
  const start = text.indexOf(value);
  return look === 'none' ? null : { start, end: start + value.length, value, worth: look === 'random' ? 'open' : 'likely' };
}

/** What is given to a secret's name and is neither random nor made up: a word, in a file where no words are given for show. */
function wordInSlot(text: string): Held | null {
  const slots = [...slotsIn(text, 'config')];
  if (slots.some((slot) => lookOf(slot.value, slot.name, slot.kind, slot.isQuoted) !== 'none')) return null;
  const word = slots.find(
    ({ value, name, kind, isQuoted }) => kind !== 'token' && !isStandIn(value, name, isQuoted) && /^[\w@#!$%^&*+=.-]{5,80}$/.test(value),
  );
  return word ? { start: word.start, end: word.end, value: word.value, worth: 'likely' } : null;
}

const SLOW_HASH = /\$(?:2[abxy]\$\d\d\$|6\$|5\$|y\$|argon2id?\$|7\$)/;

/** `user:password`, also hashed. */
function htpasswd(text: string): Held | null {
  return (
    lineWith(text, /^([^:\s#]{1,100}:(?:\{PLAIN\})?)((?![{$]|[A-Za-z0-9./]{13}$)\S{4,100})[ \t]*$/gm, 'open', (value) => real(value)) ??
    lineWith(text, /^([^:\s#]{1,100}:)((?:\$|\{SHA\}|\{SSHA\})\S{20,150}|[A-Za-z0-9./]{13})[ \t]*\r?$/gm, 'locked', () => true)
  );
}

function dockerAuth(text: string): Held | null {
  return lineWith(text, /("auth"[ \t]{0,4}:[ \t]{0,4}")([A-Za-z0-9+/=]{8,4000})"/g, 'open', (value) => {
    const inside = Buffer.from(value, 'base64').toString('latin1');
    const password = inside.slice(inside.indexOf(':') + 1);
    return /^[\x20-\x7e]+$/.test(inside) && inside.includes(':') && real(password) && !/^(?:user|username|foo):/.test(inside);
  });
}

/** State that names a secret's attribute, or that was marked as sensitive. */
function terraformState(text: string): Held | null {
  if (!/"(?:terraform_version|lineage|serial)"/.test(text)) return null;
  const found = lineWith(
    text,
    /("(?:\w{0,40}(?:password|secret|token|private_key(?:_pem)?|access_key|connection_string|client_key))"[ \t]{0,4}:[ \t]{0,4}")([^"\\\n]{6,400})/g,
    'likely',
    (value) => real(value),
  );
  return found && lookOf(found.value, 'password', 'password', true) === 'none' ? found : null;
}

/** Passwords of accounts, hashed, in rows of a dump. */
function dump(text: string): Held | null {
  if (!/\b(?:INSERT INTO|COPY) /i.test(text)) return null;
  return lineWith(
    text,
    /(['\t,])(\$(?:2[aby]\$\d\d\$[./A-Za-z0-9]{53}|P\$[./A-Za-z0-9]{31}|6\$[^$'\t]{1,16}\$[./A-Za-z0-9]{86})|pbkdf2_sha256\$\d{4,7}\$[^$'\t]{1,40}\$[A-Za-z0-9+/=]{40,50})/g,
    'locked',
    () => true,
  );
}

const OWN_NAMES = /^(?:ls|cd|pwd|exit|clear|git status|make)$/;

function history(text: string): Held | null {
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '' && !OWN_NAMES.test(line.trim()));
  return lines.length >= 3 ? whole(text, 'likely') : null;
}

export const fileKinds: readonly FileKind[] = [
  { name: 'PKCS #12 key store', path: /\.(?:p12|pfx)$/i, held: (text) => (beginsDer(text, [3]) ? whole(text, 'locked') : null) },
  {
    name: 'Java key store',
    path: /(?:^|\/)(?!(?:debug|test|cacerts|trust)[^/]*$)[^/]*\.(?:jks|jceks|keystore|bks)$/i,
    held: ifBegins('locked', [0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce], [0x30, 0x82]),
  },
  { name: 'password database', path: /\.kdbx?$/i, held: ifBegins('locked', [0x03, 0xd9, 0xa2, 0x9a]) },
  { name: 'Kerberos key table', path: /(?:^|[./])keytab$|\.keytab$/i, held: ifBegins('open', [0x05, 0x02], [0x05, 0x01]) },
  {
    name: 'private key in DER',
    path: /\.(?:der|key|pk8|p8)$/i,
    held: (text) => (beginsDer(text, [0, 1]) && /\0/.test(text.slice(0, 200)) ? whole(text, 'open') : null),
  },
  {
    name: 'static key of OpenVPN',
    path: /\.(?:ovpn|key|conf)$/i,
    held: (text) => (/-----BEGIN OpenVPN Static key V1-----\s+[\da-f]{32}\s/.test(text) ? whole(text, 'open') : null),
  },
  { name: 'password file', path: /(?:^|\/)\.?htpasswd(?:[._-]\w+)?$|(?:^|\/)(?:proftpd\.passwd|passwd\.dovecot)$/i, held: htpasswd },
  {
    name: 'shadow file',
    path: /(?:^|\/)g?shadow-?$/,
    held: (text) =>
      lineWith(text, /^([\w-]{1,40}:)(\$\S{20,150}?):/gm, 'locked', (value) => SLOW_HASH.test(value) || value.startsWith('$1$')),
  },
  {
    name: 'password file of PostgreSQL',
    path: /(?:^|\/)\.?pgpass(?:\.conf)?$/i,
    held: (text) =>
      lineWith(text, /^([^:\s#][^:\n]{0,100}:[^:\n]{1,10}:[^:\n]{1,80}:[^:\n]{1,80}:)(\S{3,200})[ \t]*\r?$/gm, 'open', (value) =>
        real(value),
      ),
  },
  { name: 'login of Docker', path: /(?:^|\/)\.docker\/config\.json$|(?:^|\/)\.dockercfg$|\.?dockerconfigjson$/i, held: dockerAuth },
  { name: 'state of Terraform', path: /\.tfstate(?:\.backup)?$/i, held: terraformState },
  {
    name: 'logins of FileZilla',
    path: /(?:^|\/)(?:sitemanager|recentservers|filezilla)\.xml$/i,
    held: (text) => lineWith(text, /(<Pass(?: encoding="base64")?>)([^<]{4,200})/g, 'open', () => true),
  },
  {
    name: 'file of one token',
    path: /(?:^|\/)(?:\.pat|\.token|\.secret|\.password|\.api[-_]?key|\.vault[-_]?(?:token|pass(?:word)?)|vault[-_]pass(?:word)?|master\.key|secret_key|\.github[-_]?(?:token|pat)|[\w-]{1,40}\.(?:pat|token|secret|password))(?:\.txt)?$/i,
    held: only,
  },
  {
    name: 'history of a shell',
    path: /(?:^|\/)\.(?:bash|zsh|sh|ash|psql|mysql|sqlite|python|node_repl|irb|mongo|rediscli|php)_?(?:history|hist)$/i,
    held: history,
  },
  { name: 'dump of a database', path: /\.(?:sql|dump)$/i, held: dump },
  {
    name: 'environment file',
    path: /(?:^|\/)(?:\.env(?:\.(?!example|sample|template|dist|test|defaults?|schema|ci|local\.example)[\w-]{1,30})?|[\w-]{1,30}\.env|\.envrc)$/i,
    held: wordInSlot,
  },
];

const SHOWN =
  /(?:^|[._/-])(?:examples?|samples?|template|tmpl|dist|fixtures?|mocks?|stubs?|dummy|fake|defaults?|_?tests?|testing|testkey|temporary\w*|windows_temporarykey|snakeoil|localhost|self-?signed|browsersync)(?:$|[._/-])/i;

export function isShownFile(path: string): boolean {
  return SHOWN.test(path);
}

/** Nobody reads it without another key. */
const SEALED =
  /^\$ANSIBLE_VAULT|^\0GITCRYPT|^age-encryption\.org|^-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)|^sops[:_]|"sops":|ENC\[AES256_GCM/m;

export function isSealed(text: string): boolean {
  return SEALED.test(text.slice(0, 4000)) || SEALED.test(text.slice(-4000));
}
