import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'artifact/producer-unchecked',
  family: 'artifact',
  title: 'Product used without a look at whether it was made',
  cwe: [252, 354],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message: 'Nobody looks at whether this worked before its product is used.',
  why: 'A full disk or a broken connection leaves an empty, cut off or old file behind, and what follows signs, ships or installs it as if it were whole.',
  remediation: 'Stop if the program fails, and if its product is empty: `cmd … || exit 1`, `[ -s "$out" ] || exit 1`.',
  limits:
    'A product that is only kept is a note; one that is signed, shipped, installed, run or parsed is more. `set -e` where it has effect counts as a look, and so does a test of the product before its use. `curl` without `-f` takes the error page of a server for success.',
  references: ['https://cwe.mitre.org/data/definitions/252.html'],
  detect: { kind: 'syntax', bash },
});
