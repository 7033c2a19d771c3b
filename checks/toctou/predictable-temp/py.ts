import type { SyntaxRules } from '../../../src/engine/check.ts';

/** Reports `tempfile.mktemp`, which hands out a name and leaves the creation to its caller. */
export const py: SyntaxRules = {
  call(node, { report }) {
    const callee = node.child('function');
    if (callee?.text !== 'tempfile.mktemp') return;
    report({ at: callee, trace: [{ at: node, text: 'a free name is chosen here; the file is created later, by name' }] });
  },
};
