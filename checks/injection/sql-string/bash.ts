import { judgeShell } from '../../models/flow/judgeShell.ts';
import { vectors } from '../../models/vectors.ts';

/** Statements that clients of databases are given. */
export const bash = judgeShell({
  contexts: ['sql'],
  isMeant: () => true,
  ending: 'and the database parses it',
  vectors: { outside: vectors.sql, remote: vectors.sqlWithAccount, own: vectors.sqlOwn, caller: vectors.sqlOwn },
  say: (report) => ({
    ...report,
    remediation:
      'Pass the value as a variable of the client (`psql -v name="$value"` and `:\'name\'`, `sqlite3` with `.parameter set`), or check it against an anchored pattern first.',
  }),
});
