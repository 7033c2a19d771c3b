import { defineCheck } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/empty-catch',
  family: 'failsecure',
  title: 'Error of a protecting operation is swallowed',
  cwe: [390, 703],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'If this fails, the error is thrown away and the program goes on as if the protection were in place.',
  why: 'An empty handler turns a failure into a success that nobody sees: a token that was not revoked, a file that was not closed, a signature that was not checked.',
  remediation: 'Let the error through, or handle it: stop, refuse, or at least give back that it failed.',
  limits:
    'Only handlers around operations that protect or verify are looked at, told by what they call. Tidying up, closing, and a handler for "it is not there" are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/390.html'],
  detect: { kind: 'syntax', js, ps, py },
});
