import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'leak/secret-in-browser-storage',
  family: 'leak',
  title: 'Token where every script of the page can read it',
  cwe: [922, 1004],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N',
  message: 'This keeps a token where every script of the page can read it.',
  why: 'One script that does not belong there (a dependency, an extension, an injection) takes the token along, and it is good elsewhere and for as long as it lives.',
  remediation: 'Let the server set a cookie with `HttpOnly`, `Secure` and `SameSite`, or keep the token in memory.',
  limits: 'Told by the name it is kept under and by what is known of the value. Cookies that a server sets are for `auth/cookie-flags`.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage'],
  detect: flow({ js }),
});
