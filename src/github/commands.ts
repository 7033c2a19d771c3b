/** What people can ask of the app in a comment on a pull request. */

export const commands = ['revoke'] as const;
export type Command = (typeof commands)[number];

export function commandIn(_body: string): Command | null {
  return null;
}
