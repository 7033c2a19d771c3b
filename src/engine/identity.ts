/** What makes a finding the same finding in another version of the file: its statement and the functions around it. */
import type { FlatTree } from './parse/flatTree.ts';
import { SyntaxNode } from './parse/syntaxNode.ts';

/** Nodes that are a statement of their own, in all grammars; the innermost one around a sink is its statement. */
const statements = new Set([
  // bash
  'command',
  'redirected_statement',
  'declaration_command',
  'variable_assignment',
  'test_command',
  // JavaScript, TypeScript
  'expression_statement',
  'variable_declarator',
  'return_statement',
  'throw_statement',
  'public_field_definition',
  'field_definition',
  'pair',
  // Python
  'assignment',
  'raise_statement',
  'assert_statement',
  'with_item',
  // PowerShell
  'pipeline',
  'assignment_expression',
]);

/** Nodes that end the search for a statement: what lies around them is somebody else's code. */
const bodies = new Set([
  'statement_block',
  'block',
  'compound_statement',
  'do_group',
  'program',
  'module',
  'class_body',
  'script_block',
  'arrow_function',
]);

function normalise(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Text of a node without its comments, whitespace collapsed. */
function textWithoutComments(node: SyntaxNode): string {
  let text = '';
  let from = node.start;
  for (const comment of node.descendants('comment')) {
    text += node.tree.text.slice(from, comment.start);
    from = comment.end;
  }
  return normalise(text + node.tree.text.slice(from, node.end));
}

/** The innermost statement around a node, as text that survives re-indentation and comments. */
export function statementOf(node: SyntaxNode): string {
  let last = node;
  for (let at: SyntaxNode | null = node; at && !bodies.has(at.type); at = at.parent) {
    last = at;
    if (statements.has(at.type)) break;
  }
  return textWithoutComments(last);
}

/** The smallest node that spans these offsets. */
export function nodeAt(tree: FlatTree, start: number, end: number): SyntaxNode {
  let best = 0;
  for (let index = 1; index < tree.count; ) {
    if (tree.start[index]! <= start && tree.end[index]! >= end) best = index++;
    else index = tree.next[index]!;
  }
  return new SyntaxNode(tree, best);
}

const functionNodes = new Set([
  'function_definition',
  'class_definition',
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'abstract_class_declaration',
  'method_definition',
  'function_statement',
  'class_statement',
  'class_method_definition',
]);

/** Names of functions and classes around a node, outermost first. A function in a variable or a property goes by that name. */
export function scopeOf(node: SyntaxNode): string {
  const names: string[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (functionNodes.has(at.type)) {
      const name = at.child('name') ?? at.namedChildren.find((child) => child.type === 'function_name' || child.type === 'simple_name');
      if (name) names.unshift(name.text);
    } else if (at.type === 'arrow_function' || at.type === 'function_expression' || at.type === 'function') {
      const holder = at.parent;
      const name =
        holder?.type === 'variable_declarator'
          ? holder.child('name')
          : holder?.type === 'pair'
            ? holder.child('key')
            : holder?.type === 'assignment_expression'
              ? holder.child('left')
              : null;
      if (name) names.unshift(normalise(name.text));
    }
  }
  return names.join('.');
}
