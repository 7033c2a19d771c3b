import type { SyntaxRules } from '../../../src/engine/check.ts';
import { environmentAt } from '../../models/bash/childEnvironments.ts';
import { called, capital, isSeen, tell } from '../../models/bash/secretReport.ts';
import { containerEngines, spelledCommand } from '../../models/bash/spelledCommands.ts';

/** Reports secrets written out for the environment of a container or service. */
export const bash: SyntaxRules = {
  command(node, context) {
    const found = spelledCommand(node, context);
    if (!found) return;
    const { name } = found.command;
    const at = environmentAt(found);
    if (at < 0) return;
    const { node: word, secret } = found.wordAt(at);
    tell(context, {
      at: word,
      secret,
      sink: `and is written out for the environment that \`${name}\` sets`,
      confidence: isSeen(secret) ? 'high' : 'medium',
      message: `${capital(called(secret))} is written out for an environment: the arguments of \`${name}\`, its history and whoever may inspect the container or service show it.`,
      remediation: containerEngines.test(name)
        ? 'Mount it as a file (`--secret`, `-v file:/run/secrets/name:ro`); at least pass only the name (`-e NAME`), so that the value is no argument, or a file (`--env-file`).'
        : 'Refer to a secret of the platform (a secret store, `--set-secrets`, `LoadCredential=`) instead of writing out the value.',
    });
  },
};
