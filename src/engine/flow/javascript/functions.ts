/** Functions of a JavaScript file seen from outside: which are exported, who calls them, what they return. */
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, functionAround, functionTypes, propertyOf, unwrap } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

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

/** Local names that other files can reach. */
export function exportedNames(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const addValue = (value: SyntaxNode | null): void => {
    if (!value) return;
    const at = unwrap(value);
    if (at.type === 'identifier') names.add(at.text);
    else if (at.type === 'object') {
      for (const member of at.namedChildren) {
        if (member.type === 'shorthand_property_identifier') names.add(member.text);
        else if (member.type === 'pair') {
          const inner = member.child('value');
          if (inner?.type === 'identifier') names.add(inner.text);
        }
      }
    }
  };
  for (const node of root.children) {
    if (node.type !== 'export_statement') continue;
    addValue(node.child('value'));
    const declaration = node.child('declaration');
    if (declaration) {
      const name = declaration.child('name');
      if (name) names.add(name.text);
      for (const declarator of declaration.namedChildren) {
        const inner = declarator.type === 'variable_declarator' ? declarator.child('name') : null;
        if (inner?.type === 'identifier') names.add(inner.text);
      }
    }
    for (const clause of node.namedChildren) {
      if (clause.type !== 'export_clause') continue;
      for (const specifier of clause.namedChildren) {
        const name = specifier.child('name');
        if (name) names.add(name.text);
      }
    }
  }
  for (const assignment of root.descendants('assignment_expression')) {
    const left = assignment.child('left');
    if (left?.type === 'member_expression' && isExports(left)) addValue(assignment.child('right'));
  }
  return names;
}

/** `module.exports`, `exports.x`, `module.exports.x`. */
function isExports(left: SyntaxNode): boolean {
  return /^(?:module\.)?exports\b/.test(left.tree.text.slice(left.start, Math.min(left.end, left.start + 20)));
}

/** True where code of another file can call this function. */
export function isExported(fn: SyntaxNode, exported: ReadonlySet<string>): boolean {
  for (let at: SyntaxNode | null = fn; at; at = at.parent) {
    if (at.type === 'export_statement') return true;
    if (at.type === 'assignment_expression') {
      const left = at.child('left');
      return left?.type === 'member_expression' && (isExports(left) || /\.prototype\./.test(left.text.slice(0, 200)));
    }
    if (at.type === 'class_declaration' || at.type === 'abstract_class_declaration' || at.type === 'variable_declarator') {
      const name = at.child('name');
      if (name && exported.has(name.text)) return true;
      if (at.type === 'variable_declarator') return at.parent?.parent?.type === 'export_statement';
    } else if (at.type === 'function_declaration' || at.type === 'generator_function_declaration') {
      const name = at.child('name');
      if (!at.equals(fn)) return false;
      if (name && exported.has(name.text)) return true;
    } else if (!at.equals(fn) && functionTypes.has(at.type)) return false;
    if (at.type === 'method_definition' && /^\s*private\b/.test(at.text.slice(0, 20))) return false;
  }
  return false;
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

/** The function of this file that a call calls, or null. */
export function calledFunction(call: SyntaxNode, file: JavaScriptFile): SyntaxNode | null {
  const callee = calleeOf(call);
  if (callee?.type !== 'identifier') return null;
  const value = file.bindings.resolve(callee)?.value;
  const fn = value ? unwrap(value) : null;
  return fn && functionTypes.has(fn.type) ? fn : null;
}

/** What a function returns: its `return` values, or the expression of an arrow. */
export function returnsOf(fn: SyntaxNode): SyntaxNode[] {
  const body = fn.child('body');
  if (!body) return [];
  if (body.type !== 'statement_block') return [body];
  const values: SyntaxNode[] = [];
  for (const statement of body.descendants('return_statement')) {
    const value = statement.namedChildren.find((child) => child.type !== 'comment');
    if (value && functionAround(statement)?.equals(fn)) values.push(value);
  }
  return values;
}

/** The call that this function is an argument of, and which argument. */
export function callbackOf(fn: SyntaxNode): { readonly call: SyntaxNode; readonly index: number } | null {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
  if (!call) return null;
  return { call, index: argumentsOf(call).findIndex((argument) => argument.equals(fn)) };
}
