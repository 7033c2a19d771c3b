import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'toctou/symlink-follow',
  family: 'toctou',
  title: 'Privileged act in a directory of somebody else',
  cwe: [59, 61],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'This follows names in a directory that a lesser user can write: a link there leads it to a file of their choice.',
  why: 'Whoever owns a directory decides what the names in it lead to. A script of root that writes there, or gives files away there, does so wherever the link points.',
  remediation:
    'Do it with the rights of that user: `runuser -u "$user" -- tee -- "$home/file"`; or do not follow links: `chown -h`, `cp --remove-destination`.',
  limits:
    'Directories of others are told by the list of accounts, by `/home/…`, and by shared directories; that the script runs as root is taken from what it does there.',
  references: ['https://cwe.mitre.org/data/definitions/61.html'],
  detect: { kind: 'syntax', bash },
});
