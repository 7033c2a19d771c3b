import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { symlinkSwap } from './table.ts';

export default defineCheck({
  id: 'toctou/symlink-swap',
  family: 'toctou',
  title: 'Link removed, then made again',
  cwe: [362],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L',
  message: 'The link is removed and made again: whoever looks in between finds none, and somebody else can make theirs.',
  why: 'Between the two steps the name leads nowhere. Programs that follow it fail, and where others can write, they can put a link of their own there.',
  remediation: 'Replace it in one step: `ln -sfn "$new" current` (GNU), or `ln -s "$new" tmp && mv -T tmp current` everywhere.',
  limits: 'Only a removal and a symbolic link of the same name in one function (or its helpers) are matched.',
  references: ['https://cwe.mitre.org/data/definitions/362.html'],
  detect: order(symlinkSwap, { bash, js }),
});
