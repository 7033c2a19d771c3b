import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/heredoc-config',
  family: 'injection',
  title: 'Generated file that another program interprets',
  cwe: [74, 94],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H',
  message:
    'The value is written as it is into a file that another program reads as configuration or code: a line end in it is a line of that file.',
  why: 'A key, a unit, a job or a rule of its own can follow a line end or a quote in the value; it takes effect when the file is read.',
  remediation:
    'Check the value against an anchored pattern first, or write the file with a tool that knows its form (`jq -n --arg`, `yq`).',
  limits: 'Reported for values of outsiders, and for arguments and input where the file is one of the system or a script.',
  references: ['https://cwe.mitre.org/data/definitions/74.html'],
  detect: flow({ bash }),
});
