import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/foreign-program',
  family: 'injection',
  title: 'Program of another language built from values',
  cwe: [94],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message:
    'The value is pasted into the text of a program that another interpreter runs, so a quote in it ends the string it was meant to be, and code follows.',
  why: 'The interpreter parses the finished text. The quotes around the value are those of the text, and the value can close them.',
  remediation:
    'Keep the program constant and pass values as arguments (`python3 -c \'import sys; …\' "$value"`), in the environment, or by `jq --arg`.',
  limits: 'Statements of databases are told as SQL.',
  references: ['https://cwe.mitre.org/data/definitions/94.html'],
  detect: flow({ bash }),
});
