export function isSignature(_header: string | undefined): _header is string {
  throw new Error('not built yet');
}
/** Whether one of the secrets signed these bytes. Every secret is tried and compared in constant time. */
export function isSigned(_body: Uint8Array, _header: string, _secrets: readonly string[]): boolean {
  throw new Error('not built yet');
}
