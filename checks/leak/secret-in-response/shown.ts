import type { Exposing, Shown } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** Made for whoever asks: a session, a way back in, what a form sends again. */
const issued =
  /token|jwt|cookie|csrf|otp|api_?key|encode\(|client_?secret|(?:^|[._])(?:create|generate|make|issue|sign|rotate|exchange|refresh|new)(?:_|[A-Z])/i;
/** What was sent comes back to who sent it. */
const asked = /(?:^|\.)(?:request|req|headers|form|body|data|payload|credentials|session)(?:\.|\[|$)/i;
/** Whether an answer is what the value is for. */
function isForThem({ name, fact }: Shown): boolean {
  if (asked.test(name)) return true;
  // A variable of the environment is the server's own, whatever it is called.
  return fact.kind !== 'secret-holder' && !(fact.kind === 'secret' && /(?:^|\.)[A-Z0-9_]+$/.test(name)) && issued.test(name);
}

/** What is said of a secret in an answer, in every language. */
export const response: Omit<Exposing, 'binding'> = {
  exposures: ['to response'],
  mayBeShown: isForThem,
  vector: vectors.readWithAccount,
  says: 'is sent in an answer to whoever asks.',
  ending: 'and is sent in an answer here',
};
