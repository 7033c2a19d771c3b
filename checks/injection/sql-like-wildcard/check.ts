import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/sql-like-wildcard',
  family: 'injection',
  title: 'Value in a LIKE pattern with its wildcards',
  cwe: [89, 155],
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
  message: 'The value is bound, but `%` and `_` in it are wildcards of `LIKE`: it can match more than it says.',
  why: 'A search for `%` reads the whole table, and patterns of many wildcards keep the database busy.',
  remediation: 'Escape `%` and `_` in the value and say so with `ESCAPE`, or use a search that takes the value as it is.',
  limits: 'A hint, not a hole: the statement itself cannot be changed. Only values from outside are reported.',
  references: ['https://cwe.mitre.org/data/definitions/155.html'],
  detect: flow({ js, py }),
});
