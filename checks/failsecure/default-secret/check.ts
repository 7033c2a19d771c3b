import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/default-secret',
  family: 'failsecure',
  title: 'Secret with a default that everybody can read',
  cwe: [1188, 798],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'Where the secret is not configured, one takes its place that stands in the source.',
  why: 'A missing secret is a mistake that should stop the program at its start. With a default it runs on, and everybody who reads the source can sign, log in or decrypt.',
  remediation:
    'Stop where the secret is missing: `${SECRET:?SECRET is not set}` in a shell, elsewhere a check at the start of the program that throws.',
  limits:
    'Told by the name: key, secret, token, password, salt. An empty default, a default made at random, one that the program refuses later, and code for tests or development are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/1188.html'],
  detect: { kind: 'syntax', bash, js, ps, py },
});
