/** What people can ask of the app in a comment on a pull request. */

/** The reason is empty where none was given. */
export type Command = { readonly kind: 'revoke' } | { readonly kind: 'override'; readonly reason: string };

const longestReason = 300;

/** The command that a comment is: its first line, and nothing before it. A quotation or a sentence about the command is none. */
export function commandIn(body: string): Command | null {
  const line = body.slice(0, 2000).split(/\r?\n/, 1)[0]!;
  const words = line.split(/[ \t]+/);
  if (words[0] !== '/portcullis') return null;
  const given = words.slice(1).filter((word) => word !== '');
  const [first = '', second = ''] = given.map((word) => word.toLowerCase());
  if (first === 'revoke' && given.length === 1) return { kind: 'revoke' };
  if (first !== 'override' || second !== 'tdd') return null;
  const reason = given.slice(2).join(' ').slice(0, longestReason);
  return { kind: 'override', reason: /[\p{L}\p{N}]/u.test(reason) ? reason : '' };
}
