import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/source-variable',
  family: 'injection',
  title: 'Script read from a path that values lead to',
  cwe: [829, 94],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H',
  message: 'Whoever steers this path chooses the code that is run here.',
  why: 'A sourced file runs in this shell, with all its variables and rights.',
  remediation:
    'Source files beside the script (`"$(dirname "$0")/…"`) or choose from a list; read settings line by line instead of running them.',
  limits: 'Paths of the environment and of listed directories are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/829.html'],
  detect: flow({ bash }),
});
