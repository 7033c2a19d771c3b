import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { dockerfile } from './dockerfile.ts';
import { downloadThenRun } from './downloadThenRun.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'artifact/unverified-download',
  family: 'artifact',
  title: 'Download used without comparing it with anything',
  cwe: [494],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'What was downloaded is run or installed, and nothing compares it with what was meant to come.',
  why: 'A replaced release, a taken-over host or a moved tag runs with the rights of this program. The transport only says which server it came from.',
  remediation:
    'Compare it with a checksum that stands in the repository, or verify its signature, before it is used. Pin code from git to a commit.',
  limits:
    'Any checksum or signature that is verified between the download and its use counts; one that comes from the same server as the download is low. A download that is piped into a shell is injection/curl-pipe.',
  references: ['https://cwe.mitre.org/data/definitions/494.html'],
  detect: [{ kind: 'syntax', bash, ps, py }, order(downloadThenRun, { js }), { kind: 'document', dockerfile }],
});
