import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports `execute` with an f-string that looks like SQL and holds a value. */
export const py: SyntaxRules = {
  call(node, { report }) {
    const callee = node.child('function');
    if (callee?.type !== 'attribute' || callee.child('attribute')?.text !== 'execute') return;
    const text = node.child('arguments')?.namedChildren[0];
    const value = text?.type === 'string' ? text.namedChildren.find((part) => part.type === 'interpolation') : undefined;
    if (!text || !value || !/^f?["']+\s*(?:select|insert|update|delete)\s/i.test(text.text)) return;
    report({
      at: text,
      trace: [
        { at: value, text: `${value.text} becomes part of the statement` },
        { at: callee, text: 'and the database parses it' },
      ],
    });
  },
};
