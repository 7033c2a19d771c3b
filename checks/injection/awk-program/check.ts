import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/awk-program',
  family: 'injection',
  title: 'Program of awk built from values',
  cwe: [94, 78],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'The value becomes part of an awk program, and `system()` is within its reach.',
  why: 'awk parses the finished text: a quote or a slash in the value ends what it stands in.',
  remediation: 'Give the value as a variable: `awk -v name="$value" \'$1 == name\'`; where backslashes matter, in `ENVIRON`.',
  limits: 'What stands in files of the script itself is taken to be its own.',
  references: ['https://www.gnu.org/software/gawk/manual/gawk.html'],
  detect: flow({ bash }),
});
