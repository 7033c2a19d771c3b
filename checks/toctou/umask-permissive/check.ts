import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'toctou/umask-permissive',
  family: 'toctou',
  title: 'Files that everybody can write',
  cwe: [276, 732],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This lets every user of the machine write.',
  why: 'Whoever can write a file of yours decides what your programs read, run or serve, and whoever can write a directory swaps what lies in it.',
  remediation:
    'Give no more than is needed: `umask 022` (or `077`), modes 644 and 755; share within a group with a setgid directory (`chmod 2775`).',
  limits: 'Sticky directories such as `/tmp`, devices, and masks that only open the group are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/276.html'],
  detect: { kind: 'syntax', bash },
});
