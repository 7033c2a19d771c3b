import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { lockNonatomic } from './table.ts';

export default defineCheck({
  id: 'toctou/lock-nonatomic',
  family: 'toctou',
  title: 'Lock taken after a look',
  cwe: [367, 412],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N',
  message: 'The lock is looked for first and made afterwards: two runs can both see nothing and both go on.',
  why: 'A look at a file says what was true then. Between the look and the creation another run can do the same, and what the lock was to keep apart happens twice at once.',
  remediation:
    'Take the lock in one step: `exec 9>"$lock"; flock -n 9 || exit 1`, or `mkdir "$lock" || exit 1`, or write it with `set -C` in force.',
  limits:
    'What is a lock is told by its name. A file that is opened for `flock`, written while a lock is held, or made under `set -C` is not reported.',
  references: ['https://cwe.mitre.org/data/definitions/412.html'],
  detect: order(lockNonatomic, { bash }),
});
