import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/name-reference',
  family: 'injection',
  title: 'Outside value used as the name of a variable',
  cwe: [95, 470],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message:
    'This value names a variable, and the index in a name such as `a[$(…)]` is run by the shell; besides, it may name any variable of the script.',
  why: 'The shell expands the index of an array wherever it takes a name: in `printf -v`, `read`, `declare`, `unset`, `test -v` and `${!name}`.',
  remediation:
    'Let nothing but identifiers through: `[[ $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || exit 2`; or keep the values in an associative array.',
  limits: 'Names that the script’s own arguments give weigh little, those of a function’s callers nothing.',
  references: ['https://cwe.mitre.org/data/definitions/470.html'],
  detect: flow({ bash }),
});
