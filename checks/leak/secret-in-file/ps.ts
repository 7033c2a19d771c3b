import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import type { Secret } from '../../models/bash/secretFlow.ts';
import { called, capital, isWorkflow, tell } from '../../models/bash/secretReport.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';

const { argumentsOf, commandName, literalOf } = powershell;
const switches = /^(?:append|force|nonewline|passthru|noclobber|whatif|confirm)$/;
const CLOSED = /GITHUB_(?:OUTPUT|ENV|STEP_SUMMARY|STATE|PATH)|\.log['"]?$|[\\/]logs?[\\/]|\$\{?\w*log(?:file|path)?\}?$|\.ssh[\\/]/i;

/** Somewhere the script says who may read its files. */
function setsRights(context: SyntaxContext): boolean {
  return /\b(?:Set-Acl|icacls|SetAccessControl|SetAccessRuleProtection|chmod|UnixCreateMode|SetUnixFileMode|\.Encrypt\(\)|cipher\s+\/e)/i.test(
    context.root.tree.text,
  );
}

function report(context: SyntaxContext, at: SyntaxNode, secret: Secret, path: string): void {
  if (isWorkflow(context) || CLOSED.test(path) || setsRights(context)) return;
  tell(context, {
    at,
    secret,
    sink: 'and is written to a file as it is',
    message: `${capital(called(secret))} is written in plain text to \`${path.slice(0, 80).replaceAll('`', "'")}\`, which whoever may read the folder can read.`,
    remediation:
      'Keep it in a store (`Set-Secret` of SecretManagement, `Export-Clixml` of a credential on Windows), or close the file before it is written (`Set-Acl`; on Unix `New-Item`, then `chmod 600`).',
  });
}

/** Reports secrets in files that nothing closes to others. */
export const ps: SyntaxRules = {
  command(node, context) {
    const name = commandName(node);
    if (name === null || !/^(?:out-file|set-content|add-content|sc|ac|new-item|ni|tee-object|export-csv)$/.test(name)) return;
    const secrets = context.shared(powershellSecrets);
    const { positional, named } = argumentsOf(node, (option) => switches.test(option));
    const path = named.get('path') ?? named.get('filepath') ?? named.get('literalpath') ?? positional[0];
    const value = named.get('value') ?? named.get('inputobject') ?? (/item$|^ni$/.test(name) ? undefined : positional[1]);
    const secret = (value ? secrets.spell(value).secret : null) ?? secrets.spellInput(node).secret;
    if (secret && path) report(context, node, secret, literalOf(path) ?? path.text);
  },
  redirection(node, context) {
    const target = node.namedChildren.find(({ type }) => type === 'redirected_file_name');
    const first = node.ancestor('pipeline_chain')?.namedChildren[0];
    if (!target || !first || !/^>{1,2}$/.test(node.namedChildren[0]?.text ?? '')) return;
    const { secret } = context.shared(powershellSecrets).spell(first);
    if (secret) report(context, node.parent ?? node, secret, target.text.trim());
  },
  invokation_expression(node, context) {
    if (!/^(?:writealltext|writealllines|appendalltext|appendalllines)$/.test(powershell.memberOf(node))) return;
    const list = node.namedChildren.find(({ type }) => type === 'argument_list')?.namedChildren[0]?.namedChildren ?? [];
    const [path, content] = list;
    const { secret } = content ? context.shared(powershellSecrets).spell(content) : { secret: null };
    if (secret && path) report(context, node, secret, literalOf(path) ?? path.text);
  },
};
