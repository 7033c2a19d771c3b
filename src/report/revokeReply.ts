/** What the app answers to `/portcullis revoke`: kinds and places, never a value. */
import type { Credential } from '../model/credential.ts';
import { codeSpan, plain } from './escape.ts';

export type Shown = Omit<Credential, 'value'>;

export type RevokeOutcome =
  | { readonly kind: 'off' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'none'; readonly unsearched: number }
  /** `minutes` until the next call may be made. */
  | { readonly kind: 'limited'; readonly minutes: number }
  /** This GitHub has no such call. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'asked'; readonly credentials: readonly Shown[]; readonly beyond: number; readonly unsearched: number };

const SHOWN = 20;

function placeOf({ kind, path, line, commit }: Shown): string {
  const where = commit === null ? '' : ` of commit ${codeSpan(commit.slice(0, 7))}`;
  return `- ${plain(kind)} in ${codeSpan(path)}, line ${line}${where}`;
}

function unsearchedWords(count: number): string[] {
  if (count === 0) return [];
  const what = count === 1 ? '1 file or commit' : `${count} files or commits`;
  return [`${what} could not be searched for tokens: the security check names them. What they hold was not revoked.`];
}

/** `by` is the login of who asked. */
export function renderRevokeReply(outcome: RevokeOutcome, by: string): string {
  switch (outcome.kind) {
    case 'off':
      return 'Nothing was revoked: the configuration of the base branch does not allow it. `revoke-command: on` in `.github/portcullis.yml` does.';
    case 'unreadable':
      return 'Nothing was revoked: the configuration of the base branch could not be read. The security check says where.';
    case 'none':
      return [
        'Nothing was revoked: in this pull request there is no GitHub token that GitHub takes back this way (personal, OAuth, user and refresh tokens). Installation tokens end by themselves within an hour.',
        ...unsearchedWords(outcome.unsearched),
      ].join('\n\n');
    case 'limited':
      return `Nothing was revoked: GitHub takes 60 such calls an hour. Ask again in ${outcome.minutes} minutes, or revoke the token in its owner's settings now.`;
    case 'unsupported':
      return "Nothing was revoked: this GitHub has no call for it. Revoke the token in its owner's settings.";
    case 'failed':
      return `Nothing is known to be revoked: ${plain(outcome.reason)}. Ask again, or revoke the token in its owner's settings.`;
    case 'asked': {
      const { credentials, beyond, unsearched } = outcome;
      const more = credentials.length - SHOWN;
      return [
        `At the request of ${codeSpan(by)} GitHub was asked to revoke ${credentials.length === 1 ? 'one token' : `${credentials.length} tokens`}. It tells their owners; a token that it revoked cannot be brought back.`,
        credentials.slice(0, SHOWN).map(placeOf).join('\n') + (more > 0 ? `\n- and ${more} more` : ''),
        ...(beyond > 0 ? [`${beyond} more were left for another call: ask again.`] : []),
        ...unsearchedWords(unsearched),
        'History still holds what stood there. See in the audit log what was done with it.',
      ].join('\n\n');
    }
  }
}
