import { defineCheck, flow } from '../../../src/engine/check.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/invoke-expression',
  family: 'injection',
  title: 'PowerShell code built from a variable',
  cwe: [95],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: '`Invoke-Expression` runs this text as code, so whoever controls the value controls the session.',
  why: 'The text is parsed after the variables are expanded: `;`, `$( )` and quotes in the value become syntax.',
  remediation: 'Call the command directly and pass values as arguments: `& $exe @arguments`.',
  limits: 'A constant text is not reported. Where a value comes from is followed through the functions of the file.',
  references: ['https://learn.microsoft.com/powershell/scripting/security/preventing-script-injection'],
  detect: flow({ ps }),
});
