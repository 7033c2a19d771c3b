import { defineCheck, flow } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/shlex-split-format',
  family: 'injection',
  title: 'Command line with values in it split into words',
  cwe: [88],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'This text is split at its spaces after a value was put in, so a space or a quote in the value makes further arguments of it.',
  why: 'What was meant as one word of the command becomes several: options and files that the author did not write.',
  remediation: 'Write the list itself: `["ls", "--", value]`, or put `shlex.quote(value)` into the text.',
  limits: 'Constant texts and quoted values are not reported.',
  references: ['https://docs.python.org/3/library/shlex.html'],
  detect: flow({ py }),
});
