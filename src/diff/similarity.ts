/** A text as the sorted hashes of its lines without the white space around them; empty lines do not count. */
export type LineBag = Uint32Array;

/** Null for what is not text to be compared line by line. */
export function lineBag(bytes: Uint8Array): LineBag | null {
  // Git's own rule for binaries: a NUL near the start.
  if (bytes.subarray(0, 8000).includes(0)) return null;
  const hashes: number[] = [];
  // FNV-1a. Two lines that collide make a pair look more alike than it is, which costs nothing but a poorer pairing.
  const start = 2_166_136_261;
  let hash = start;
  let pending = false;
  for (const byte of bytes) {
    if (byte === 10) {
      if (hash !== start) hashes.push(hash >>> 0);
      hash = start;
      pending = false;
    } else if (byte === 32 || byte === 9 || byte === 13) {
      // White space counts only between two other characters, however much of it there is.
      if (hash !== start) pending = true;
    } else {
      if (pending) hash = Math.imul(hash ^ 32, 16_777_619);
      pending = false;
      hash = Math.imul(hash ^ byte, 16_777_619);
    }
  }
  if (hash !== start) hashes.push(hash >>> 0);
  return Uint32Array.from(hashes).sort();
}

/** Lines in common as a share of the longer text, 0 to 1. */
export function similarity(a: LineBag, b: LineBag): number {
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return shared / longer;
}
