import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'injection/nosql-where',
  family: 'injection',
  title: 'Database query with program text built from a value',
  cwe: [943, 94, 95],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  message: 'The database runs this text as a program for every record, and a value is put into it.',
  why: 'What stands in `$where`, `$function` or a map-reduce job is JavaScript: whoever steers the value runs code inside the database.',
  remediation: 'Write the condition with query operators (`{"price": {"$lt": limit}}`), which take values and no program.',
  limits: 'Constant programs are not reported.',
  references: ['https://www.mongodb.com/docs/manual/reference/operator/query/where/'],
  detect: flow({ js, py }),
});
