/** Bytes to text, and what there is to say about how. */

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: 'utf-8' | 'utf-16' }
  /** Has no text by its nature. `text` maps each byte to a character: enough to search for secrets. */
  | { readonly kind: 'binary'; readonly text: string }
  | { readonly kind: 'pointer' };

/** A whole pointer and nothing else, as Git LFS writes it (docs/spec.md of git-lfs); what merely begins like one is a text. */
const LFS_POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-[^\n]{1,200}\n){0,9}oid sha256:[0-9a-f]{64}\nsize \d{1,20}\n$/;
const LARGEST_POINTER = 2048;

/** As git does: a NUL in the first 8,000 bytes makes a file binary (xdiff-interface.c, `buffer_is_binary`). */
const BINARY_WITHIN = 8000;

export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { kind: 'text', encoding: 'utf-16', text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes) };
  }
  if (bytes.subarray(0, BINARY_WITHIN).includes(0)) return { kind: 'binary', text: new TextDecoder('latin1').decode(bytes) };
  // Invalid UTF-8 becomes U+FFFD and is analysed all the same; a byte order mark is dropped, so columns of line 1 count from after it.
  const text = new TextDecoder('utf-8').decode(bytes);
  if (bytes.length <= LARGEST_POINTER && LFS_POINTER.test(text)) return { kind: 'pointer' };
  return { kind: 'text', encoding: 'utf-8', text };
}
