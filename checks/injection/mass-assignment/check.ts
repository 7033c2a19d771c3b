import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/mass-assignment',
  family: 'injection',
  title: 'All fields of a request taken into a record',
  cwe: [915],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:H/A:N',
  message:
    'Whatever fields were sent become fields of this record, those that nobody meant to be set among them: `role`, `isAdmin`, `ownerId`.',
  why: 'The form shows three fields, the record has ten. Nothing keeps anybody from sending the other seven.',
  remediation: 'Name the fields that may be set, or let a schema that refuses all others parse the body first.',
  limits: 'A check of the body in a middleware of another file is not seen. Fresh objects that are not stored are not reported.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html'],
  detect: flow({ js, py }),
});
