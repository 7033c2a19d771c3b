import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/xss-dom',
  family: 'injection',
  title: 'Markup of a page made from outside values',
  cwe: [79, 80],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'This becomes markup of the page, so whoever steers the value runs script in the browser of whoever looks at it.',
  why: 'A link or another window can carry any text. Where it is read as HTML, an image with an error handler is enough to act with the rights of the visitor.',
  remediation: 'Set `textContent` where no markup is meant; else clean the markup first with a sanitizer (`DOMPurify.sanitize`).',
  limits:
    'What a server answers, what is typed into the page itself, and parameters that nobody in the file is seen to fill are not reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html'],
  detect: flow({ js }),
});
