import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'actions/persist-credentials',
  family: 'actions',
  title: 'The token that checkout leaves behind is uploaded with the workspace',
  cwe: [522],
  cvss: vectors.shortToken,
  message: 'The checkout keeps its token in `.git/config`, and this step puts the whole folder into an artifact.',
  why: 'Whoever may read the artifacts of the repository, for a public one everybody with an account, takes the token out while the run still lasts. An own token given to the checkout lives on after it.',
  remediation: 'Set `persist-credentials: false` on the checkout, and upload the folder with the results only.',
  limits:
    'Reported only where a later step of the same job uploads or caches the folder of the checkout. `actions/upload-artifact` from 4.4 on leaves hidden files out unless told otherwise, and `actions/checkout` from 6 on keeps the token elsewhere: these are silent, by the tag or by the comment beside a sha. A checkout that keeps its credentials and hands them to nobody is not reported. Archives that a script makes of the folder are not followed.',
  references: [
    'https://github.com/actions/checkout#usage',
    'https://docs.zizmor.sh/audits/#artipacked',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  detect: { kind: 'document', yaml },
});
