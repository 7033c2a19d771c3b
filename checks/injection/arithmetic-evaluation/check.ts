import { defineCheck, flow } from '../../../src/engine/check.ts';
import { bash } from './bash.ts';

export default defineCheck({
  id: 'injection/arithmetic-evaluation',
  family: 'injection',
  title: 'Outside value evaluated as a number',
  cwe: [94, 95],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  message: 'The shell evaluates this value as an expression, and runs the commands in the index of an array in it: `a[$(…)]`.',
  why: 'Arithmetic takes names, and indexes of arrays are expanded again, also where the value is in quotes. `(( ))`, `$(( ))`, `[[ -eq ]]`, `let`, `declare -i`, `${a[x]}` and `${s:x}` all do it.',
  remediation: 'Check it first: `[[ $value =~ ^-?[0-9]+$ ]] || exit 2`. Single brackets (`[ "$value" -eq 1 ]`) take numbers only.',
  limits: 'Arguments of the script are reported only where it runs as root: whoever gives them could run the commands anyway.',
  references: ['https://cwe.mitre.org/data/definitions/95.html'],
  detect: flow({ bash }),
});
