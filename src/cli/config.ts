/** `portcullis config check FILE`. */
import { terminal as printable } from '../report/escape.ts';
import { applySuppressions } from '../suppress/applySuppressions.ts';
import { exitCodes } from './exit.ts';
import { knownChecks, policyOfFile } from './policy.ts';
import type { Terminal } from './terminal.ts';

export async function checkConfig(file: string, terminal: Terminal): Promise<number> {
  const { policy } = await policyOfFile(file);
  // They make no config unusable, but a review would list them as without effect.
  const { problems } = applySuppressions({
    introduced: [],
    unchanged: [],
    headComments: [],
    baseComments: [],
    renames: new Map(),
    analysed: [],
    entries: policy.suppressions,
    ownSuppressions: policy.ownSuppressions,
    today: terminal.today,
    knownChecks,
  });
  for (const { line, kind, message } of problems) terminal.error(`portcullis: ${printable(`${file}:${line}: ${kind}: ${message}`)}\n`);
  terminal.out(`${printable(file)} can be used.\n`);
  return exitCodes.passed;
}
