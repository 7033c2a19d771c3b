import { defineCheck } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/assert-security',
  family: 'failsecure',
  title: 'Permission checked by an assert',
  cwe: [617, 636],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:L/I:H/A:N',
  message: 'Python run with `-O` leaves asserts out, and this check of who may do what with them.',
  why: 'An assert is for what cannot happen. Whether a user may do something can happen both ways, so it has to be asked by code that is always there.',
  remediation: 'Ask with `if` and raise an error of your own: `if not user.is_admin: raise PermissionError(...)`.',
  limits:
    'Told by the words of the condition: permissions, roles, logins, signatures, tokens. Asserts in tests, about types and about `None`, are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/617.html'],
  detect: { kind: 'syntax', py },
});
