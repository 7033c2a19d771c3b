import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'actions/permissions',
  family: 'actions',
  title: 'The token of a workflow may do more than it is said to need',
  cwe: [250, 275],
  cvss: vectors.wideToken,
  message:
    'Nothing limits the token of these jobs, so it may do what the settings of the repository or organisation allow: often everything.',
  why: 'Every step of a job can use its token: a script, a dependency that runs at installation, an action whose tag was moved. What the token may not do, none of them can be made to do.',
  remediation:
    'Write `permissions: contents: read` at the top of the workflow, and give a job that needs more its own `permissions:` with just that.',
  limits:
    "A job's own permissions replace those of the file, so a job is judged by what holds for it. A workflow that is only called gets its token from the caller and is silent. Whether the settings of the repository already make the default token read-only cannot be seen in a file. Scopes that a job may write and does not use are reported only where they are given to several jobs at once at the top of the file. The fix is offered where all the jobs do is check out, set up and run commands that do not touch the token.",
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-the-least-privilege-principle',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  detect: { kind: 'document', yaml },
});
