import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/shell-eval',
  family: 'injection',
  title: 'Shell code built from a variable',
  cwe: [78, 95],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: '`eval` runs this text as code, so whoever controls the variable controls the shell.',
  why: 'The shell parses the expanded text again: quotes, `;` and `$( )` in the value become syntax.',
  remediation: 'Put the command in an array and call it as `"${cmd[@]}"`.',
  limits: 'A constant string passed to `eval` is not reported.',
  references: ['https://mywiki.wooledge.org/BashFAQ/048'],
  detect: flow({ bash }),
});
