import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/sql-identifier',
  family: 'injection',
  title: 'Table, column or direction of a SQL statement taken from a value',
  cwe: [89],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'A value names a table, a column or a direction of this SQL statement, so whoever steers the value can change the statement.',
  why: 'Where a name is expected no parameter can be bound, so the text of the value becomes SQL: a subquery or a second clause fits there as well as a name.',
  remediation: 'Choose the name from a fixed list or mapping, or have the driver quote it as an identifier.',
  limits: 'Names that the program computes itself are not reported, nor are values that were checked against a list or a closed pattern.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
