import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'leak/secret-in-file',
  family: 'leak',
  title: 'Secret in a file that others can read',
  cwe: [312, 732],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'This secret is written to a file with the default mode: every user of the machine can read it.',
  why: 'Under the usual umask a new file can be read by everybody on the machine, and it stays there, in backups and images too, when the program is long gone.',
  remediation:
    'Make the file with its mode before the secret is in it: `install -m 600 /dev/null "$file"`, or `umask 077` in a subshell around it, `os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)`; better still, keep it in a store of secrets.',
  limits:
    'Files of `mktemp` and files in a closed directory are silent, as are machines made for one build. A file that is restricted only after it was written is told by toctou/secret-before-chmod. In Python values are followed through functions and files; a function that sets a mode or an umask anywhere is left to the checks of races, and what is written through a handle that was opened elsewhere is not reported.',
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
  detect: [{ kind: 'syntax', bash, ps }, flow({ js, py })],
});
