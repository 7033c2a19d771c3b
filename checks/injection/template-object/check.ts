import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/template-object',
  family: 'injection',
  title: 'Whole request handed to a template',
  cwe: [73, 915, 94, 22],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N',
  message: 'All fields of what was sent become those of the template, and some engines take options from there, too.',
  why: 'Engines read settings (`layout`, `settings`, `client`, `cache`) from the same object as the data. Who chooses its keys can have other files read, and with some versions code run.',
  remediation: 'Name the fields that the template needs: `res.render(view, { name: req.body.name })`.',
  limits: 'Single fields are not reported; what a template does with them is another question.',
  references: ['https://codeql.github.com/codeql-query-help/javascript/js-template-object-injection/'],
  detect: flow({ js }),
});
