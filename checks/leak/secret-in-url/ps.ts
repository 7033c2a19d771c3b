import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import type { Spelled } from '../../models/bash/secretFlow.ts';
import { called, capital, tell } from '../../models/bash/secretReport.ts';
import { secretUrlIn } from '../../models/bash/secretUrls.ts';
import { isNative } from '../../models/powershell/nativePrograms.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';

const { argumentsOf, commandName } = powershell;

function report(context: SyntaxContext, at: SyntaxNode, { secret, text }: Spelled): void {
  const url = secret ? secretUrlIn(text) : null;
  if (!secret || !url) return;
  tell(context, {
    at,
    secret,
    sink: url.place === 'userinfo' ? 'and stands before the host of an address' : 'and stands in the query of an address',
    message: `${capital(called(secret))} is part of an address, which logs of servers and proxies, histories and error messages keep.`,
    remediation:
      url.place === 'userinfo'
        ? 'Leave it out of the address: use a credential helper or a header from the environment.'
        : 'Send it in a header (`-Headers @{ Authorization = … }`, `-Authentication Bearer -Token`) or in the body of a POST.',
  });
}

const asking = /^(?:invoke-restmethod|invoke-webrequest|irm|iwr|curl|wget|start-bitstransfer|start-process|saps|invoke-mgrestmethod)$/;

/** Reports addresses with a secret in them. */
export const ps: SyntaxRules = {
  command(node, context) {
    const name = commandName(node);
    if (name === null) return;
    const secrets = context.shared(powershellSecrets);
    if (asking.test(name)) {
      const { positional, named } = argumentsOf(node, (option) => /^(?:usebasicparsing|skipcertificatecheck)$/.test(option));
      for (const value of [named.get('uri'), named.get('source'), named.get('filepath'), ...positional]) {
        const spelled = value ? secrets.spell(value) : null;
        if (spelled?.secret && secretUrlIn(spelled.text)) return report(context, node, spelled);
      }
      return;
    }
    if (!isNative(node, name, secrets)) return;
    const { words, secret } = secrets.spellWords(node);
    const word = words.find((one) => secretUrlIn(one) !== null);
    if (word !== undefined) report(context, node, { text: word, secret });
  },
  invokation_expression(node, context) {
    if (
      !/^(?:downloadstring|downloadfile|downloaddata|getasync|getstringasync|openread|uploadstring|postasync)$/.test(
        powershell.memberOf(node),
      )
    )
      return;
    const list = node.namedChildren.find(({ type }) => type === 'argument_list')?.namedChildren[0];
    const first = list?.namedChildren[0];
    if (first) report(context, node, context.shared(powershellSecrets).spell(first));
  },
};
