import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/path-traversal',
  family: 'injection',
  title: 'File path made from outside values',
  cwe: [22, 23, 36, 73],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'A value from outside becomes part of this path, so `../` or an absolute path in it leads to files that were never meant.',
  why: 'Joining a name to a directory does not keep it there: `..` climbs out, and in many languages an absolute second part replaces the first. What is read can be keys and configuration; what is written can be code.',
  remediation:
    'Resolve the path first, then compare: it must begin with the directory and a separator after it. Or use only the last part of the name, or look the file up by an id.',
  limits:
    'Paths from the command line or the environment are not reported: who gives them has those rights anyway. Nor are the parameters of functions that nobody in the file calls.',
  references: ['https://cwe.mitre.org/data/definitions/22.html'],
  detect: flow({ bash, js, py, ps }),
});
