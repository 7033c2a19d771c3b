import type { Hit } from '../../../src/engine/check.ts';
import { type Exposing, internalsBy, type Shown, shownBy } from '../../models/flow/exposing.ts';
import { vectors } from '../../models/vectors.ts';

/** Made for whoever asks: a session, a way back in, what a form sends again. */
const issued =
  /token|jwt|cookie|csrf|otp|api_?key|encode\(|client_?secret|(?:^|[._])(?:create|generate|make|issue|sign|rotate|exchange|refresh|new)(?:_|[A-Z])/i;
/** What was sent comes back to who sent it. */
const asked = /(?:^|\.)(?:request|req|headers|form|body|data|payload|credentials|session)(?:\.|\[|$)/i;
/** The trace of an error, and of what else is called a stack. */
const trace = /^(?:\w+\.)*(?:e|ex|exc|err|error|exception|cause|reason|\w*Error)\.stack$|format_(?:exc|exception|tb)\b|^traceback\b/i;
/** Only for who develops it. */
const developing = /NODE_ENV|\bis_?(?:dev|prod)|\b(?:in_?)?(?:development|production|debug)\b|\bDEBUG\b|\bdev\b/i;

/** Whether the function, or the file where it stands in none, asks whether anybody else is there to see it. */
function isForDevelopers({ unit, fn }: Hit): boolean {
  const { tree } = unit.program;
  return developing.test(tree.text.slice(tree.start[fn.at]!, tree.end[fn.at]!));
}

/** Whether an answer is what the value is for. */
function isForThem({ name, fact }: Shown, hit: Hit): boolean {
  if (fact.kind === 'internals') return !trace.test(name) || isForDevelopers(hit);
  if (asked.test(name)) return true;
  // A variable of the environment is the server's own, whatever it is called.
  return fact.kind !== 'secret-holder' && !(fact.kind === 'secret' && /(?:^|\.)[A-Z0-9_]+$/.test(name)) && issued.test(name);
}

/** What is said of a secret in an answer, in every language. */
export const response: Omit<Exposing, 'binding'> = {
  exposures: ['to response'],
  of: (fact) => shownBy(fact) ?? internalsBy(fact),
  mayBeShown: isForThem,
  vector: ({ fact }: Shown) => (fact.kind === 'internals' ? vectors.innerWorks : vectors.readWithAccount),
  says: 'is sent in an answer to whoever asks.',
  ending: 'and is sent in an answer here',
};
