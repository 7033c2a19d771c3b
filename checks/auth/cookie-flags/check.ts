import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'auth/cookie-flags',
  family: 'auth',
  title: 'Cookie without the flags that protect it',
  cwe: [614, 1004],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N',
  message: 'Browsers may send this cookie without encryption or show it to scripts, because `secure` or `httponly` is not set.',
  why: 'Without `secure` one request over plain HTTP gives the cookie to whoever is on the way; without `httponly` any script that gets into the page can read it and take the session over.',
  remediation: 'Set `secure=True, httponly=True, samesite="Lax"`.',
  limits:
    'Cookies whose names say that they hold a language, a theme or the like are not reported; a flag whose value is not known counts as set.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html'],
  detect: [flow({ py }), { kind: 'syntax', js }],
});
