import { powershell, type SyntaxRules } from '../../../src/engine/check.ts';
import { OTHER } from '../../models/bash/secretFlow.ts';
import { powershellSecrets } from '../../models/powershell/secretFlow.ts';
import { vectors } from '../../models/vectors.ts';

const { argumentsOf, commandName, unwrap, variableName } = powershell;
const password = /^(?:\w*(?:password|passphrase|passwd|pwd))$/i;

/** Reports passwords that are plain text where they need not be. */
export const ps: SyntaxRules = {
  command(node, context) {
    if (commandName(node) !== 'convertto-securestring' || !/-asp/i.test(node.text)) return;
    const secrets = context.shared(powershellSecrets);
    const { positional, named } = argumentsOf(node, (option) => /^(?:asp\w*|force)$/.test(option));
    const value = named.get('string') ?? positional[0] ?? powershell.pipedInto(node) ?? undefined;
    if (!value) return;
    const spelled = secrets.spell(value);
    const isWritten = spelled.secret === null && spelled.text !== '' && !spelled.text.includes(OTHER);
    if (isWritten && /^(?:\W+|<[^>]*>|x+|changeme|password|test|dummy|unused|ignored?|notused|placeholder)$/i.test(spelled.text)) return;
    const inner = unwrap(value);
    const name = inner.type === 'variable' ? (variableName(inner) ?? '') : '';
    const isGiven = secrets.file.reaching(name, node).some(({ kind }) => kind === 'parameter');
    context.report({
      at: node,
      ...(isWritten && { aboutValue: 2 as const }),
      confidence: isWritten ? 'high' : 'medium',
      vector: isWritten ? undefined : isGiven ? vectors.lowLocal : null,
      message: isWritten
        ? 'The password is written in the script: everybody who can read it knows it, and sealing it here changes nothing.'
        : 'The password was plain text before it was sealed here: histories, transcripts and logs of script blocks may keep it.',
      trace: [{ at: node, text: isWritten ? 'a text of the script becomes a password' : 'plain text becomes a SecureString' }],
    });
  },
  script_parameter(node, context) {
    const variable = node.namedChildren.find(({ type }) => type === 'variable');
    const attributes = node.namedChildren.find(({ type }) => type === 'attribute_list')?.text ?? '';
    const name = variable ? (variableName(variable) ?? '') : '';
    if (!variable || !password.test(name) || !/\[string\]/i.test(attributes)) return;
    context.report({
      at: variable,
      confidence: 'medium',
      vector: vectors.lowLocal,
      message: `\`$${name}\` takes a password as plain text: the history of the console and logs of script blocks keep it.`,
      trace: [{ at: variable, text: 'a parameter of type string takes a password' }],
    });
  },
};
