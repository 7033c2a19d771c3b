/** Private keys in the forms they are kept in, made at run time: fixtures promise lines, never values. */
import { generateKeyPairSync } from 'node:crypto';

const passphrase = { cipher: 'aes-256-cbc', passphrase: 'for tests' };
const rsa = () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const ed25519 = () => generateKeyPairSync('ed25519');

/** What ssh-keygen writes; `cipher` other than `none` says that it is locked. */
function openSshKey(cipher: string): string {
  const field = (value: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, value]);
  };
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field(Buffer.from(cipher)),
    field(Buffer.from(cipher === 'none' ? 'none' : 'bcrypt')),
    field(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    field(ed25519().publicKey.export({ type: 'spki', format: 'der' })),
    field(ed25519().privateKey.export({ type: 'pkcs8', format: 'der' })),
  ]);
  return armour('OPENSSH PRIVATE KEY', wrapped(body, 70));
}

/** A packet of a secret RSA key (RFC 4880, 5.5.3) with two public numbers and `usage`, which says whether it is locked. */
function pgpKey(usage: number): string {
  const body = Buffer.concat([
    Buffer.from([4, 0x5f, 0, 0, 0, 1, 4, 0]),
    rsa().export({ type: 'pkcs8', format: 'der' }).subarray(100, 228),
    Buffer.from([0, 17, 1, 0, 1, usage]),
    rsa().export({ type: 'pkcs8', format: 'der' }).subarray(100, 300),
  ]);
  const packet = Buffer.concat([Buffer.from([0x95, body.length >> 8, body.length & 255]), body]);
  return armour('PGP PRIVATE KEY BLOCK', `Version: GnuPG v2\n\n${wrapped(packet, 64)}\n=abcd`);
}

/** A file of PuTTYgen; its parts are of the right length, which is all that is looked at. */
function puttyKey(encryption: string): string {
  const half = (bytes: Buffer) => wrapped(bytes, 64);
  const key = ed25519();
  const open = half(key.publicKey.export({ type: 'spki', format: 'der' }));
  const secret = half(key.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(12));
  const count = (lines: string) => lines.split('\n').length;
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `Encryption: ${encryption}`,
    'Comment: bastion',
    `Public-Lines: ${count(open)}`,
    open,
    `Private-Lines: ${count(secret)}`,
    secret,
    `Private-MAC: ${'0'.repeat(64)}`,
  ].join('\n');
}

/** Members of a JSON web key; one with its private half has a `d`. */
function jsonWebKey(half: 'privateKey' | 'publicKey'): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' })[half].export({ format: 'jwk' }));
}

function wrapped(body: Buffer, width: number): string {
  return body
    .toString('base64')
    .replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n')
    .trimEnd();
}

function armour(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
}

const makers: Readonly<Record<string, () => string>> = {
  rsa: () => rsa().export({ type: 'pkcs1', format: 'pem' }).toString(),
  'rsa-encrypted': () =>
    rsa()
      .export({ type: 'pkcs1', format: 'pem', ...passphrase })
      .toString(),
  pkcs8: () => rsa().export({ type: 'pkcs8', format: 'pem' }).toString(),
  ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
  ed25519: () => ed25519().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  encrypted: () =>
    ed25519()
      .privateKey.export({ type: 'pkcs8', format: 'pem', ...passphrase })
      .toString(),
  public: () => ed25519().publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  openssh: () => openSshKey('none'),
  'openssh-encrypted': () => openSshKey('aes256-ctr'),
  pgp: () => pgpKey(0),
  'pgp-encrypted': () => pgpKey(254),
  putty: () => puttyKey('none'),
  'putty-encrypted': () => puttyKey('aes256-cbc'),
  jwk: () => jsonWebKey('privateKey'),
  'jwk-public': () => jsonWebKey('publicKey'),
};

const made = new Map<string, string>();

/**
 * A key by name, over several lines; with `-escaped` on one, as in JSON; with `-base64` once more in base 64; with `-body` without
 * its marks and line ends; with `-cut` without its second half. Null for a name that is none.
 */
export function privateKeySample(name: string): string | null {
  const [, kind, form] = /^(.+?)(?:-(escaped|base64|body|cut))?$/.exec(name)!;
  if (!Object.hasOwn(makers, kind!)) return null;
  const text = made.get(kind!) ?? makers[kind!]!().trimEnd();
  made.set(kind!, text);
  const lines = text.split('\n');
  switch (form) {
    case 'escaped':
      return text.replaceAll('\n', '\\n');
    case 'base64':
      return Buffer.from(text).toString('base64');
    case 'body':
      return lines.slice(1, -1).join('');
    case 'cut':
      return [...lines.slice(0, lines.length >> 1), lines.at(-1)].join('\n');
    default:
      return text;
  }
}
