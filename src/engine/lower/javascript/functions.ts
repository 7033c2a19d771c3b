/** Functions of a JavaScript file: what they are called, and who calls them. */

import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { JavaScriptFile } from './javaScriptFile.ts';
import { calleeOf, propertyOf } from './syntax.ts';

/** A function's name and where it hangs. */
interface Named {
  readonly name: string;
  /** The identifier that declares it, or null for a method or property. */
  readonly identifier: SyntaxNode | null;
}

export function namedFunction(fn: SyntaxNode): Named | null {
  const own = fn.child('name');
  if (fn.type === 'method_definition') return own ? { name: own.text, identifier: null } : null;
  if (own && fn.type !== 'function_expression') return { name: own.text, identifier: own };
  let holder = fn.parent;
  while (
    holder &&
    (holder.type === 'parenthesized_expression' || holder.type === 'as_expression' || holder.type === 'satisfies_expression')
  )
    holder = holder.parent;
  if (holder?.type === 'variable_declarator') {
    const name = holder.child('name');
    return name?.type === 'identifier' ? { name: name.text, identifier: name } : null;
  }
  if (holder?.type === 'pair' || holder?.type === 'public_field_definition' || holder?.type === 'field_definition') {
    const key = holder.child('key') ?? holder.child('name') ?? holder.child('property');
    return key ? { name: key.text, identifier: null } : null;
  }
  if (holder?.type === 'assignment_expression') {
    const left = holder.child('left');
    if (left?.type === 'identifier') return { name: left.text, identifier: left };
    const property = left ? propertyOf(left) : null;
    // `module.exports = function authenticate …`: only its own name tells what it is.
    if (own && property === 'exports') return { name: own.text, identifier: own };
    return property ? { name: property, identifier: null } : null;
  }
  return own ? { name: own.text, identifier: own } : null;
}

/** Calls of this very function in its file. */
export function callsOf(fn: SyntaxNode, file: JavaScriptFile): SyntaxNode[] {
  const named = namedFunction(fn);
  if (!named) return [];
  return file.calls.named(named.name).filter((call) => {
    const callee = calleeOf(call);
    if (!callee) return false;
    if (named.identifier) {
      const binding = callee.type === 'identifier' ? file.bindings.resolve(callee) : null;
      return (
        binding !== null &&
        (binding.identifier.equals(named.identifier) || (binding.name === named.name && binding.value?.equals(fn) === true))
      );
    }
    return callee.type === 'member_expression' && callee.child('object')?.type === 'this';
  });
}
