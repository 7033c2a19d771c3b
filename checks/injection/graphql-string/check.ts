import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/graphql-string',
  family: 'injection',
  title: 'GraphQL document built from a value',
  cwe: [943],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'A value is put into the text of this GraphQL document, so whoever steers it can ask for more or change other things.',
  why: 'The document is parsed as a whole: a quote or a brace in the value ends the argument and begins new fields.',
  remediation: 'Keep the document constant and pass the value in `variables`.',
  limits: 'Only values that somebody outside or a caller steers are reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
