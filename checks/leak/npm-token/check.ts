import { defineCheck } from '../../../src/engine/check.ts';
import { npmTokens } from '../../models/secrets/index.ts';
import { reportNpmTokens } from './tokens.ts';

export default defineCheck({
  id: 'leak/npm-token',
  family: 'leak',
  title: 'npm token in a file',
  cwe: [798, 540],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'An npm token stands here in full: whoever can read this file can publish packages, or read private ones, in its owner’s name.',
  why: 'A published version reaches everyone who installs the package. A token in a repository is copied with every clone and stays in the history when the line is deleted.',
  remediation:
    'Revoke the token now (`npm token revoke`), then write `${NPM_TOKEN}` in `.npmrc` and hand the new one in from a secret store, or publish with OIDC and no token at all.',
  limits: 'Only tokens whose checksum fits are reported.',
  references: ['https://cwe.mitre.org/data/definitions/798.html'],
  detect: { kind: 'secret', families: npmTokens, look: reportNpmTokens },
});
