import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/path-empty-destructive',
  family: 'injection',
  title: 'Deletes from the root where a variable is empty',
  cwe: [73],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'If the variable is empty, what is left of this path begins at the root.',
  why: 'A missing argument, a failed command or a name that was changed in one place leaves a variable empty, and `rm -rf` asks nobody.',
  remediation: 'Write `"${dir:?}/"*`, which stops where it is empty, and look at the result of `cd` (`cd "$dir" || exit`).',
  limits: 'Variables that a test has looked at before, and those with a constant value, are not reported.',
  references: ['https://www.shellcheck.net/wiki/SC2115'],
  detect: { kind: 'syntax', bash },
});
