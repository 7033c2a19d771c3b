import { defineCheck } from '../../../src/engine/check.ts';
import { findHardCodedSecrets } from './secrets.ts';

export default defineCheck({
  id: 'leak/hard-coded-secret',
  family: 'leak',
  title: 'Password, key or token written into a file',
  cwe: [798, 259],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'A secret is given its value here in plain text: whoever can read this file, or any commit that ever held it, has it.',
  why: 'What stands in a repository is copied with every clone, fork, build and backup, and stays in the history when the line is deleted. It is the same for everybody who runs the program, and cannot be changed without a release.',
  remediation:
    'Change the secret where it is checked, then read the new one at run time: from the environment, a file outside the repository, or a secret store. Deleting the line alone does not help.',
  limits:
    'Told by the name that the value is given to, and by how unlikely the value is as a word, a name or a path. Values that are random count as sure; those that somebody made up (words with digits or signs) as low. Words alone, placeholders, references, hashes, encrypted values and UUIDs beside a token are silent; in tests, examples and documentation it is a note. What a family of tokens is known by is told by its own check.',
  references: [
    'https://cwe.mitre.org/data/definitions/798.html',
    'https://owasp.org/www-community/vulnerabilities/Use_of_hard-coded_password',
  ],
  detect: { kind: 'secret', families: [], look: (_, context) => findHardCodedSecrets(context) },
});
