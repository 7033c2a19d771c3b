import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'failsecure/explicit-branch',
  family: 'failsecure',
  title: 'Protecting command left to `set -e`',
  cwe: [755],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:L',
  message:
    'If this protecting command fails, `set -e` ends the script without a word; the rules of this repository ask for a branch that says what failed.',
  why: '`set -e` stops in time, but whoever reads the log learns neither which protection failed nor on what. It also stops stopping as soon as somebody calls the function in a condition.',
  remediation: 'Branch on it and say what failed: `chmod 600 "$file" || { echo "chmod failed: $file" >&2; exit 1; }`.',
  limits:
    'Off unless the config turns it on (`checks: { failsecure/explicit-branch: on }`), and a note then: nothing goes on unprotected. A handler of ERR that says something counts as the branch.',
  references: ['https://cwe.mitre.org/data/definitions/755.html'],
  detect: { kind: 'syntax', bash },
});
