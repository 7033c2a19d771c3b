import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash, bashFilled } from './bash.ts';
import { js } from './js.ts';
import { py } from './py.ts';
import { filledInPlace, rewriteInPlace } from './table.ts';

export default defineCheck({
  id: 'toctou/rewrite-in-place',
  family: 'toctou',
  title: 'File read, then written over',
  cwe: [362],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L',
  message:
    'The file is read and what was made of it is written over it: a change in between is lost, and who reads meanwhile finds half a file.',
  why: 'A redirection empties the file first and fills it afterwards. A reader, a crash or a full disk in between finds nothing; a second run that read the same state writes its own over it.',
  remediation:
    'Write a temporary file in the same directory and rename it over the old one: `mv -f -- "$tmp" "$file"`; where several runs change it, under `flock`.',
  limits:
    'What is written must visibly come from what was read, through a variable or another file of the function. A file that is changed under a lock, or in a private directory, is not reported.',
  references: ['https://cwe.mitre.org/data/definitions/362.html'],
  detect: [order(rewriteInPlace, { bash, js, py }), order(filledInPlace, { bash: bashFilled })],
});
