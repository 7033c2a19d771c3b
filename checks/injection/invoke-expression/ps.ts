import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports `Invoke-Expression` with a text that holds a variable. */
export const ps: SyntaxRules = {
  command(node, { report }) {
    if (!/^(?:invoke-expression|iex)$/i.test(node.child('command_name')?.text ?? '')) return;
    const [variable] = node.child('command_elements')?.descendants('variable') ?? [];
    if (!variable) return;
    report({
      at: node,
      trace: [
        { at: variable, text: `${variable.text} is expanded` },
        { at: node, text: 'and parsed again as code' },
      ],
    });
  },
};
