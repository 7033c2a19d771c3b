import { guessableIdentity, type SecretContext } from '../../../src/engine/check.ts';
import { fileKinds, type Held, isSealed, isShownFile } from './kinds.ts';

/** A shorter text can be somebody's password. */
const LONG = 40;

/** A passphrase, or guessing, stands between. */
const locked = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N';

const says: Readonly<Record<Held['worth'], string>> = {
  open: 'what it holds is good as it stands.',
  locked: 'only a passphrase, or the guessing of one, stands before what it holds.',
  likely: 'what such files hold is rarely meant for everybody who can read this repository.',
};

/** Reports a file that is made to hold secrets and holds one that no other check tells. */
export function findSecretFiles(context: SecretContext): void {
  const { source, path, role, all } = context;
  if (role !== 'production' || isShownFile(path)) return;
  if (isSealed(source.text)) return;
  for (const { name, path: called, held } of fileKinds) {
    const found = called.test(path) ? held(source.text) : null;
    if (!found) continue;
    if (!all.some(({ start, end }) => start < found.end && found.start < end)) report(context, name, found);
    return;
  }
}

function report(context: SecretContext, name: string, held: Held): void {
  context.report({
    at: held,
    statement: guessableIdentity(name, held.value, held.value.length >= LONG),
    message: `This is a ${name}: ${says[held.worth]}`,
    confidence: held.worth === 'likely' ? 'medium' : 'high',
    ...(held.worth === 'open' ? {} : { vector: locked }),
  });
}
