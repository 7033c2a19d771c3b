import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/unquoted-expansion',
  family: 'injection',
  title: 'Value split into words where that does harm',
  cwe: [88, 78],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N',
  message: 'Without quotes the value is split at blanks and matched against file names, so one value can name several files, and options.',
  why: 'A name such as `a -rf /` becomes three words.',
  remediation: 'Put it in double quotes; keep a list in an array (`"${files[@]}"`).',
  limits:
    'Reported for programs that delete, move or hand on, where somebody outside the script gives the value; ShellCheck tells the rest.',
  references: ['https://cwe.mitre.org/data/definitions/88.html'],
  detect: flow({ bash }),
});
