import { isDay } from '../model/day.ts';

/** A well-formed suppression, or what is wrong with it and what to write. */
export type ParsedSuppression =
  | { readonly kind: 'suppression'; readonly checks: readonly string[]; readonly until: string; readonly reason: string }
  | { readonly kind: 'malformed'; readonly message: string };

const form = 'write `portcullis-ignore <check-id> until <YYYY-MM-DD>: <reason>`';
const longest = 1000;
const mostChecks = 20;

/** Reads what follows `portcullis-ignore` in a comment. Whether the checks exist and the day is near is decided elsewhere. */
export function parseSuppression(text: string): ParsedSuppression {
  if (text.length > longest) return malformed(`it is longer than ${longest} characters`);
  const { head, reason } = splitAtColon(normaliseSuppression(text));
  const words = head.split(' ').filter((word) => word !== '');
  const until = words.indexOf('until');
  const named = until < 0 ? words : words.slice(0, until);
  const checks = named.join(' ').split(/ ?, ?/);
  if (checks.includes('')) return malformed(`it names no check; ${form}`);
  if (checks.some((check) => check.includes(' '))) return malformed(`its checks are not separated by commas; ${form}`);
  if (checks.length > mostChecks) return malformed(`it names more than ${mostChecks} checks`);
  const dates = until < 0 ? [] : words.slice(until + 1);
  if (dates.length === 0) return malformed(`it has no date until which it holds; ${form}`);
  const day = dates.join(' ');
  if (!isDay(day)) return malformed(`its date is not a day of the calendar; ${form}`);
  if (reason === '') return malformed(`it gives no reason; ${form}`);
  return { kind: 'suppression', checks: [...new Set(checks)], until: day, reason };
}

/** One space for any white space, and no mark that ends the comment: so a moved or re-indented suppression is the same. */
export function normaliseSuppression(text: string): string {
  const joined = text.trim().split(/\s+/).join(' ');
  const closer = ['*/', '-->', '#>'].find((mark) => joined.endsWith(mark));
  return closer === undefined ? joined : joined.slice(0, -closer.length).trimEnd();
}

function splitAtColon(text: string): { head: string; reason: string } {
  const colon = text.indexOf(':');
  return colon < 0 ? { head: text, reason: '' } : { head: text.slice(0, colon), reason: text.slice(colon + 1).trim() };
}

function malformed(message: string): ParsedSuppression {
  return { kind: 'malformed', message };
}
