import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/fail-open-auth',
  family: 'failsecure',
  title: 'Failed verification lets everything through',
  cwe: [636, 755],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
  message: 'If this verification fails, the program goes on as if it had passed.',
  why: 'A check whose failure changes nothing protects nobody: a forged signature or token is told in a log, and then used.',
  remediation: 'Stop where the verification fails: end the script, refuse the request, throw the error on.',
  limits:
    'A failure after which nothing of what was verified is used is not reported. Where the attempt is to find out who somebody is, it is reported only if the same function refuses others. A failure that is not looked at at all, instead of being waved through, is failsecure/privileged-unchecked.',
  references: ['https://cwe.mitre.org/data/definitions/636.html'],
  detect: { kind: 'syntax', bash, js, ps, py },
});
