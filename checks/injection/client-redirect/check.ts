import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/client-redirect',
  family: 'injection',
  title: 'Page that goes where a link says',
  cwe: [601, 79],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'The page goes to an address that a link or another window decides.',
  why: 'A link to a trusted page ends at another one that looks the same and asks for the password; an address that begins with `javascript:` runs in this page.',
  remediation: 'Make a `URL` of it with the own origin as base and compare `origin`, or choose from a list of paths.',
  limits: 'Addresses whose beginning is written out are not reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html'],
  detect: flow({ js }),
});
