import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'failsecure/privileged-unchecked',
  family: 'failsecure',
  title: 'Failure of a protecting operation is ignored',
  cwe: [252, 755, 280],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'If this operation fails, the program goes on as if the protection were in place.',
  why: 'Changing a mode or an owner, a firewall rule or a signature check can fail: wrong user, read-only file system, missing program. What follows then runs unprotected, and nobody is told.',
  remediation: 'Look at the result and stop: `chmod 600 "$file" || { echo "chmod failed" >&2; exit 1; }`, or `set -e` where it has effect.',
  limits:
    'Only operations that take rights away or protect are looked at; widening a mode is not one. A status that a function hands to callers outside the file counts as looked at, so does any branch on it, even one that only prints.',
  references: ['https://cwe.mitre.org/data/definitions/252.html'],
  detect: { kind: 'syntax', bash, js, py, ps },
});
