import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'artifact/actions-unpinned',
  family: 'artifact',
  title: 'A workflow runs whatever a tag or branch of somebody else points to',
  cwe: [829],
  cvss: vectors.buildStep,
  message: 'This action is taken from a tag or branch that its owner, or whoever took over that account, can move to other code.',
  why: 'The next run takes what the name points to then: with the secrets of the job in its environment or memory, and with the code that is built. Tags of widely used actions have been moved to code that read out secrets.',
  remediation:
    'Name the full commit sha, with the version as a comment beside it (`uses: owner/name@<40 digits> # v4.2.1`), and let Dependabot or Renovate raise it.',
  limits:
    'One report for an action and file, however often it stands there. A tag of `actions/…` and `github/…` is silent, a branch of theirs is low; local actions, shas and digests are silent, and so is the SLSA generator, whose verifier demands a tag. It weighs more in a job that is given secrets of its own or the right to write; which of its steps gets them does not matter, for they share the machine. Whether the owner is your own organisation cannot be seen in the file. Images of `container:` and `services:` are not looked at. There is no fix, for the sha is not in the file.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  detect: { kind: 'document', yaml },
});
