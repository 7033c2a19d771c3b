/** What a kind of secret looks like, as data: what its text is made of, how one is told from a fake, where it is taken back. */

/**
 * Characters by their usual name. `base64url` is with `-` and `_` and without padding; `word` is base62 and `_`; `base32` is RFC 4648 in capitals;
 * `bech32` is BIP 173 in capitals; `percent` is base62 with `%`; `unreserved` is base64url with `.` and `~` (RFC 3986); `symbols` is anything printable but white space, quotes and backslashes.
 */
export const alphabets = [
  'digits',
  'lower',
  'upper',
  'letters',
  'hex',
  'HEX',
  'anyHex',
  'base32',
  'bech32',
  'base36',
  'BASE36',
  'base58',
  'base62',
  'word',
  'base64',
  'base64url',
  'unreserved',
  'percent',
  'symbols',
] as const;
export type Alphabet = (typeof alphabets)[number];

/** A part of a token, from left to right. A run is as long as it can be: what follows it must be told from it by length or alphabet. */
export type Piece =
  | string
  | { readonly oneOf: readonly string[] }
  | { readonly run: Alphabet; readonly min: number; readonly max: number }
  /** A run with this text somewhere in it, as OpenAI's keys have. */
  | { readonly run: Alphabet; readonly min: number; readonly max: number; readonly holds: string }
  /** Anything, over lines too, up to this text and with it. */
  | { readonly until: string; readonly max: number }
  | { readonly optional: readonly Piece[] };

/** How a text of the right form is shown to be a real token, or none: a checksum, or a structure that must decode. */
export const proofs = [
  'base62-crc32',
  'atlassian-crc32',
  'grafana-crc32',
  'gitlab-crc32',
  'jwt',
  'macaroon',
  'bech32',
  'base64-json',
  'aws-account',
  'telegram-id',
  'discord-id',
  'uuid',
  /** PEM, OpenSSH or PGP armour. */
  'private-key',
  /** PuTTY's own file. */
  'ppk',
] as const;
export type ProofName = (typeof proofs)[number];

/**
 * What it is good for. `live` opens something. `short-lived` does for minutes or hours. `test` opens an account without real data. `public` is made
 * to be shown. `identifier` names something and opens nothing by itself.
 */
export type Worth = 'live' | 'short-lived' | 'test' | 'public' | 'identifier';

export interface SecretFamily {
  /** `provider-kind` in lower case and dashes: stable, a part of what identifies a finding. */
  readonly id: string;
  /** As the provider writes itself. */
  readonly provider: string;
  /** What it is, without the provider: `personal access token`. */
  readonly kind: string;
  /** Its parts. At least one is a fixed text of three characters or more, unless `near` says where it is looked for. */
  readonly form: readonly Piece[];
  /**
   * For tokens without a mark of their own: words, in lower case, of which one stands in the name that the value is given to, or before it
   * on its line (a host, an option). Words are compared without case and without `-`, `_`, `.` and white space.
   */
  readonly near?: readonly string[];
  /** Where a real token can be told from a fake. */
  readonly proof?: ProofName;
  readonly worth: Worth;
  /** Where its owner takes it back, an address; null where none is known. */
  readonly revoke: string | null;
  /** From which published source the form stems: a page, a specification. */
  readonly source: string;
}
