/** CODEOWNERS: who has to agree. */
import type { CheckContext } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { quoted } from './report.ts';

export const OWNERS = /(?:^|\/)CODEOWNERS$/;

export function tellOwners(context: CheckContext): void {
  let start = 0;
  for (const line of context.source.text.split('\n')) {
    const at = { start: start + (line.length - line.trimStart().length), end: start + line.trimEnd().length };
    start += line.length + 1;
    const [pattern, ...rest] = line.trim().split(/\s+/);
    // A comment, or the heading of one of GitLab's sections.
    if (!pattern || /^[#^[]/.test(pattern)) continue;
    const comment = rest.findIndex((word) => word.startsWith('#'));
    const owners = comment < 0 ? rest : rest.slice(0, comment);
    context.safeguard({
      key: `owners ${pattern}`,
      isHeld: owners.length > 0,
      group: `owners ${[...owners].sort().join(' ')}`,
      report: {
        at,
        vector: vectors.securityGate,
        message: `${quoted(pattern)} no longer has the owners it had, so a change there gets in without them.`,
        remediation: 'Keep an owner for what was owned, or say in the pull request who has to agree from now on.',
        trace: [{ at, text: `changes of ${quoted(pattern)} no longer need their agreement` }],
      },
    });
  }
}
