/** PowerShell's grammar wraps every expression in a rank of operators it might have had; this looks through them. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

const wrappers =
  /^(?:logical|bitwise|comparison|additive|multiplicative|format|range|array_literal|unary)(?:_argument)?_expression$|^(?:argument_expression|argument_expression_list|pipeline|pipeline_chain|statement_list|array_literal_expression|unary_expression|expression_with_unary_operator|string_literal|parenthesized_expression)$/;

/** The expression itself: wrappers with a single child and parentheses are left out. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (wrappers.test(at.type)) {
    const inner = at.namedChildren.filter((child) => child.type !== 'comment');
    if (inner.length !== 1) return at;
    at = inner[0]!;
  }
  return at;
}

/** `$Name`, `${name}`, `$script:name` to one lower-case name; null for what is no plain variable. */
export function variableName(node: SyntaxNode): string | null {
  if (node.type !== 'variable') return null;
  const name = node.text
    .replace(/^[$@]\{?/, '')
    .replace(/\}$/, '')
    .toLowerCase();
  return name.replace(/^(?:script|global|local|private|using|variable):/, '');
}

/** The text of a literal that holds no variables: quotes taken off, doubled quotes and backticks resolved. */
export function literalOf(node: SyntaxNode): string | null {
  const at = unwrap(node);
  const { text } = at;
  switch (at.type) {
    case 'verbatim_string_characters':
      return text.slice(1, -1).replaceAll("''", "'");
    case 'verbatim_here_string_characters':
    case 'expandable_here_string_literal':
      if (at.namedChildren.length > 0) return null;
      return text.replace(/^@["']\r?\n?/, '').replace(/\r?\n?["']@$/, '');
    case 'expandable_string_literal':
      return at.namedChildren.length > 0 ? null : text.slice(1, -1).replaceAll('""', '"').replace(/`(.)/g, '$1');
    case 'generic_token':
      return /[$`]/.test(text) ? null : text;
    case 'integer_literal':
    case 'real_literal':
    case 'decimal_integer_literal':
      return text;
    default:
      return null;
  }
}
