import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/shell-command',
  family: 'injection',
  title: 'Command line for a shell built from values',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A shell parses this text, so `;`, `$( )`, `|` or a quote inside the value becomes a command of its own.',
  why: 'A shell cannot tell the text of the program from the text of the value that was pasted into it. Quotes around the value do not help: the value can close them.',
  remediation: 'Start the program without a shell and hand over the value as one element of the argument list.',
  limits:
    'Reported where a part of the text is not constant. Numbers, values checked against a list or a closed pattern, quoted by a known function, or made from the program’s own location are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: flow({ bash, js, py }),
});
