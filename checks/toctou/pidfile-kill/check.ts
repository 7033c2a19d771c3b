import { defineCheck } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'toctou/pidfile-kill',
  family: 'toctou',
  title: 'Signal to whatever a file names',
  cwe: [367, 283],
  cvss: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L',
  message: 'The number in the file can be that of another program by now, and whoever can write the file chooses which one is stopped.',
  why: 'Numbers of processes are given out again. A file that outlived its program names somebody else’s, and `kill -0` only says that there is one.',
  remediation:
    'Let something that knows the program do it: `pkill -F "$pidfile" -x name`, `systemctl stop`, `start-stop-daemon --stop --pidfile … --exec …`; or compare `/proc/$pid/exe` first.',
  limits:
    'A function that compares `/proc`, `ps -p` or the like before the signal is taken to be sure; numbers from `$!` and `pgrep` are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/283.html'],
  detect: { kind: 'syntax', bash },
});
