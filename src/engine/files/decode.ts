/** Bytes to text, and what there is to say about how. */

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: 'utf-8' | 'utf-16' }
  /** Has no text by its nature, or one that nothing marks. `text` is UTF-16's, or each byte a character: enough to search for secrets. */
  | { readonly kind: 'binary'; readonly text: string }
  | { readonly kind: 'pointer'; readonly text: string };

/** A whole pointer and nothing else, as Git LFS writes it (docs/spec.md of git-lfs); what merely begins like one is a text. */
const LFS_POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-[^\n]{1,200}\n){0,9}oid sha256:[0-9a-f]{64}\nsize \d{1,20}\n$/;
const LARGEST_POINTER = 2048;

/** As git does: a NUL in the first 8,000 bytes makes a file binary (xdiff-interface.c, `buffer_is_binary`). */
const BINARY_WITHIN = 8000;

/** UTF-16 without a byte order mark, as Windows writes it now and then: of two bytes one is always NUL, and the other hardly ever. */
function unmarked(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const nulls = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) nulls[at & 1]!++;
  const most = (bytes.length >> 1) * 0.9;
  const few = bytes.length * 0.01;
  if (nulls[1]! >= most && nulls[0]! <= few) return 'utf-16le';
  return nulls[0]! >= most && nulls[1]! <= few ? 'utf-16be' : null;
}

export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { kind: 'text', encoding: 'utf-16', text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes) };
  }
  const beginning = bytes.subarray(0, BINARY_WITHIN);
  if (beginning.includes(0)) return { kind: 'binary', text: new TextDecoder(unmarked(beginning) ?? 'latin1').decode(bytes) };
  // Invalid UTF-8 becomes U+FFFD and is analysed all the same; a byte order mark is dropped, so columns of line 1 count from after it.
  const text = new TextDecoder('utf-8').decode(bytes);
  if (bytes.length <= LARGEST_POINTER && LFS_POINTER.test(text)) return { kind: 'pointer', text };
  return { kind: 'text', encoding: 'utf-8', text };
}
