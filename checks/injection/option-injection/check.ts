import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/option-injection',
  family: 'injection',
  title: 'Operand of a program that can be read as an option',
  cwe: [88, 78],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'A value from outside is an operand of this program. If it begins with a dash it is taken for an option.',
  why: 'Options of such programs run commands or read and write other files: `--upload-pack=…` of git, `-oProxyCommand=…` of ssh, `--checkpoint-action` of tar.',
  remediation: 'Put `--` before the operands where the program knows it, or refuse values that begin with a dash.',
  limits: 'Only programs with options that are dangerous are looked at, and only values that begin the operand.',
  references: ['https://cwe.mitre.org/data/definitions/88.html'],
  detect: flow({ bash, js, py }),
});
