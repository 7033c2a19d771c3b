import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/nosql-operator',
  family: 'injection',
  title: 'Database query object made by a request',
  cwe: [943],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'A part of this query comes from a request as it was sent, so it can be an object with operators instead of a text.',
  why: 'A body in JSON holds objects as well as texts: `{"$ne": null}` in place of a password matches every record.',
  remediation:
    'Make a text of the value first (`str(value)`, `String(value)`), or check the body with a schema that lets only texts and numbers through.',
  limits: 'Values that can only be texts (query strings, parts of addresses, declared types) are not reported.',
  references: ['https://owasp.org/www-community/Injection_Theory'],
  detect: flow({ js, py }),
});
