import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'leak/secret-in-trace',
  family: 'leak',
  title: 'Commands are traced while secrets are used',
  cwe: [532],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'The shell prints every command with its values filled in, and secrets are among them.',
  why: 'Tracing (`set -x`, `bash -x`, `Set-PSDebug -Trace`) writes each command after its variables were replaced: assignments, headers and passwords stand in the log as they are.',
  remediation:
    'Turn tracing off around the commands that use secrets: `{ set +x; } 2>/dev/null` before, `set -x` after, or trace only the part that needs it.',
  limits:
    'Reported where tracing is certainly on when a secret is used, one finding for each place that turns it on; tracing that only a debug switch turns on is silent. What a called script does under `bash -x` is seen only by the secrets in its environment.',
  references: ['https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html'],
  detect: { kind: 'syntax', bash, ps },
});
