import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/regexp',
  family: 'injection',
  title: 'Regular expression made from a value',
  cwe: [1333, 730, 400],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H',
  message:
    'A value becomes part of this regular expression, so whoever steers it can write a pattern that takes minutes to fail, or that matches everything.',
  why: 'The engine tries all ways to match; a nested repetition such as `(a+)+$` doubles the work with every character, and the event loop stands still meanwhile.',
  remediation: 'Escape the value before it becomes part of the pattern, or compare texts with `includes`, `startsWith` and `===`.',
  limits: 'Only values that come from outside of the program are reported; those that were escaped or checked are not.',
  references: ['https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS'],
  detect: flow({ js }),
});
