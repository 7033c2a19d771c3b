import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/xpath-query',
  family: 'injection',
  title: 'XPath query built from a value',
  cwe: [643],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'A value is put into the text of this XPath query, so a quote in it changes what is selected.',
  why: "The query is parsed as a whole: `' or '1'='1` in place of a name selects every node of the document.",
  remediation: 'Pass the value as a variable of the query (`xpath("//user[@name=$name]", name=value)`), or compare it in the program.',
  limits: 'Only values that somebody outside or a caller steers are reported.',
  references: ['https://owasp.org/www-community/attacks/XPATH_Injection'],
  detect: flow({ js, py }),
});
