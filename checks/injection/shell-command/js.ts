import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports a template with values as a command line. */
export const js: SyntaxRules = {
  call_expression(node, { report }) {
    if (node.child('function')?.text !== 'exec') return;
    const command = node.child('arguments')?.namedChildren[0];
    const value = command?.type === 'template_string' ? command.namedChildren.find((part) => part.type === 'template_substitution') : null;
    if (value) {
      report({
        at: node,
        trace: [
          { at: value, text: 'a value is pasted in' },
          { at: node, text: 'and parsed by a shell' },
        ],
      });
    }
  },
};
