/** npm's tokens: https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/ */
import type { SecretFamily } from '../../../src/engine/check.ts';

export const npmTokens: readonly SecretFamily[] = [
  {
    id: 'npm-access-token',
    provider: 'npm',
    kind: 'access token',
    form: ['npm_', { run: 'base62', min: 36, max: 36 }],
    proof: 'base62-crc32',
    worth: 'live',
    revoke: 'https://docs.npmjs.com/revoking-access-tokens',
    source: 'https://docs.npmjs.com/about-access-tokens',
  },
];
