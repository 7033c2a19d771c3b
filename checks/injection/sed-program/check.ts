import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/sed-program',
  family: 'injection',
  title: 'Program of sed built from values',
  cwe: [94, 78],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message:
    'The value becomes part of a sed program: with a delimiter or a line end in it, it ends the command and brings its own, and GNU sed runs programs (`e`) and writes files (`w`).',
  why: 'sed parses the finished text. Escaping the slash and `&` leaves line ends and backslashes.',
  remediation:
    'Replace in the shell (`${text//@NAME@/"$value"}`), use `envsubst`, check the value against an anchored pattern, or start `sed --sandbox`.',
  limits: 'What stands in files of the script itself is taken to be its own.',
  references: ['https://www.gnu.org/software/sed/manual/sed.html'],
  detect: flow({ bash }),
});
