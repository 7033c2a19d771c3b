/** Options of the command line whose declaration in the file lets only numbers or listed words in. */
import { answersOf } from '../../facts.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { PythonModel } from './model.ts';
import type { PythonScopes } from './scopes.ts';

const mostDeclarations = 400;

/** True where a parser of the file declares the option, and wherever it does, limits it. */
export function isLimitedOption(scopes: PythonScopes, model: PythonModel, name: string): boolean {
  const known = answersOf<string, boolean>(scopes.root.tree, isLimitedOption);
  let answer = known.get(name);
  if (answer === undefined) {
    answer = allLimit(
      model.optionDeclarations.flatMap((method) => scopes.calls.get(method) ?? []),
      model,
      name,
    );
    known.set(name, answer);
  }
  return answer;
}

/** The same for a parameter that decorators of its function fill. */
export function isLimitedByDecorators(decorated: SyntaxNode | null, model: PythonModel, name: string): boolean {
  if (decorated?.type !== 'decorated_definition') return false;
  const calls = decorated.namedChildren.flatMap((child) => {
    const call = child.type === 'decorator' ? child.namedChildren[0] : undefined;
    return call?.type === 'call' ? [call] : [];
  });
  return allLimit(calls, model, name);
}

function allLimit(calls: readonly SyntaxNode[], model: PythonModel, name: string): boolean {
  if (calls.length > mostDeclarations) return false;
  const found = calls.map((call) => model.declaredOption(call, name)).filter((kind) => kind !== null);
  return found.length > 0 && found.every((kind) => kind === 'limited');
}
