import { defineCheck } from '../../../src/engine/check.ts';
import { privateKeys } from './families.ts';
import { reportPrivateKeys } from './keys.ts';

export default defineCheck({
  id: 'leak/private-key',
  family: 'leak',
  title: 'Private key in a file',
  cwe: [321, 798],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message:
    'A private key stands here in full: whoever can read this file, or any commit that ever held it, can sign and decrypt in its owner’s name.',
  why: 'A key in a repository is copied with every clone and stays in the history when the file is deleted. Whatever trusts it (a certificate, `authorized_keys`, signed tokens) has to stop trusting it.',
  remediation:
    'Make a new key, replace it wherever its public half is trusted, and read it at run time from a secret store or a file outside the repository. For tests, make a key when the test starts.',
  limits:
    'Only keys whose body decodes to what its first line says are reported: cut, invented and masked bodies are silent. Seen are PEM, OpenSSH and PGP armour, PuTTY’s files and JSON web keys, not PKCS#12. A key locked with a passphrase is reported as low, because the passphrase still stands between; one in a guide too, and one among tests or examples as a note, because most are made for them.',
  references: ['https://cwe.mitre.org/data/definitions/321.html', 'https://www.rfc-editor.org/rfc/rfc7468'],
  detect: { kind: 'secret', families: privateKeys, look: reportPrivateKeys },
});
