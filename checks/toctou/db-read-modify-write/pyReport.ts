import type { Report, SyntaxContext, SyntaxNode } from '../../../src/engine/check.ts';
import { isHarmless } from '../../models/python/rows.ts';
import { quoted } from '../../models/weigh.ts';

/** A lost count, or a race that nobody gains by. */
const HARMLESS = 'CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:N';

export interface Finding {
  readonly at: SyntaxNode;
  readonly read: SyntaxNode;
  readonly written: SyntaxNode;
  readonly field: string;
}

export function report(context: SyntaxContext, { at, read, written, field }: Finding): void {
  const vector: Pick<Report, 'vector'> = isHarmless(field) ? { vector: HARMLESS } : {};
  context.report({
    at,
    ...vector,
    remediation:
      'Django: `filter(pk=…, x__gte=n).update(x=F("x") - n)` and look at the count, or `select_for_update()` in `atomic()`. SQLAlchemy: `with_for_update()`, or `update().where(...)` with the condition.',
    trace: [
      { at: read, text: `${quoted(read)} was read before` },
      { at: written, text: 'and what was made of it is written back here' },
    ],
  });
}
