import { defineCheck } from '../../../src/engine/check.ts';
import { providerTokens } from '../../models/secrets/index.ts';
import { reportProviderTokens } from './tokens.ts';

export default defineCheck({
  id: 'leak/provider-token',
  family: 'leak',
  title: 'Token of a service in a file',
  cwe: [798, 540],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'A token of a service stands here in full: whoever can read this file, or any commit that ever held it, can act with it.',
  why: 'A token in a repository is copied with every clone and stays in the history when the line is deleted. Those who collect such tokens find a new one within minutes.',
  remediation:
    'Take the token back where it was made, then read a new one at run time from a secret store or from the environment. Deleting the line alone does not help: the history keeps it.',
  limits:
    'Known are the forms of some five hundred services. Where a form carries a checksum or can be decoded, one that does not fit is silent; the others are known by their shape, and where the shape says little, only beside a name that tells of them. Placeholders, keys made to be public and what looks typed are silent; keys of test accounts are a note. In tests, examples and documentation a shape alone is a note, in lock files and generated code it is silent; a token that proves itself is reported there too.',
  references: ['https://cwe.mitre.org/data/definitions/798.html', 'https://cwe.mitre.org/data/definitions/540.html'],
  detect: { kind: 'secret', families: providerTokens, look: reportProviderTokens },
});
