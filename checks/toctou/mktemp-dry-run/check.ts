import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'toctou/mktemp-dry-run',
  family: 'toctou',
  title: 'Free name chosen, file made later',
  cwe: [377],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H',
  message: 'This only makes up a name. Until the file is made under it, somebody else can put theirs there.',
  why: 'A name that was free a moment ago is a promise of nothing. In a directory that everybody can write to, a link under that name leads the write to a file of somebody else’s choice.',
  remediation: 'Let the name be chosen and the file be made in one step.',
  limits:
    'A name in a directory that is given and not shared is not reported, nor one that is used where creation fails by itself if something is there: `mkdir`, `mkfifo`, a link, a socket, exclusive opening.',
  references: ['https://cwe.mitre.org/data/definitions/377.html'],
  detect: { kind: 'syntax', bash, py },
});
