import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/curl-pipe',
  family: 'injection',
  title: 'Download run without looking at it',
  cwe: [494],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'What the server sends is run at once: whoever controls the server, or the way to it, runs code here.',
  why: 'Nothing is compared with what was meant to come. A replaced file, a taken-over host or a download cut off in the middle runs with the rights of this script.',
  remediation:
    'Download to a file, compare it with a pinned checksum (`echo "<sha256>  setup.sh" | sha256sum -c -`) or a signature, then run it.',
  limits:
    'Downloads to a file that is run later are another matter, and not reported here. A download from which a value is picked (`jq`, `grep`, `cut`) is data.',
  references: ['https://cwe.mitre.org/data/definitions/494.html'],
  detect: { kind: 'syntax', bash },
});
