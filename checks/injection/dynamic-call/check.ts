import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/dynamic-call',
  family: 'injection',
  title: 'Function or attribute picked by a value',
  cwe: [470],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'A value from outside names what is called or read here, so it can name what was not meant for outsiders.',
  why: 'Every object has more than its author wrote: internal methods, constructors, the way to the globals of its module.',
  remediation: 'Look the function up in a table of those that are meant: `HANDLERS[name]`.',
  limits: 'Only values from outside are reported, and not where a constant beginning leaves only functions that were made for it.',
  references: ['https://cwe.mitre.org/data/definitions/470.html'],
  detect: flow({ js, py }),
});
