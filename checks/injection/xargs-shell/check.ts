import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/xargs-shell',
  family: 'injection',
  title: 'Lines pasted into a shell program by xargs',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'Each line is put into the program text, so a line with `$(…)` or `;` in it is run.',
  why: 'What replaces the mark becomes part of a text that a shell parses; it is no argument.',
  remediation: 'Pass the lines as parameters: `xargs -0 -n1 sh -c \'wc "$1"\' sh`.',
  limits: 'Reported wherever the mark stands within the program.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: { kind: 'syntax', bash },
});
