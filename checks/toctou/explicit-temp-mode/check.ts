import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'toctou/explicit-temp-mode',
  family: 'toctou',
  title: 'Temporary file without its mode spelled out',
  cwe: [377],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: '`mktemp` makes this file with mode 600, but the script does not say so; the rules of this repository ask for it.',
  why: 'A temporary file is private because of how one program makes it. A repository that wants to read this in its scripts, and to keep it when `mktemp` is replaced by something else, asks for the mode to be set.',
  remediation: 'Set the mode behind it: `chmod 600 -- "$file"`, and look at its status.',
  limits:
    'Off unless the config turns it on (`checks: { toctou/explicit-temp-mode: on }`), and a note then: `mktemp` gives mode 600 under every umask. A `chmod`, `install` or `umask` of the same function counts; directories (`mktemp -d`) and names that are only tried (`mktemp -u`) are left alone.',
  references: ['https://cwe.mitre.org/data/definitions/377.html'],
  detect: { kind: 'syntax', bash },
});
