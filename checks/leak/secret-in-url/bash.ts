import { readShell } from '../../../src/engine/bash.ts';
import type { SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { fateOf } from '../../models/bash/outputFate.ts';
import { type Secret, shellSecrets } from '../../models/bash/secretFlow.ts';
import { called, capital, tell } from '../../models/bash/secretReport.ts';
import { type SecretUrl, secretUrlIn } from '../../models/bash/secretUrls.ts';
import { spelledCommand } from '../../models/bash/spelledCommands.ts';

function report(context: SyntaxContext, at: SyntaxNode, secret: Secret, url: SecretUrl, keeps: string): void {
  const isUser = url.place === 'userinfo';
  tell(context, {
    at,
    secret,
    sink: isUser ? 'and stands before the host of an address' : 'and stands in the query of an address',
    message: `${capital(called(secret))} is part of an address: ${keeps} keep it, and every user of the machine can read it among the arguments of the program.`,
    remediation: isUser
      ? 'Leave it out of the address: for git use a credential helper, `GIT_ASKPASS` or `http.extraHeader` from the environment (`GIT_CONFIG_COUNT`); elsewhere a header that is read from a file or the standard input.'
      : 'Send it in a header that is read from a file or the standard input (`curl -H @-`), or in the body of a POST.',
  });
}

/** Reports addresses with a secret in them. */
export const bash: SyntaxRules = {
  command(node, context) {
    const { file } = context.shared(readShell);
    const name = file.commandAt(node)?.name ?? '';
    if (name === 'echo' || name === 'printf' || name === 'cat') {
      // git's own file of credentials is lines of addresses.
      const fate = fateOf(node, file);
      const target = [fate.redirect?.target, ...fate.files].map((word) => word?.node.text ?? '').join(' ');
      if (!/git-credentials/.test(target)) return;
      const secrets = context.shared(shellSecrets);
      const spelled = name === 'cat' ? secrets.fedTo(node) : secrets.spellAll(file.commandAt(node)!.arguments);
      const url = spelled?.secret ? secretUrlIn(spelled.text) : null;
      if (url && spelled?.secret) report(context, node, spelled.secret, url, 'the file of credentials and its backups');
      return;
    }
    const found = spelledCommand(node, context);
    if (!found) return;
    for (const [index, { text, secret }] of found.spelled.entries()) {
      const url = secret ? secretUrlIn(text) : null;
      if (!url || !secret) continue;
      const keeps = name === 'git' ? '`.git/config`, error messages and logs' : 'logs of servers and proxies, error messages and histories';
      report(context, found.words[index]!.node, secret, url, keeps);
      return;
    }
  },
};
