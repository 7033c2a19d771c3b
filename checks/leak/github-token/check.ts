import { defineCheck } from '../../../src/engine/check.ts';
import { gitHubTokens } from '../../models/secrets/index.ts';
import { reportGitHubTokens } from './tokens.ts';

export default defineCheck({
  id: 'leak/github-token',
  family: 'leak',
  title: 'GitHub token in a file',
  cwe: [798, 540],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'A GitHub token stands here in full: whoever can read this file, or any commit that ever held it, can act with it.',
  why: 'A token in a repository is copied with every clone and stays in the history when the line is deleted. Those who collect such tokens find a new one within minutes.',
  remediation:
    'Revoke the token now (Settings, Developer settings), then read a new one at run time from a secret store or from the environment. Deleting the line alone does not help.',
  limits:
    'The classic forms carry a checksum: where it does not fit, the text is no token (a placeholder, or one made unusable) and is not reported. Fine-grained and refresh tokens are known by their shape alone.',
  references: [
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  detect: { kind: 'secret', families: gitHubTokens, look: reportGitHubTokens },
});
