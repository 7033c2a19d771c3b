import { defineCheck, flow } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/sql-fake-binding',
  family: 'injection',
  title: 'SQL placeholder that is replaced as text',
  cwe: [89],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'This looks like a bound parameter, but the placeholder is replaced in the text before the database sees it.',
  why: 'Replacing text and doubling quotes by hand is not what the driver does: backslashes, numbers without quotes and other character sets get past it.',
  remediation: 'Hand the value to the driver as a parameter: `execute(sql, (value,))`.',
  limits: 'Constants and numbers are not reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html'],
  detect: flow({ py }),
});
