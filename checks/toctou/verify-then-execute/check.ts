import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { py } from './py.ts';
import { verifyThenExecute } from './table.ts';

export default defineCheck({
  id: 'toctou/verify-then-execute',
  family: 'toctou',
  title: 'File verified by name, then used by name',
  cwe: [367, 494],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'The file is verified first and used by name afterwards: where others can write, it can be another file by then.',
  why: 'A hash, a signature or an owner is that of the file which had the name at that moment. In a directory that others can write to, the file is swapped between the verification and the use.',
  remediation: 'Take it out of their reach first: copy it into a directory from `mktemp -d`, verify the copy there, and use the copy.',
  limits: 'Only paths in directories that everybody can write to, or that are named for it (`uploads`, `incoming`), are reported.',
  references: ['https://cwe.mitre.org/data/definitions/367.html'],
  detect: [order(verifyThenExecute, { bash, js }), { kind: 'syntax', py }],
});
