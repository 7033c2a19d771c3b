import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { mkdirThenChmod } from './table.ts';

export default defineCheck({
  id: 'toctou/mkdir-then-chmod',
  family: 'toctou',
  title: 'Directory open to others until its mode is set',
  cwe: [732],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'The directory is made open to others and closed only afterwards: in between, anybody can enter it.',
  why: 'Between `mkdir` and `chmod` the directory has the default mode. Whoever enters it then keeps it as the working directory or holds it open, also after it was closed.',
  remediation:
    'Make it with its mode in one step: `mkdir -m 700 -- "$dir"`, or `(umask 077; mkdir -p -- "$dir")` where its parents are made too.',
  limits: 'Directories below one that was closed before, from `mktemp -d`, or made under a private umask are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
  detect: order(mkdirThenChmod, { bash }),
});
