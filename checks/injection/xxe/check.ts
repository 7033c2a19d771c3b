import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/xxe',
  family: 'injection',
  title: 'XML from outside read with external entities',
  cwe: [611, 827],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message:
    'This parser follows external entities, so the document can make it read files or call addresses and put what comes back into the text.',
  why: 'A document type declaration may name a file or an address as an entity. A parser that resolves it fetches what the sender of the document cannot reach himself.',
  remediation:
    'Turn entities off where the parser is made (`resolve_entities=False`, no `feature_external_ges`), or read it with `defusedxml`.',
  limits: 'A parser whose setting comes from elsewhere is taken for the default one of its library.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
