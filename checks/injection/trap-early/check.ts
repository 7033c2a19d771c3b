import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/trap-early',
  family: 'injection',
  title: 'Trap with values put in when it is set',
  cwe: [78],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H',
  message:
    'The double quotes put the value into the text of the trap now, and the shell parses that text when the trap runs: what is in the value is code.',
  why: 'A name with a quote, a blank or `$( )` in it does something else than what was meant, at the end, when nobody looks.',
  remediation: 'Use single quotes, so that the value is expanded when the trap runs: `trap \'rm -f -- "$file"\' EXIT`.',
  limits: 'Constants and numbers are not reported.',
  references: ['https://www.shellcheck.net/wiki/SC2064'],
  detect: flow({ bash }),
});
