import { readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { unwatchedProtections } from '../../models/bash/protections.ts';
import { reportOf } from '../../models/bash/unwatched.ts';
import { afterAssertion } from './assertions.ts';

/** Reports a protecting command in a place where `set -e`, though on, has no effect. */
export const bash: SyntaxRules = {
  command(node, context) {
    const shell = context.shared(readShell);
    const found = shell.derive(unwatchedProtections).get(node.index);
    if (found?.defeated) context.report(reportOf(shell.file, context.path, found));
  },
  negated_command(node, context) {
    const next = afterAssertion(context.shared(readShell).file, node);
    if (!next) return;
    context.report({
      at: node,
      confidence: 'medium',
      message: 'After `!` a command never ends the script, whatever `set -e` says: this asserts nothing.',
      remediation: 'Look at the answer and stop: `if grep -q … "$file"; then exit 1; fi`.',
      trace: [
        { at: node, text: '`set -e` has no effect on what stands behind `!`' },
        { at: next, text: 'this runs whatever the answer was' },
      ],
    });
  },
};
