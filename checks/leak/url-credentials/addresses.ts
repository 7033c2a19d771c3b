/** Addresses that carry a password: `scheme://user:password@host`. */

export interface Credential {
  /** Null for a text alone before the `@`: a token, or a user without a password. */
  readonly user: string | null;
  readonly password: string;
  /** Where it is good; '' where nothing says so. */
  readonly host: string;
  /** Of the password. */
  readonly start: number;
  readonly end: number;
}

const MAX_ADDRESS = 500;
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{1,20}$/;
/** A name or a number, a port or none, and then the end of the authority. */
const HOST = /^(?:[A-Za-z0-9_](?:[\w.-]{0,250}[A-Za-z0-9_])?|\[[\da-fA-F:.]{2,45}\])(?::\d{1,5})?(?:[,/?#;)\]}]|$)/;

function endOfAddress(text: string, from: number): number {
  const stop = Math.min(text.length, from + MAX_ADDRESS);
  let at = from;
  for (; at < stop; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 34 || code === 39 || code === 60 || code === 62 || code === 92 || code === 96) break;
  }
  return at;
}

/** The `@` before the host: passwords may hold `/` and `@` although they should not. */
function endOfUser(address: string): number {
  let authority = address.search(/[/?#]/);
  if (authority < 0) authority = address.length;
  const at = address.lastIndexOf('@', authority);
  if (at >= 0) return at;
  const later = address.indexOf('@', authority);
  const colon = address.indexOf(':');
  return colon > 0 && colon < authority && !/^\d{1,5}(?:[/?#]|$)/.test(address.slice(colon + 1, authority + 1)) ? later : -1;
}

export function* addressesIn(text: string): Generator<Credential> {
  let next = -1;
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', mark + 3)) {
    const from = mark + 3;
    // Cheap before anything is cut out: most addresses have none.
    if (next < from) next = text.indexOf('@', from);
    if (next < 0) return;
    if (next > from + MAX_ADDRESS) continue;
    const end = endOfAddress(text, from);
    const address = text.slice(from, end);
    const stop = address.includes('@') ? endOfUser(address) : -1;
    if (stop <= 0 || !SCHEME.test(text.slice(Math.max(0, mark - 24), mark))) continue;
    const rest = address.slice(stop + 1);
    if (!HOST.test(rest)) continue;
    const host = rest.split(/[,/?#;:)\]}]/, 1)[0]!;
    const colon = address.indexOf(':');
    const hasUser = colon >= 0 && colon < stop;
    yield {
      user: hasUser ? address.slice(0, colon) : null,
      password: hasUser ? address.slice(colon + 1, stop) : address.slice(0, stop),
      host,
      start: from + (hasUser ? colon + 1 : 0),
      end: from + stop,
    };
  }
}
