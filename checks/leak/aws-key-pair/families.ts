/** AWS key ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
import type { SecretFamily } from '../../../src/engine/check.ts';

export const awsKeyIds: readonly SecretFamily[] = [
  {
    id: 'aws-access-key-id',
    provider: 'AWS',
    kind: 'access key id',
    form: [{ oneOf: ['AKIA', 'ASIA', 'ABIA', 'ACCA'] }, { run: 'base32', min: 16, max: 16 }],
    proof: 'aws-account',
    worth: 'identifier',
    revoke: 'https://console.aws.amazon.com/iam/home#/security_credentials',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  },
];
