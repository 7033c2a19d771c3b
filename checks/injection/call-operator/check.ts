import { defineCheck, flow } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/call-operator',
  family: 'injection',
  title: 'Program or script chosen by an outside value',
  cwe: [78, 94, 829],
  cvss: vectors.remoteCode,
  message: '`&`, `.` and script blocks made from text run whatever this value names or says.',
  why: 'A name from another machine, a request or a message can be any program, any script on a share, any command. Script blocks made from text are parsed: what was put in becomes code.',
  remediation:
    "Choose from a fixed table (`$tools = @{ build = 'msbuild' }`), or limit the value (`[ValidateSet('build', 'test')]`). Write script blocks as blocks and hand values over with `-ArgumentList` and `param()`, or with `$using:`.",
  limits:
    'A parameter of the script itself in `& $exe` is not reported: who runs the script may run any program anyway. Text that becomes a script block is reported also then, where it is put together from values.',
  references: [
    'https://learn.microsoft.com/powershell/scripting/security/preventing-script-injection',
    'https://cwe.mitre.org/data/definitions/78.html',
  ],
  detect: flow({ ps }),
});
