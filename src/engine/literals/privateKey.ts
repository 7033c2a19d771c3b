/** Private keys in PEM armour: whether what stands between the marks really is one, and whether a passphrase locks it. */

export interface PrivateKey {
  readonly bytes: Buffer;
  readonly isLocked: boolean;
}

/** A 16,384 bit RSA key takes 13,000 characters. */
const MAX_BODY = 24_000;
/** What people put where a key was taken out. */
const PLACEHOLDER = /\.\.\.|…|\*\*\*|[<>${}]/;
/** What source code puts around the lines of a key. */
const around = new Set(' \t\r"\'`,;#*|()\\');

/** A line without quotes, comment marks and the `+` of a concatenation; `+` itself is a digit of base 64. */
function trimmed(line: string): string {
  let start = 0;
  let end = line.length;
  const isAround = (at: number) => at < start || at >= end || around.has(line[at]!);
  while (start < end && (isAround(start) || (line[start] === '+' && isAround(start + 1)))) start++;
  while (start < end && (isAround(end - 1) || (line[end - 1] === '+' && isAround(end - 2)))) end--;
  return line.slice(start, end);
}

/** Where the value of the DER element at an offset begins and ends, or null. */
function derAt(bytes: Buffer, at: number): { readonly tag: number; readonly start: number; readonly end: number } | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const width = first & 0x7f;
  if (width < 1 || width > 3 || at + 2 + width > bytes.length) return null;
  const start = at + 2 + width;
  return { tag, start, end: start + bytes.readUIntBE(at + 2, width) };
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const MIN_DER = 40;

/** A sequence of exactly this length that begins with a version or, if it is locked, with an algorithm. */
function isDerKey(bytes: Buffer, isLocked: boolean): boolean {
  const outer = derAt(bytes, 0);
  if (outer?.tag !== SEQUENCE || outer.end !== bytes.length || bytes.length < MIN_DER) return false;
  const inner = derAt(bytes, outer.start);
  if (!inner || inner.end > outer.end) return false;
  return isLocked ? inner.tag === SEQUENCE : inner.tag === INTEGER && inner.end - inner.start === 1 && bytes[inner.start]! <= 1;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';

function readOpenSsh(bytes: Buffer): PrivateKey | null {
  if (bytes.length < 100 || bytes.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC) return null;
  const length = bytes.readUInt32BE(OPENSSH_MAGIC.length);
  const cipher = bytes.toString('latin1', OPENSSH_MAGIC.length + 4, OPENSSH_MAGIC.length + 4 + Math.min(length, 40));
  return { bytes, isLocked: cipher !== 'none' };
}

/** How many numbers the public half of a key has, by its algorithm (RFC 4880, 9.1; RFC 6637). Curves are named before them. */
const publicNumbers: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: 1, 19: 1, 20: 3, 22: 1 };
const SECRET_KEY_PACKET = 5;

/** Reads the first packet as far as the octet that says how the secret is locked (RFC 4880, 5.5.3). */
function readPgp(bytes: Buffer): PrivateKey | null {
  const first = bytes[0] ?? 0;
  const isNew = (first & 0xc0) === 0xc0;
  if ((first & 0x80) === 0 || (isNew ? first & 0x3f : (first >> 2) & 0x0f) !== SECRET_KEY_PACKET) return null;
  const lengthWidth = isNew ? ((bytes[1] ?? 0) < 192 ? 1 : (bytes[1] ?? 0) < 224 ? 2 : 5) : ([1, 2, 4, 0][first & 3] ?? 0);
  let at = 1 + lengthWidth;
  if (bytes.length < 100 || bytes[at] !== 4) return null;
  const algorithm = bytes[at + 5] ?? 0;
  at += 6;
  if (algorithm === 18 || algorithm === 19 || algorithm === 22) at += 1 + (bytes[at] ?? 0);
  for (let count = publicNumbers[algorithm] ?? 0; count > 0 && at + 2 <= bytes.length; count--)
    at += 2 + ((bytes.readUInt16BE(at) + 7) >> 3);
  if (algorithm === 18) at += 1 + (bytes[at] ?? 0);
  const usage = bytes[at];
  return usage === undefined ? null : { bytes, isLocked: usage !== 0 };
}

/** Reads what stands between the marks; null for anything that is no key: cut, masked, invented. `label` as in `BEGIN label PRIVATE KEY`. */
function readBody(label: string, body: string): PrivateKey | null {
  if (body.length > MAX_BODY || PLACEHOLDER.test(body)) return null;
  let isLocked = label === 'ENCRYPTED';
  let hasHeader = false;
  let encoded = '';
  for (const raw of body.replace(/\\{1,4}[nrt]/g, '\n').split('\n')) {
    const line = trimmed(raw);
    if (line === '') continue;
    if (/^[A-Za-z-]{1,20}: /.test(line)) {
      if (/^Proc-Type: 4,ENCRYPTED/.test(line)) {
        isLocked = true;
        hasHeader = true;
      }
      continue;
    }
    if (label === 'PGP' && /^=[A-Za-z0-9+/]{4}$/.test(line)) break;
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(line)) return null;
    encoded += line;
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (label === 'OPENSSH') return readOpenSsh(bytes);
  if (label === 'PGP') return readPgp(bytes);
  // The old form of a locked key is the cipher's output: whole blocks of at least eight bytes, and nothing to read in it.
  if (hasHeader) return bytes.length >= MIN_DER && bytes.length % 8 === 0 ? { bytes, isLocked } : null;
  return isDerKey(bytes, isLocked) ? { bytes, isLocked } : null;
}

const ARMOUR = /^-----BEGIN ([A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----/;
const END = '-----END ';

/** PuTTY's own file: named headers, then the lines of the public and of the private half, as many as it says. */
export function readPuttyKey(text: string): PrivateKey | null {
  const lines = text.split(/\r?\n|\\r?\\n|\\n/).map((line) => line.trim());
  const header = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const first = lines.findIndex((line) => line.startsWith('Private-Lines: ')) + 1;
  const count = Number(header('Private-Lines'));
  const body = lines.slice(first, first + count).join('');
  if (first === 0 || !(count > 0) || lines.length < first + count || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return null;
  const bytes = Buffer.from(body, 'base64');
  // The private half of the shortest key is a number of 32 bytes behind its length.
  return bytes.length >= 32 ? { bytes, isLocked: header('Encryption') !== 'none' } : null;
}

/** Reads a key with its marks; null for anything that is none. */
export function readPrivateKey(text: string): PrivateKey | null {
  const [mark, label] = ARMOUR.exec(text) ?? [];
  return mark === undefined ? null : readBody(label!.trim(), text.slice(mark.length, text.lastIndexOf(END)));
}
