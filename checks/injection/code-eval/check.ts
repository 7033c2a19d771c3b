import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/code-eval',
  family: 'injection',
  title: 'Program code made from values',
  cwe: [94, 95],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'This text is run as code of this very program, with all its rights, so whoever has a say in the text runs what they like.',
  why: 'Code that is put together from values runs with access to everything the process holds: files, keys, memory, network.',
  remediation:
    'Look the behaviour up in a table of functions, or parse the data with a parser made for it (JSON, a literal or an expression parser).',
  limits: 'Constant code is not reported, nor is a bare value whose origin this file does not show.',
  references: ['https://cwe.mitre.org/data/definitions/95.html'],
  detect: flow({ js, py }),
});
