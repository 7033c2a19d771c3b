import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'leak/secret-in-error',
  family: 'leak',
  title: 'Secret in the text of an error',
  cwe: [209, 532],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This puts a secret into the text of an error, which is logged, reported and shown by whoever catches it.',
  why: 'Who raises an error does not know who reads it: it ends in logs, in trackers of errors, in answers to users, in the output of a build. Nothing there knows that a part of the text is a secret.',
  remediation:
    'Say what is wrong with the value (missing, too short, refused), or name the setting that it came from; leave the value out.',
  limits:
    'Values are followed through functions and files, from the environment, stores of secrets, headers and names such as password or api_key. Errors are told by their names. What a class of the repository does with what it is given is not looked at: only texts that are put together count there.',
  references: [
    'https://cwe.mitre.org/data/definitions/209.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html',
  ],
  detect: flow({ js, py }),
});
