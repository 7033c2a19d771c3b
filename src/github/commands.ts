/** What people can ask of the app in a comment on a pull request. */

export type Command = { readonly kind: 'revoke' } | { readonly kind: 'override'; readonly reason: string };

/** The command that a comment is: its first line, and nothing before it. A quotation or a sentence about the command is none. */
export function commandIn(body: string): Command | null {
  const word = /^\/portcullis[ \t]+([a-z-]{1,30})[ \t]*(?:\r?\n|$)/i.exec(body)?.[1]?.toLowerCase();
  return word === 'revoke' ? { kind: 'revoke' } : null;
}
