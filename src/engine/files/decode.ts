/** Bytes to text, or what they are if they are no text. */

export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  /** Nothing to analyse, by its nature; `reason` goes into the accounting. */
  | { readonly kind: 'skip'; readonly reason: string };

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/** As git does: a NUL in the first 8,000 bytes makes a file binary (xdiff-interface.c, `buffer_is_binary`). */
const BINARY_WITHIN = 8000;

export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { kind: 'text', text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes) };
  }
  if (bytes.subarray(0, BINARY_WITHIN).includes(0)) return { kind: 'skip', reason: 'binary' };
  // Invalid UTF-8 becomes U+FFFD and is analysed all the same; a byte order mark is dropped, so columns of line 1 count from after it.
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.startsWith(LFS_POINTER)) return { kind: 'skip', reason: 'Git LFS pointer' };
  return { kind: 'text', text };
}
