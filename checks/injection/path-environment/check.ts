import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/path-environment',
  family: 'injection',
  title: 'Programs looked up where others can put them',
  cwe: [426, 427],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:N/S:U/C:L/I:L/A:N',
  message: 'Programs are looked up in a directory that others can write to, or in whatever the current one is.',
  why: 'Whoever puts a program called like a usual one there has it run with the rights of this script.',
  remediation:
    'Name directories by absolute paths that only their owner writes to; an empty entry (`::`, or a colon at the end) is the current directory.',
  limits: 'Entries made of variables are not looked into.',
  references: ['https://cwe.mitre.org/data/definitions/426.html'],
  detect: { kind: 'syntax', bash },
});
