/** Python's string literals and their little formatting languages. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '' };

/** The text of one piece of a literal as the program sees it; escapes that no check looks at stay as they are. */
export function decodeEscapes(text: string, prefix: string): string {
  if (/r/i.test(prefix) || !text.includes('\\')) return text;
  return text.replace(/\\([ntr\\'"\n])/g, (_, letter: string) => escapes[letter]!);
}

/** `f"`, `rb'`: what stands before the quotes. */
export function prefixOf(literal: SyntaxNode): string {
  return /^[a-zA-Z]*/.exec(literal.children[0]?.text ?? '')![0];
}

/** The value of a plain literal (or of several side by side), null where values are put in. */
export function literalText(node: SyntaxNode | null): string | null {
  if (!node) return null;
  if (node.type === 'concatenated_string') {
    const parts = node.namedChildren.map(literalText);
    return parts.every((part) => part !== null) ? parts.join('') : null;
  }
  if (node.type === 'parenthesized_expression' && node.namedChildren.length === 1) return literalText(node.namedChildren[0]!);
  if (node.type !== 'string') return null;
  const prefix = prefixOf(node);
  let text = '';
  for (const child of node.namedChildren) {
    if (child.type === 'interpolation') return null;
    if (child.type === 'string_content') text += decodeEscapes(child.text, prefix);
  }
  return text;
}

/** A stretch of a template: its own text, or a field by name or position (`''` counts on), with its conversion. */
export type Field = { readonly text: string } | { readonly field: string; readonly numeric: boolean };

/** `%s`, `%(name)d` and their like. */
export function percentFields(template: string): Field[] {
  return split(template, /%(?:\(([^)]{0,80})\))?[-+ #0-9.*]{0,12}([a-zA-Z%])/g, ([, name, conversion]) =>
    conversion === '%' ? { text: '%' } : { field: name ?? '', numeric: /[diouxXeEfFgGc]/.test(conversion!) },
  );
}

/** `{}`, `{0}`, `{name!r:>10}`, `{{`. */
export function braceFields(template: string): Field[] {
  return split(template, /\{\{|\}\}|\{([^{}:!]{0,80})(?:![a-z])?(?::([^{}]{0,40}))?\}/g, ([whole, name, format]) =>
    whole === '{{' || whole === '}}' ? { text: whole[0]! } : { field: name!.split(/[.[]/)[0]!, numeric: isNumericFormat(format ?? '') },
  );
}

/** A format that only numbers have. */
export function isNumericFormat(format: string): boolean {
  return /^[^a-zA-Z]{0,20}[bdoxXeEfFgGn%]$/.test(format);
}

function split(template: string, pattern: RegExp, field: (match: RegExpExecArray) => Field): Field[] {
  const fields: Field[] = [];
  let from = 0;
  for (let match = pattern.exec(template); match; match = pattern.exec(template)) {
    if (match.index > from) fields.push({ text: template.slice(from, match.index) });
    fields.push(field(match));
    from = match.index + match[0].length;
  }
  if (from < template.length) fields.push({ text: template.slice(from) });
  return fields;
}
