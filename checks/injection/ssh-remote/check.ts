import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/ssh-remote',
  family: 'injection',
  title: 'Command for another machine built from values',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message:
    'ssh joins its words with blanks and gives the text to a shell on the other machine: `;`, `$( )` and quotes in the value are code there.',
  why: 'Quotes in the script end here: the other machine parses the text once more, whatever it was between here.',
  remediation:
    'Quote the value for the remote shell (`printf -v quoted %q "$value"`, where that shell is bash), or send it on standard input.',
  limits: 'A whole command line that is handed on (`ssh host "$@"`) is what such a script is for.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: flow({ bash }),
});
