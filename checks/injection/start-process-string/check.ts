import { defineCheck, flow } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/start-process-string',
  family: 'injection',
  title: 'Arguments of a program put together as text',
  cwe: [88, 78],
  cvss: vectors.outsideArguments,
  message: '`Start-Process` joins what it is given with blanks and quotes nothing, so a blank in the value makes further arguments.',
  why: 'Also an array is joined to one text: the program splits it again at blanks and quotes. Who steers the value can add options that write files or run programs.',
  remediation:
    'Call the program directly: `& $exe @arguments` keeps every element one argument. Or use `ProcessStartInfo` with its `ArgumentList`, or limit the value to a closed pattern.',
  limits:
    'Numbers and values limited to a list or a closed pattern are silent. Of who runs the script himself only values inside a longer text are reported, and weigh little.',
  references: [
    'https://learn.microsoft.com/powershell/module/microsoft.powershell.management/start-process',
    'https://cwe.mitre.org/data/definitions/88.html',
  ],
  detect: flow({ ps }),
});
