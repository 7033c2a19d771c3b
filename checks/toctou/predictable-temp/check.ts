import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';
import { js } from './js.ts';
import { ps } from './ps.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'toctou/predictable-temp',
  family: 'toctou',
  title: 'File with a guessable name in a shared temporary directory',
  cwe: [377, 59],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:H',
  message: 'Anybody on this machine can guess this name and put a file or a link there first; the write then goes where they want.',
  why: 'Directories such as `/tmp` are writable by everybody. A constant name, a process id or a date can be foreseen, so a link planted under that name turns the write into one on another file, and a file planted there keeps its owner.',
  remediation: 'Let the system choose the name and create the file in one step: `mktemp`, `mkdtemp` or `tempfile.mkstemp`.',
  limits:
    'Reading such a path is not reported, nor is a default value that nothing here writes to. Whether the directory is shared is taken from its name.',
  references: ['https://cwe.mitre.org/data/definitions/377.html'],
  detect: { kind: 'syntax', bash, js, py, ps },
});
