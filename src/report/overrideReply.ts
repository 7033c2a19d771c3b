/** What the app answers to `/portcullis override tdd`. */
import { codeSpan, plain } from './escape.ts';

export type OverrideOutcome =
  | { readonly kind: 'off' | 'unreadable' | 'own' | 'no reason' | 'closed' }
  /** There is no verdict yet that whoever asked could have seen. */
  | { readonly kind: 'unseen'; readonly head: string }
  | { readonly kind: 'overridden'; readonly head: string; readonly reason: string };

const refused: Readonly<Record<'off' | 'unreadable' | 'own' | 'no reason' | 'closed', string>> = {
  off: 'the configuration of the base branch does not allow it. `tdd.override-command: on` in `.github/portcullis.yml` does.',
  unreadable: 'the configuration of the base branch could not be read. The security check says where.',
  own: 'nobody lets their own pull request pass. Ask another maintainer.',
  'no reason': 'say why. `/portcullis override tdd <reason>`',
  closed: 'the pull request is not open.',
};

/** `by` is the login of who asked. */
export function renderOverrideReply(outcome: OverrideOutcome, by: string): string {
  if (outcome.kind === 'unseen') {
    return `Nothing was overridden: ${codeSpan(outcome.head.slice(0, 7))} had no verdict of Portcullis TDD when this was written. Ask again once it has one.`;
  }
  if (outcome.kind !== 'overridden') return `Nothing was overridden: ${refused[outcome.kind]}`;
  return `${codeSpan(by)} lets the commits of ${codeSpan(outcome.head.slice(0, 7))} pass: ${plain(outcome.reason)}\n\nThis holds for that head alone; a push needs a new one. Portcullis TDD shows it first.`;
}
