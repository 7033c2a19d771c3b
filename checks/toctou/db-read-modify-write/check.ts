import { defineCheck } from '../../../src/engine/check.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'toctou/db-read-modify-write',
  family: 'toctou',
  title: 'Row read, changed and written back',
  cwe: [362, 367],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N',
  message:
    'The new value is made from what was read before: two requests at once read the same, and one of the changes is lost or a limit is passed.',
  why: 'Between the read and the write another request can do the same with the same row. Both see enough balance, the last item, the unused coupon; a transaction alone does not stop that.',
  remediation: 'Let the database compute and check in one statement, or hold the row while you work on it.',
  limits:
    'Seen within one function and the helpers of its file. A value that does not come from the row (the last write wins), a row held by a lock, a version column and a condition in the update itself are not reported; counters that nobody pays for are low.',
  references: ['https://cwe.mitre.org/data/definitions/362.html'],
  detect: { kind: 'syntax', py },
});
