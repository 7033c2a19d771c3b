import type { Report, SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf } from '../../../src/engine/javascript.ts';

type Fix = Pick<Report, 'fix'>;

/** Changes of the act that ask and act at once; `function` is its name in `fs`, without `Sync`. */
export function fixOf(call: SyntaxNode, name: string | null, kind: string): Fix {
  const given = argumentsOf(call);
  const list = call.child('arguments');
  const callee = calleeOf(call);
  const end = given.at(-1)?.end;
  if (!list || !callee || end === undefined || name === null) return {};
  if (name === 'mkdir' && kind === 'absent' && given.length === 1) {
    return {
      fix: {
        description: 'Makes the folder and its parents, and does not mind a folder that is there already.',
        edits: [{ start: end, end, newText: ', { recursive: true }' }],
      },
    };
  }
  if (name === 'writeFile' && kind === 'absent' && given.length === 2) {
    return {
      fix: {
        description: 'Creates the file exclusively: fails with `EEXIST` if something has appeared at this path since the check.',
        edits: [{ start: end, end, newText: `, { flag: 'wx' }` }],
      },
    };
  }
  const property = callee.type === 'member_expression' ? callee.child('property') : null;
  if (name === 'unlink' && kind === 'present' && given.length === 1 && property) {
    return {
      fix: {
        description: 'Deletes the file, and does not mind one that is gone already.',
        edits: [
          { start: property.start, end: property.end, newText: property.text.replace('unlink', 'rm') },
          { start: end, end, newText: ', { force: true }' },
        ],
      },
    };
  }
  return {};
}
