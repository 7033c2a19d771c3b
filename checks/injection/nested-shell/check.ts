import { defineCheck, flow } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/nested-shell',
  family: 'injection',
  title: 'Command text for another shell built from values',
  cwe: [78],
  cvss: vectors.localCode,
  message: 'Another shell parses this text, so `&`, `;`, `|` or a quote in the value becomes a command of its own.',
  why: '`cmd /c`, `powershell -Command`, `bash -c` and `ssh` get one text and parse it with rules of their own. Quotes around the value do not help: the value can close them.',
  remediation:
    'Call the program itself (`& $exe $value`); for PowerShell use `-File script.ps1 -Name $value`, for other machines `Invoke-Command` with `-ArgumentList`.',
  limits: 'A whole command that is only handed on is silent, unless a stranger steers it. Files that are run (`-File`) are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/78.html'],
  detect: flow({ ps }),
});
