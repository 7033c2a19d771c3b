import { defineCheck, order } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';
import { getOrCreate } from './table.ts';

export default defineCheck({
  id: 'toctou/get-or-create',
  family: 'toctou',
  title: 'Row sought, and made where none was found',
  cwe: [362],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:N',
  message: 'Two requests at once both find nothing and both create it: afterwards it is there twice, unless the database forbids it.',
  why: 'Between the search and the insertion others run. Only the database can tell who came first: with a unique index the second insertion fails, without one there are two rows for the same name, address or order.',
  remediation:
    'Put a unique index on what must be unique, and use `upsert`, `findOrCreate` or `INSERT … ON CONFLICT`, or handle the error of a duplicate key.',
  limits:
    'A unique index is seen only where the file declares it. An insertion whose duplicate-key error is handled, one in a serializable transaction and one under a lock are not reported.',
  references: ['https://cwe.mitre.org/data/definitions/362.html'],
  detect: [order(getOrCreate, { js }), { kind: 'syntax', py }],
});
