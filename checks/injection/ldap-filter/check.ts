import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/ldap-filter',
  family: 'injection',
  title: 'LDAP filter or name built from a value',
  cwe: [90],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'A value is put into an LDAP filter or name as text, so `*`, `(` or `)` in it change what is searched for.',
  why: 'A filter is parsed as a whole: with `*)(uid=*` in place of a name the search finds other entries, and a login that relies on it lets anybody in.',
  remediation: 'Escape the value with the function the library has for it (`escape_filter_chars`, `escape_dn_chars`, filter objects).',
  limits:
    'Only values that somebody outside or a caller steers are reported; escaped ones and those checked against a closed pattern are not.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/LDAP_Injection_Prevention_Cheat_Sheet.html'],
  detect: flow({ js, py, ps }),
});
