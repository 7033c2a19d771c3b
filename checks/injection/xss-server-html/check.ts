import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/xss-server-html',
  family: 'injection',
  title: 'Outside value in the HTML of an answer',
  cwe: [79, 80, 116],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'A value from outside stands unescaped in an answer that browsers read as HTML.',
  why: 'Whoever makes somebody follow a link, or has the value stored, has script run in that browser under the address of this server.',
  remediation: 'Render it with a template engine that escapes, escape it for HTML here, or answer with JSON or plain text.',
  limits: 'Answers of another type (JSON, text, files) are not reported, nor is what templates do with their values.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
