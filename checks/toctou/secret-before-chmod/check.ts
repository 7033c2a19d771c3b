import { defineCheck, order } from '../../../src/engine/check.ts';
import { createThenRestrict } from '../create-then-restrict/table.ts';
import { bash, bashBelow } from './bash.ts';

export default defineCheck({
  id: 'toctou/secret-before-chmod',
  family: 'toctou',
  title: 'Secret readable by others until the chmod',
  cwe: [377, 732],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'A secret is written with the default mode and hidden only afterwards: in between, every user of the machine can read it.',
  why: 'A file made under the usual umask can be read by everybody. Whoever opens it before the mode is set keeps reading through the open handle, also after the mode has changed.',
  remediation:
    'Make the file with its mode before the secret is in it: `install -m 600 /dev/null "$file"`, or write it in a subshell with `umask 077`; for a temporary file, `mktemp`.',
  limits:
    'The value counts as a secret by the name of the variable or by the program that gives it out. Files from `mktemp` and files in a closed directory are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/377.html'],
  detect: [order(createThenRestrict, { bash }), { kind: 'syntax', bash: bashBelow }],
});
