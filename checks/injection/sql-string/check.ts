import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/sql-string',
  family: 'injection',
  title: 'SQL text built from a value',
  cwe: [89],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'A value is put into the text of this SQL statement, so whoever steers the value can change the statement.',
  why: 'The database parses the finished text: a quote in the value ends the string it was meant to be, and what follows is SQL. Bound parameters travel beside the text and are never parsed.',
  remediation:
    'Write a placeholder where the value stands and pass the value as a parameter; choose names of tables and columns from a fixed list.',
  limits: 'Numbers, constants, and names taken from a fixed list are not reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html'],
  detect: flow({ bash, js, py, ps }),
});
