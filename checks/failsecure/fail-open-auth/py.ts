import type { SyntaxRules } from '../../../src/engine/check.ts';
import { openingIn } from '../../models/python/openings.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** Reports handlers that let through what could not be decided. */
export const py: SyntaxRules = {
  except_clause(clause, context) {
    const opening = openingIn(clause);
    if (!opening || inTestCode(clause)) return;
    context.report({
      at: clause,
      confidence: opening.certain ? 'high' : 'medium',
      remediation: 'Refuse where the decision fails: raise the error on, `return False`, or answer 401, 403 or 500.',
      trace: [
        { at: opening.decision, text: `${quoted(opening.decision)} decides, and can fail` },
        { at: opening.by, text: 'then this runs as if it had passed' },
      ],
    });
  },
};
