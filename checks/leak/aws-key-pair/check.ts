import { defineCheck } from '../../../src/engine/check.ts';
import { awsKeyIds, awsSecretKeys } from '../../models/secrets/index.ts';
import { reportAwsKeys } from './keys.ts';

export default defineCheck({
  id: 'leak/aws-key-pair',
  family: 'leak',
  title: 'AWS access key in a file',
  cwe: [798, 540],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message:
    'An AWS key id and its secret access key stand here together: whoever can read this file can act in that account with the rights of this key.',
  why: 'The two halves are all that is needed to sign requests. A key in a repository is copied with every clone and stays in the history when the line is deleted; new ones are tried by strangers within minutes.',
  remediation:
    'Deactivate the key in IAM now and look through its CloudTrail events. Then use a role (OIDC in CI, an instance or task role elsewhere), or read the key from a secret store at run time.',
  limits:
    'A secret access key has no mark of its own: it is recognised by the name that it is given to, or beside a key id of the same file, within five lines. A key id alone is no secret and only a note. Keys of the documentation (`…EXAMPLE`) are silent.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  detect: { kind: 'secret', families: [...awsKeyIds, ...awsSecretKeys], look: reportAwsKeys },
});
