import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/node-deserialize',
  family: 'injection',
  title: 'Serialized functions brought back to life',
  cwe: [502, 94],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'This reader makes functions of the text and can be made to call them, so whoever writes the text runs code here.',
  why: 'A format that can hold functions is code. An expression that calls itself in the text runs while it is read.',
  remediation: 'Use JSON and check its shape with a schema; where it has to be more, sign it and verify the signature before reading.',
  limits: 'What is signed is not told apart from what is not.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html'],
  detect: flow({ js }),
});
