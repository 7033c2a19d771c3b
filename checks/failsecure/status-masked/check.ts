import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'failsecure/status-masked',
  family: 'failsecure',
  title: 'Failure of what yields a secret is masked',
  cwe: [252],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'If the command in the substitution fails, its status is lost, and the script goes on with an empty secret.',
  why: '`local x=$(cmd)` and `export x=$(cmd)` have the status of `local` and `export`, `echo "$(cmd)"` that of `echo`: neither `set -e` nor `||` sees the failure.',
  remediation: 'Use two statements: `x=$(cmd)` first, which has the status of the command, then what uses it.',
  limits:
    'Only commands that yield secrets are looked at, and declarations of variables that are named like one. A value that is tested afterwards (`[ -n "$x" ]`, `${x:?}`) is not reported; nor are arguments of programs that refuse an empty one.',
  references: ['https://cwe.mitre.org/data/definitions/252.html'],
  detect: { kind: 'syntax', bash },
});
