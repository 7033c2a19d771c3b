import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/open-redirect',
  family: 'injection',
  title: 'Redirect to where a value says',
  cwe: [601],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'A value decides where this redirect leads, so a link to this site can end on any other one.',
  why: 'People look at the beginning of a link. One that begins here and ends on a copy of the login page is the usual way to get at passwords and at tokens in the address.',
  remediation:
    'Redirect to paths of a fixed list, or parse the address and compare its origin with this one; a leading slash alone is not enough, for `//host` leads away.',
  limits: 'A fixed host or a path with more than a slash before the value is not reported, nor is the address of the request itself.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
