/** A well-formed suppression, or what is wrong with it and what to write. */
export type ParsedSuppression =
  | { readonly kind: 'suppression'; readonly checks: readonly string[]; readonly until: string; readonly reason: string }
  | { readonly kind: 'malformed'; readonly message: string };

export function parseSuppression(_text: string): ParsedSuppression {
  throw new Error('parseSuppression is not written yet');
}
