import { powershell, type SyntaxRules } from '../../../src/engine/check.ts';
import { absence, callsIn, decidedBy, isEmpty } from '../../models/powershell/decisions.ts';
import { lowerOnce } from '../../models/powershell/program.ts';
import { protectedBy } from '../../models/powershell/protections.ts';
import { isTestOrCleanup } from '../../models/powershell/surroundings.ts';

/** Reports handlers that throw away the error of an operation that protects. */
export const ps: SyntaxRules = {
  try_statement(node, context) {
    const clauses = node.namedChildren.find(({ type }) => type === 'catch_clauses')?.namedChildren ?? [];
    const empty = clauses.find((clause) => {
      const block = clause.namedChildren.find(({ type }) => type === 'statement_block');
      const types = clause.namedChildren.find(({ type }) => type === 'catch_type_list');
      return block && isEmpty(block) && !(types && absence.test(types.text));
    });
    const body = node.namedChildren.find(({ type }) => type === 'statement_block');
    if (!empty || !body || isTestOrCleanup(node)) return;
    const program = lowerOnce(context.root, context.source);
    const fn = program.functionAt(node.index);
    for (const call of callsIn(body, fn)) {
      // A known protection that raises nothing is not swallowed here but ignored: `failsecure/privileged-unchecked`.
      const what = call.raises || protectedBy(call, program) === null ? decidedBy(call, program) : null;
      if (what === null) continue;
      const at = powershell.nodeOf(context.root, call);
      context.report({
        at: empty,
        confidence: 'medium',
        message: `If this fails, nobody hears of it, and the script goes on as if ${what} had done its work.`,
        remediation: 'Let the error through (leave the `catch` out, or `throw`), or give back that it failed.',
        trace: [
          { at, text: 'this protects, and may fail' },
          { at: empty, text: 'the error ends here' },
        ],
      });
      return;
    }
  },
};
