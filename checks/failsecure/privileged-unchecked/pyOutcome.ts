/** What becomes of a call's result and of its exceptions. */
import type { python, SyntaxNode } from '../../../src/engine/check.ts';

/** `dropped` where nothing reads what the call returns. */
export function fateOf(scopes: python.PythonScopes, call: SyntaxNode): 'dropped' | 'used' {
  const holder = call.parent;
  if (holder?.type === 'expression_statement') return 'dropped';
  if (holder?.type !== 'assignment') return 'used';
  const name = holder.child('left');
  if (name?.type !== 'identifier') return 'used';
  const scope = scopes.functionOf(call).node;
  // A module's variable may be read by whoever imports it.
  if (scope.type === 'module' && !name.text.startsWith('_')) return 'used';
  // Names are compared as words of the text: what stands in a string or a comment counts as a use, on the safe side.
  const rest = scope.tree.text.slice(call.end, Math.min(scope.end, call.end + 20_000));
  return new RegExp(`(?<![\\w.])${name.text.replace(/[^\w]/g, '.')}(?!\\w)`).test(rest) || scope.end > call.end + 20_000
    ? 'used'
    : 'dropped';
}

/** Methods of a running program that tell nothing about how it ended, where what they return is dropped. */
const blind = /^\.(?:communicate|wait|kill|terminate|send_signal|poll)\(|^\.(?:stdin|stdout|stderr|pid)\b/;

/** `dropped` where nobody asks how a program that runs beside this one ended. */
export function fateOfProcess(scopes: python.PythonScopes, start: SyntaxNode): 'dropped' | 'used' {
  const call = start.parent?.type === 'await' ? start.parent : start;
  const holder = call.parent;
  if (holder?.type === 'expression_statement') return 'dropped';
  const name = holder?.type === 'assignment' ? holder.child('left') : null;
  const scope = scopes.functionOf(start).node;
  if (name?.type !== 'identifier' || scope.type === 'module') return 'used';
  for (const use of scope.descendants('identifier')) {
    if (use.text !== name.text || use.index <= call.index) continue;
    const access = use.parent;
    if (access?.type !== 'attribute' || access.child('object')?.index !== use.index) return 'used';
    const rest = scope.tree.text.slice(use.end, use.end + 40);
    if (!blind.test(rest)) return 'used';
    if (/^\.(?:wait|poll)/.test(rest) && !isStatement(access.parent)) return 'used';
  }
  return 'dropped';
}

function isStatement(call: SyntaxNode | null): boolean {
  const whole = call?.parent?.type === 'await' ? call.parent : call;
  return whole?.parent?.type === 'expression_statement';
}

/** The handler around a call that catches such an exception and does nothing with it, or null. */
export function swallowedBy(call: SyntaxNode, exceptions: RegExp): SyntaxNode | null {
  let child = call;
  for (let at = call.parent; at && at.type !== 'function_definition' && at.type !== 'lambda'; at = at.parent) {
    if (at.type === 'try_statement' && child.field === 'body') {
      for (const clause of at.namedChildren.filter((part) => part.type === 'except_clause')) {
        const value = clause.child('value');
        if (value && !exceptions.test(value.text)) continue;
        // Only some errors of the kind are passed over.
        return isEmpty(clause) ? clause : null;
      }
    }
    if (at.type === 'with_statement' && child.field === 'body') {
      const items = at.namedChildren.find((part) => part.type === 'with_clause');
      if (items && /\bsuppress\s*\(/.test(items.text) && exceptions.test(items.text)) return items;
    }
    child = at;
  }
  return null;
}

function isEmpty(clause: SyntaxNode): boolean {
  const block = clause.namedChildren.find((part) => part.type === 'block');
  return (block?.namedChildren ?? []).every(
    (statement) =>
      /^(?:comment|pass_statement|continue_statement)$/.test(statement.type) ||
      (statement.type === 'expression_statement' && /^(?:ellipsis|string)$/.test(statement.namedChildren[0]?.type ?? '')),
  );
}
