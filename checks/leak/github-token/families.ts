/** GitHub's tokens: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ */
import type { SecretFamily, Worth } from '../../../src/engine/check.ts';

const provider = 'GitHub';
const revoke = 'https://github.com/settings/tokens';
const source = 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github';

function classic(id: string, kind: string, mark: string, worth: Worth): SecretFamily {
  const form = [mark, { run: 'base62', min: 36, max: 36 }] as const;
  return { id, provider, kind, form, proof: 'base62-crc32', worth, revoke, source };
}

export const gitHubTokens: readonly SecretFamily[] = [
  classic('github-personal-access-token', 'personal access token', 'ghp_', 'live'),
  classic('github-oauth-token', 'OAuth token', 'gho_', 'live'),
  classic('github-user-token', 'user token of a GitHub App', 'ghu_', 'short-lived'),
  classic('github-installation-token', 'installation token of a GitHub App', 'ghs_', 'short-lived'),
  {
    // The form of since April 2026.
    id: 'github-installation-web-token',
    provider,
    kind: 'installation token of a GitHub App',
    form: [
      'ghs_',
      { run: 'digits', min: 1, max: 12 },
      '_eyJ',
      { run: 'base64url', min: 8, max: 300 },
      '.eyJ',
      { run: 'base64url', min: 2, max: 4000 },
      '.',
      { run: 'base64url', min: 20, max: 2000 },
    ],
    proof: 'jwt',
    worth: 'short-lived',
    revoke,
    source,
  },
  {
    id: 'github-refresh-token',
    provider,
    kind: 'refresh token of a GitHub App',
    form: ['ghr_', { run: 'base62', min: 76, max: 76 }],
    worth: 'live',
    revoke,
    source,
  },
  {
    id: 'github-fine-grained-token',
    provider,
    kind: 'fine-grained personal access token',
    form: ['github_pat_', { run: 'base62', min: 22, max: 22 }, '_', { run: 'base62', min: 59, max: 59 }],
    worth: 'live',
    revoke,
    source,
  },
];
