import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'leak/secret-in-argv',
  family: 'leak',
  title: 'Secret among the arguments of a program',
  cwe: [214, 522],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This secret is an argument of a program: every user of the machine can list it while the program runs, and audit logs keep it.',
  why: '`ps` and `/proc/<pid>/cmdline` show the arguments of every process to every user; process accounting, audit logs and crash reports keep them, as shells do in their history.',
  remediation: 'Hand it over on the standard input, in a file only you can read, or in the environment of the one program that needs it.',
  limits:
    'The value counts as a secret by where it comes from (a store of secrets, a secret of the workflow, a hidden prompt) or by its name. Reported are the options in which well-known programs take secrets, and options and settings whose name says so. The builtins of the shell (`echo`, `printf`) start no program. On machines made for one build the severity is low.',
  references: ['https://cwe.mitre.org/data/definitions/214.html'],
  detect: [{ kind: 'syntax', bash, ps }, flow({ js, py }), { kind: 'document', yaml }],
});
