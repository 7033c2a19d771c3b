import { defineCheck } from '../../../src/engine/check.ts';
import { findSecretFiles } from './files.ts';

export default defineCheck({
  id: 'leak/secret-file',
  family: 'leak',
  title: 'File of secrets in the repository',
  cwe: [538, 312],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'This file is made to hold secrets and holds some: it belongs beside the repository, not into it.',
  why: 'Programs keep passwords, keys and sessions in files like this one because nobody else can read them. In a repository everybody can, also after the file is deleted.',
  remediation:
    'Change what the file holds where it is checked, take the file out of the repository and name it in `.gitignore`. Keep an example with placeholders instead, or encrypt the file (sops, git-crypt, ansible-vault).',
  limits:
    'Told by path and content: what stands in it with a mark or a name of its own (tokens, private keys, passwords in slots and addresses) is told by the checks for these. Examples, templates, public halves and encrypted files are silent. Key stores under a passphrase are low, for it stands between. What a database dump or a history holds besides is not looked at.',
  references: ['https://cwe.mitre.org/data/definitions/538.html', 'https://docs.github.com/en/get-started/git-basics/ignoring-files'],
  detect: { kind: 'secret', families: [], look: (_, context) => findSecretFiles(context) },
});
