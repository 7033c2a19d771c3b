import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-untrusted-checkout',
  family: 'injection',
  title: 'A workflow with secrets runs what a pull request brought',
  cwe: [829, 94],
  cvss: vectors.workflowCode,
  message:
    'The commit of the pull request is checked out, and a later step runs what lies in it: with the rights and secrets of this repository.',
  why: '`pull_request_target`, `workflow_run` and `issue_comment` run in the context of the base repository, whoever opened the pull request. Build scripts, tests, package hooks, Makefiles and local actions come from the pull request, so its author decides what runs.',
  remediation:
    'Build and test in a workflow on `pull_request`, which has no secrets, and hand results over as data. Where the privileged workflow must see the files, check them out into a folder of their own and only read them.',
  limits:
    "Reported where a step after the checkout runs something of that folder that is known to take its orders from files (package managers, build tools, scripts, local actions). A checkout that is only read is silent, and so are jobs that only take pull requests of the same repository or of certain people. Whether a repository's settings ask for approval cannot be seen. An approval by label or comment is judged by injection/actions-checkout-toctou.",
  references: [
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  detect: { kind: 'document', yaml },
});
