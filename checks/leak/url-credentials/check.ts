import { defineCheck } from '../../../src/engine/check.ts';
import { findCredentials } from './credentials.ts';

export default defineCheck({
  id: 'leak/url-credentials',
  family: 'leak',
  title: 'Password inside an address, a connection string or a command',
  cwe: [798, 522],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'A user and a password stand here together with the place where they are good: whoever can read this file can log in there.',
  why: 'All that is needed stands in one line. In a repository it is copied with every clone and stays in the history; addresses are besides written to logs, histories and error messages by everything that opens them.',
  remediation:
    'Change the password where it is checked. Then keep the address without it and read user and password at run time, from the environment or a secret store; git, curl and the clients of databases read them from files that are kept out of the repository.',
  limits:
    'Placeholders, variables, the hosts of examples, and default passwords at this machine or at a host without a domain are silent. In tests, examples and documentation it is a note, and only where the password looks real.',
  references: ['https://cwe.mitre.org/data/definitions/798.html', 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1'],
  detect: { kind: 'secret', families: [], look: (_, context) => findCredentials(context) },
});
