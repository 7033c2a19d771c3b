import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports `eval` with a word that holds an expansion. */
export const bash: SyntaxRules = {
  command(node, { report }) {
    if (node.child('name')?.text !== 'eval') return;
    for (const argument of node.childrenOf('argument')) {
      const expansion = [argument, ...argument.descendants()].find((part) => /expansion|substitution/.test(part.type));
      if (expansion) {
        report({
          at: node,
          trace: [
            { at: expansion, text: `${expansion.text} is expanded` },
            { at: node, text: 'and parsed again by eval' },
          ],
        });
        return;
      }
    }
  },
};
