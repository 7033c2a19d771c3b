/** Whether something around a call looks at its failure. */
import type { SyntaxNode } from '../../../src/engine/check.ts';

const handled =
  /\b(?:FileExistsError|FileNotFoundError|OSError|IOError|EnvironmentError|PermissionError|Exception|BaseException|NotADirectoryError|error)\b/;

/** True where an error of the file system that a call raises is caught within its function. */
export function isAttempted(call: SyntaxNode): boolean {
  let child = call;
  for (let at = call.parent; at; at = at.parent) {
    if (at.type === 'try_statement' && child.field === 'body') {
      const clauses = at.namedChildren.filter((part) => part.type === 'except_clause');
      if (clauses.some((clause) => !clause.child('value') || handled.test(clause.child('value')!.text))) return true;
    }
    if (at.type === 'with_statement' && child.field === 'body') {
      const items = at.namedChildren.find((part) => part.type === 'with_clause')?.text ?? '';
      if (/\bsuppress\s*\(/.test(items.slice(0, 1000))) return true;
    }
    if (at.type === 'function_definition' || at.type === 'lambda') return false;
    child = at;
  }
  return false;
}
