import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'failsecure/errexit-defeated',
  family: 'failsecure',
  title: 'Failure of a protecting operation where `set -e` has no effect',
  cwe: [252],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: '`set -e` is on, but not here: if this operation fails, the script goes on as if the protection were in place.',
  why: '`set -e` is off in conditions, left of `&&` and `||`, after `!`, in `$( )`, and in every function that is called from such a place, whatever the function sets itself.',
  remediation:
    'Do not rely on `set -e` here: `chmod 600 "$file" || return 1` in the function, or call the function as a statement of its own.',
  limits:
    'Only operations that take rights away or protect are looked at, and the first call of a function from such a place. Where `set -e` is not on at all, it is failsecure/privileged-unchecked.',
  references: ['https://cwe.mitre.org/data/definitions/252.html'],
  detect: { kind: 'syntax', bash },
});
