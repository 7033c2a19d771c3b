import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports `eval` of something that is not a constant. */
export const js: SyntaxRules = {
  call_expression(node, { report }) {
    if (node.child('function')?.text !== 'eval') return;
    const code = node.child('arguments')?.namedChildren[0];
    if (code && code.type !== 'string') {
      report({
        at: node,
        trace: [
          { at: code, text: 'text from here' },
          { at: node, text: 'is run as code' },
        ],
      });
    }
  },
};
