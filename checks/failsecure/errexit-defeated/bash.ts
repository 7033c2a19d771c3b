import { readShell } from '../../../src/engine/bash.ts';
import type { SyntaxRules } from '../../../src/engine/check.ts';
import { unwatchedProtections } from '../../models/bash/protections.ts';
import { reportOf } from '../../models/bash/unwatched.ts';

/** Reports a protecting command in a place where `set -e`, though on, has no effect. */
export const bash: SyntaxRules = {
  command(node, context) {
    const shell = context.shared(readShell);
    const found = shell.derive(unwatchedProtections).get(node.index);
    if (found?.defeated) context.report(reportOf(shell.file, context.path, found));
  },
};
