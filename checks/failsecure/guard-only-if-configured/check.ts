import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/guard-only-if-configured',
  family: 'failsecure',
  title: 'Protection that runs only if a value is there',
  cwe: [636, 1188],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'The protection is skipped where its value is missing, and what it protects runs all the same.',
  why: 'A key, a checksum or a signature that is missing by mistake, or left away on purpose by who sends the data, switches the protection off, and nobody is told.',
  remediation: 'Treat a missing value as a failure: stop, or refuse the request.',
  limits:
    'Only tests for presence are looked at. Where the missing value ends the program, is told apart for production, or another protection always runs, nothing is reported.',
  references: ['https://cwe.mitre.org/data/definitions/636.html'],
  detect: { kind: 'syntax', bash, js, py },
});
