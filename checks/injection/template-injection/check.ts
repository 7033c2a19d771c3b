import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/template-injection',
  family: 'injection',
  title: 'Template made from outside values',
  cwe: [1336, 94],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A value becomes part of the template itself, and a template is a program that runs on the server.',
  why: 'What stands in `{{ }}` is evaluated: from any object a template reaches the classes of the language, and from these the commands of the machine.',
  remediation:
    'Keep the template constant and hand the value over as data; where people write templates themselves, render them in a sandbox without objects of the program.',
  limits: 'Templates read from files of the program are not reported.',
  references: [
    'https://owasp.org/www-project-web-security-testing-guide/v42/4-Web_Application_Security_Testing/07-Input_Validation_Testing/18-Testing_for_Server-side_Template_Injection',
  ],
  detect: flow({ js, py }),
});
