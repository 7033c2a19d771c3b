import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/heredoc-interpreter',
  family: 'injection',
  title: 'Here-document for an interpreter with values in it',
  cwe: [78, 94],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'The values are put into this here-document before the program reads it as code, so what is in them is code, too.',
  why: 'An unquoted delimiter lets the shell expand the text. The interpreter gets one text and cannot tell the program from the values.',
  remediation: "Quote the delimiter (`<<'END'`) and pass values as arguments (`bash -s -- \"$value\" <<'END'`) or in the environment.",
  limits: 'A here-document that a program reads as data is not reported.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: flow({ bash }),
});
