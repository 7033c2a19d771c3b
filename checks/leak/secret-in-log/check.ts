import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'leak/secret-in-log',
  family: 'leak',
  title: 'Secret written to a log',
  cwe: [532],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This writes a secret to a log or to the terminal, where it stays longer and is read by more people than the secret itself.',
  why: 'Logs are collected, indexed, kept for months and shown to people who have no right to the secret; the output of a public CI run is public. Masking in CI knows only the secrets it was given, in the form it was given them.',
  remediation:
    'Leave the value out, or write only whether it is set. Where it helps to tell values apart, log a keyed hash or the last four characters of a long token.',
  limits:
    'In JavaScript and Python values are followed through functions and files: from the environment, stores of secrets, headers and names such as password, apiKey or accessToken to what is written out. A bare `token` counts only where it is seen to come from such a place. What a function of the repository hides is told by what it does; unknown code is believed where its name says that it hides. In shell scripts values are followed through variables, substitutions, pipelines and the functions of the file; a value counts as a secret by the store, prompt or workflow it comes from, or by its name.',
  references: [
    'https://cwe.mitre.org/data/definitions/532.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
  ],
  detect: [{ kind: 'syntax', bash, ps }, flow({ js, py }), { kind: 'document', yaml }],
});
