/** Bytes of blobs read before, the least recently used dropped first. A blob never changes, so nothing here grows stale. */
export interface BlobCache {
  get(key: string): Uint8Array | undefined;
  set(key: string, bytes: Uint8Array): void;
}
export function createBlobCache(_maxBytes?: number): BlobCache {
  throw new Error('not built yet');
}
