import type { SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';

function firstArgument(call: SyntaxNode): string | null {
  return call.child('arguments')?.namedChildren[0]?.text ?? null;
}

function calls(node: SyntaxNode, name: RegExp): SyntaxNode[] {
  return [...node.descendants('call_expression')].filter((call) => name.test(call.child('function')?.text ?? ''));
}

/** Reports a file created under the condition that it is not there. */
export const js: SyntaxRules = {
  if_statement(node, { report }) {
    const condition = node.child('condition');
    const branch = node.child('consequence');
    if (!condition || !branch) return;
    for (const check of calls(condition, /^fs\.existsSync$/)) {
      for (const act of calls(branch, /^fs\.writeFileSync$/)) {
        if (firstArgument(act) !== firstArgument(check) || /flag: 'wx'/.test(act.text)) continue;
        report({
          at: act,
          trace: [
            { at: check, text: 'the path is checked here' },
            { at: act, text: 'and used here' },
          ],
        });
      }
    }
  },
};
