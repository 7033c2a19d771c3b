import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/xss-dangerous-html',
  family: 'injection',
  title: 'Escaping of a component switched off for a value',
  cwe: [79, 80],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  message: 'The framework would escape this value; here it is told to take it as markup as it is.',
  why: 'A component seldom knows where its properties come from. What a user wrote anywhere reaches this place one day, and runs as script there.',
  remediation: 'Let the framework render it as text, or clean it right here with a sanitizer (`DOMPurify.sanitize`).',
  limits: 'Constants, and what was cleaned or escaped on its way, are not reported. Templates outside of JavaScript are not read.',
  references: ['https://react.dev/reference/react-dom/components/common#dangerously-setting-the-inner-html'],
  detect: flow({ js }),
});
