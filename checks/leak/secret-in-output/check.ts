import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { bash } from './bash.ts';
import { ps } from './ps.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'leak/secret-in-output',
  family: 'leak',
  title: 'Secret handed on as an output',
  cwe: [200, 522],
  cvss: vectors.ownToken,
  message:
    'This secret becomes an output, a variable of later steps, a summary or an artifact, where more code and more people can read it.',
  why: 'Outputs and variables reach every later step and job with all the code these fetch, and are stored with the run; summaries and artifacts can be downloaded by everybody who may see the run. What was not registered as a mask stands in their logs as it is.',
  remediation:
    'Read the secret in the step that uses it (`env: TOKEN: ${{ secrets.TOKEN }}`); where a step makes a token, register it with `::add-mask::` before anything else.',
  limits:
    'Outputs and variables that a script writes with a secret are reported unless the value was masked before; a secret of the repository written to the variables of its own job weighs little, for the runner knows it.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands',
  ],
  detect: [
    { kind: 'syntax', bash, ps },
    { kind: 'document', yaml },
  ],
});
