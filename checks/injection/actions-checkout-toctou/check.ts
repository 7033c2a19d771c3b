import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-checkout-toctou',
  family: 'injection',
  title: 'What was approved is not what is checked out',
  cwe: [367, 829],
  cvss: vectors.workflowCode,
  message: 'Somebody approves the pull request as it is, then the job takes it as it has become: its author can push in between.',
  why: 'Between the comment or label and the checkout lie seconds to minutes, and a branch, `refs/pull/N/merge` or the head asked for at run time follows every push. A label stays when new commits come.',
  remediation:
    'Check out the commit that the approved event names (`github.event.pull_request.head.sha` with `types: [labeled]`); for comments let the approver name the commit, compare it, and remove the label on `synchronize`.',
  limits:
    'Reported where a condition or an earlier step asks for a label, a comment of certain people, a permission or an environment, the checkout is of something that can move, and a later step runs what lies there. Whether an environment really asks for an approval cannot be seen.',
  references: [
    'https://codeql.github.com/codeql-query-help/actions/actions-untrusted-checkout-toctou-critical/',
    'https://cwe.mitre.org/data/definitions/367.html',
  ],
  detect: { kind: 'document', yaml },
});
