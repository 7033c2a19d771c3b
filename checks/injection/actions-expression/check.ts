import { defineCheck } from '../../../src/engine/check.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-expression',
  family: 'injection',
  title: 'Text of an outsider pasted into a workflow script',
  cwe: [94, 78],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:N',
  message: 'This expression is replaced before the script runs, so a title, branch name or comment becomes part of the program.',
  why: 'GitHub pastes the value into the text of the script and only then starts the shell. A pull request titled `a"; curl … | sh; "` runs its own commands, with the secrets and the token of the workflow where the event provides them. Quotes around the expression do not help: the value can close them.',
  remediation:
    'Give the value to the step as an environment variable (`env: TITLE: ${{ … }}`) and use `"$TITLE"` in the script; in `actions/github-script` read `context.payload` or `process.env`.',
  limits:
    'Reported in `run:` and in the script of `actions/github-script`, for values that people outside the repository can write. Numbers, commit ids, logins, comparisons and values that go through `env:` are silent. Outputs of steps and jobs, matrices and variables set for later steps are followed through shell scripts, `github-script` and well-known actions; scripts that are called are not. Inputs of workflows and actions weigh little, because who sets them has rights already or is unknown.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#understanding-the-risk-of-script-injections',
    'https://cwe.mitre.org/data/definitions/94.html',
  ],
  detect: { kind: 'document', yaml },
});
