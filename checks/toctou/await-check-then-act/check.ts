import { defineCheck, order } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';
import { awaitCheckThenAct } from './table.ts';

export default defineCheck({
  id: 'toctou/await-check-then-act',
  family: 'toctou',
  title: 'Shared state looked at before an await and changed after it',
  cwe: [362, 367],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:H/A:N',
  message: 'What was looked at can have changed by the time it is written: between the two, other requests run.',
  why: 'At every `await` other requests go on. Two of them read the same balance, stock or flag, both find it in order, and both act: money is spent twice, the last seat sold twice, an update lost.',
  remediation:
    'Let the write carry the condition (`UPDATE … SET n = n - 1 WHERE id = $1 AND n > 0`, `updateMany({ where: { id, used: false } })`) and look at how many rows it changed, or hold a row lock, a serializable transaction or a mutex over both.',
  limits:
    'Only what one function of the file reads and writes, helpers of the file included, is seen. A cache that is filled with what was loaded, a field that is written without having been looked at, and an existence test alone are not reported; inside a transaction at the usual isolation the finding is low.',
  references: ['https://cwe.mitre.org/data/definitions/362.html', 'https://www.postgresql.org/docs/current/transaction-iso.html'],
  detect: [order(awaitCheckThenAct, { js }), { kind: 'syntax', py }],
});
