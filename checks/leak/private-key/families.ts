/** Private keys in armour: https://www.rfc-editor.org/rfc/rfc7468, https://www.rfc-editor.org/rfc/rfc4880#section-6.2 */
import type { SecretFamily } from '../../../src/engine/check.ts';

/** A 16,384 bit RSA key takes 13,000 characters. */
const MAX_BODY = 26_000;

export const privateKeys: readonly SecretFamily[] = [
  {
    id: 'private-key',
    provider: 'PEM',
    kind: 'private key',
    form: [
      '-----BEGIN ',
      { until: 'PRIVATE KEY', max: 30 },
      { optional: [' BLOCK'] },
      '-----',
      { until: '-----END ', max: MAX_BODY },
      { until: 'PRIVATE KEY', max: 30 },
      { optional: [' BLOCK'] },
      '-----',
    ],
    proof: 'private-key',
    worth: 'live',
    revoke: null,
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
  },
  {
    id: 'putty-private-key',
    provider: 'PuTTY',
    kind: 'private key',
    form: ['PuTTY-User-Key-File-', { run: 'digits', min: 1, max: 1 }, ': ', { until: 'Private-MAC: ', max: MAX_BODY }],
    proof: 'ppk',
    worth: 'live',
    revoke: null,
    source: 'https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html',
  },
  {
    id: 'json-web-key',
    provider: 'JSON',
    kind: 'web key',
    form: [{ oneOf: ['"d":"', '"d": "', "d: '", 'd: "', "'d': '"] }, { run: 'base64url', min: 37, max: 1366 }, { oneOf: ['"', "'"] }],
    worth: 'live',
    revoke: null,
    source: 'https://www.rfc-editor.org/rfc/rfc7517',
  },
];
