import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/dynamic-import',
  family: 'injection',
  title: 'Module to be loaded named by a value',
  cwe: [470, 829, 98, 94],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A value from outside names the module that is loaded, and loading a module runs its code.',
  why: 'Whoever names the module picks which code of the machine runs, also one that was put there by other means.',
  remediation: 'Look the module up in a table of those that are meant.',
  limits: 'Names from the command line, the environment and settings are not reported: whoever runs the program picks its plugins.',
  references: ['https://cwe.mitre.org/data/definitions/470.html'],
  detect: flow({ js, py }),
});
