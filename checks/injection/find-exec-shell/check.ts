import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/find-exec-shell',
  family: 'injection',
  title: 'File names pasted into a shell program by find',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'find puts each name into the program text, so a file called `$(…)` or `;…` is run.',
  why: 'The names are no arguments of the program here, but part of its text, which the shell parses.',
  remediation: 'Pass the names as parameters: `find … -exec sh -c \'for f; do …"$f"; done\' sh {} +`.',
  limits: 'Reported wherever the braces stand within the program.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: { kind: 'syntax', bash },
});
