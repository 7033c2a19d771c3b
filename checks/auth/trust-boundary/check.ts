import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'auth/trust-boundary',
  family: 'auth',
  title: 'Unchecked request data stored in the session',
  cwe: [501],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N',
  message: 'The session is trusted by all other code, and here it gets what the visitor sent, as it came.',
  why: 'Code that reads a session takes its contents for things the site found out itself: who somebody is, what he may do. A value, or worse a key, that comes straight from a request lets him write that record.',
  remediation:
    'Check the value first (a list of allowed ones, a closed pattern, a number), or look up what belongs into the session by it.',
  limits: 'Values are reported as low; whether anything depends on them is not known here.',
  references: ['https://cwe.mitre.org/data/definitions/501.html'],
  detect: [flow({ py }), { kind: 'syntax', js }],
});
