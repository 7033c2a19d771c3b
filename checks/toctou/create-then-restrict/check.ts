import { defineCheck, order } from '../../../src/engine/check.ts';
import { bash, bashBelow } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { directoryThenRestrict, py } from './py.ts';
import { createThenRestrict } from './table.ts';

export default defineCheck({
  id: 'toctou/create-then-restrict',
  family: 'toctou',
  title: 'File readable by others until its mode is set',
  cwe: [378, 732],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'The file is made with the default mode and restricted afterwards: in between, every user of the machine can open it.',
  why: 'A file made under the usual umask can be read by everybody. Whoever opens it before the mode is set keeps reading through the open handle, also after the mode has changed.',
  remediation:
    'Create it with its final mode: `umask 077` in a subshell around the creation, or `install -m 600 /dev/null "$file"` before the first write.',
  limits:
    'The creation and the change of mode are matched by path within one function. Widening a mode (`chmod +x`, `chmod 644`) is not reported, nor is a file from `mktemp`, one in a private directory, or one without content in between. Where neither name nor content look secret, the finding is low.',
  references: ['https://cwe.mitre.org/data/definitions/378.html'],
  detect: [{ kind: 'syntax', bash: bashBelow }, order(createThenRestrict, { bash, js, py, ps }), order(directoryThenRestrict, { js, py })],
});
