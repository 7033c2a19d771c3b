import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'actions/secrets-exposure',
  family: 'actions',
  title: 'A workflow hands out secrets that nobody asked for, or shows them',
  cwe: [200],
  cvss: vectors.ownToken,
  message: 'More secrets than are needed reach this place, or one of them reaches the log or an artifact.',
  why: 'Every secret that a job receives can be read by every step of it, and by the code those steps fetch. The runner masks a secret in the log only as it is written: encoded, reversed, cut or as a part of JSON it is shown, and a log or an artifact of a public repository can be read by everybody.',
  remediation:
    'Name the secrets that are needed, one by one (`secrets: TOKEN: ${{ secrets.TOKEN }}`), give them to the step that uses them, and never write them to the log or to a file that is uploaded.',
  limits:
    'Reported are `toJSON(secrets)` and other uses of the secrets as a whole, secrets chosen by a name that is not written there, `secrets: inherit` for a workflow of another repository (whether that is your own organisation cannot be seen), secrets that a command prints after changing them, and secrets that a script writes to a file which a later step uploads. A secret printed as it is gets masked and is left to leak/secret-in-log; passing one on by a pipe or in the environment of a step is silent. Only one file is read: what a called script does with a secret is not followed.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
    'https://cwe.mitre.org/data/definitions/200.html',
  ],
  detect: { kind: 'document', yaml },
});
