/** Bytes of blobs read before, the least recently used dropped first. A blob never changes, so nothing here grows stale. */
export interface BlobCache {
  get(key: string): Uint8Array | undefined;
  set(key: string, bytes: Uint8Array): void;
}

export function createBlobCache(maxBytes = 64_000_000): BlobCache {
  const entries = new Map<string, Uint8Array>();
  let held = 0;
  return {
    get(key) {
      const bytes = entries.get(key);
      if (bytes) {
        entries.delete(key);
        entries.set(key, bytes);
      }
      return bytes;
    },
    set(key, bytes) {
      if (entries.has(key) || bytes.length > maxBytes / 4) return;
      entries.set(key, bytes);
      held += bytes.length;
      for (const [oldest, { length }] of entries) {
        if (held <= maxBytes) break;
        entries.delete(oldest);
        held -= length;
      }
    },
  };
}
