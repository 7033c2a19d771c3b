import { powershell, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { isPassword, isPlaceholder, opensDoors } from '../../models/defaultSecrets.ts';
import { namesSecret } from '../../models/secretValues.ts';

const development = /(?:^|[/_.-])(?:dev|devel|development|local|tests?|testing|ci|demo|example|sample)(?:[/_.-]|$)/i;

/** The name of a variable as words: `$env:SIGNING_SECRET`, `$ApiKey`. */
function nameOf(text: string): string {
  return text
    .replace(/^\$\{?/, '')
    .replace(/\}$/, '')
    .replace(/^(?:env|script|global|local):/i, '');
}

function isSecret(name: string): boolean {
  return namesSecret(name) || /(?:^|_|[a-z])(?:Salt|Pass)$|(?:^|_)(?:SALT|PASS)$/.test(name);
}

function isKnown(value: string, name: string): boolean {
  return !isPlaceholder(value) && !(/^\d{1,5}$/.test(value) && !isPassword(name));
}

function reportDefault(context: SyntaxContext, at: { readonly start: number; readonly end: number }, name: string): void {
  context.report({
    aboutValue: 2,
    at,
    confidence: opensDoors(name) ? 'high' : 'medium',
    message: `Where \`${name}\` is not given, a value takes its place that everybody can read here.`,
    remediation: 'Stop where it is missing: `if (-not $env:NAME) { throw … }`, or a `[Parameter(Mandatory)]` of type `[securestring]`.',
    trace: [{ at, text: `\`${name}\` falls back to a text of the source` }],
  });
}

/** The file refuses the default, or says that it is in use. */
function isComparedWith(context: SyntaxContext, value: string): boolean {
  return ['-eq', '-ne', '-ceq', '-cne', '-in', '-notin'].some((operator) =>
    ["'", '"'].some((quote) => context.source.text.includes(`${operator} ${quote}${value}${quote}`)),
  );
}

function judge(context: SyntaxContext, at: { readonly start: number; readonly end: number }, name: string, value: string | null): void {
  if (value === null || !isSecret(name) || !isKnown(value, name)) return;
  if (development.test(context.path) || isComparedWith(context, value)) return;
  reportDefault(context, at, name);
}

/** The last value of a block that has a constant alone. */
function constantOf(block: SyntaxNode | null | undefined): string | null {
  const [only, more] = block?.namedChildren.flatMap((child) => (child.type === 'statement_list' ? child.namedChildren : [child])) ?? [];
  return only && !more ? powershell.literalOf(only) : null;
}

/** Whether a condition asks that a variable is empty: `-not $env:X`, `$null -eq $x`, `[string]::IsNullOrEmpty($x)`. */
function asksEmpty(condition: string): string | null {
  return (
    /^\(*\s*(?:-not|!)\s*\(?\s*(\$\{?[\w:]+\}?)\s*\)*$/i.exec(condition)?.[1] ??
    /^\(*\s*\$null\s+-eq\s+(\$[\w:]+)\s*\)*$/i.exec(condition)?.[1] ??
    /^\(*\s*(\$[\w:]+)\s+-eq\s+(?:\$null|''|"")\s*\)*$/i.exec(condition)?.[1] ??
    /^\(*\s*\[string\]::IsNullOr(?:Empty|WhiteSpace)\((\$[\w:]+)\)\s*\)*$/i.exec(condition)?.[1] ??
    null
  );
}

/** Reports secrets that fall back to a literal: `$env:X ?? '…'`, a parameter's default, `if (-not $x) { $x = '…' }`. */
export const ps: SyntaxRules = {
  program(_, context) {
    // The grammar knows no `??`, so it is looked for in the text.
    const { text } = context.source;
    if (!text.includes('??')) return;
    for (const found of text.matchAll(/(\$\{?[\w:]{1,100}\}?)[ \t]{0,20}\?\?=?[ \t\r\n]{0,80}(['"])([^'"$`\n]{1,200})\2/g)) {
      const line = text.slice(text.lastIndexOf('\n', found.index) + 1, found.index);
      if (/^\s*#/.test(line)) continue;
      const target = /\$([\w:]{1,100})\s*=\s*\(?\s*$/.exec(line)?.[1] ?? '';
      const names = [nameOf(found[1]!), nameOf(target)];
      judge(context, { start: found.index, end: found.index + found[0].length }, names.find(isSecret) ?? '', found[3]!);
    }
  },
  script_parameter(node, context) {
    const variable = node.namedChildren.find(({ type }) => type === 'variable');
    const given = node.namedChildren.find(({ type }) => type === 'script_parameter_default')?.namedChildren[0];
    if (!variable || !given || /\[\s*(?:switch|bool|int|datetime)/i.test(node.text.slice(0, 200))) return;
    judge(context, node, nameOf(variable.text), powershell.literalOf(given));
  },
  if_statement(node, context) {
    const condition = node.child('condition');
    if (!condition || condition.end - condition.start > 200) return;
    const block = node.namedChildren.find(({ type }) => type === 'statement_block');
    const asked = asksEmpty(condition.text);
    if (asked !== null) {
      const assignment = block?.descendants('assignment_expression').next().value as SyntaxNode | undefined;
      const value = assignment?.child('value');
      const target = assignment ? /^\s*(?:\[[\w.]+\]\s*)?(\$\{?[\w:]+\}?)\s*=/.exec(assignment.text.slice(0, 200))?.[1] : undefined;
      if (assignment && value && target?.toLowerCase() === asked.toLowerCase())
        judge(context, assignment, nameOf(asked), powershell.literalOf(value));
      else if (isValue(node)) judge(context, node, nameOf(asked), constantOf(block));
      return;
    }
    // `if ($env:X) { $env:X } else { '…' }`
    if (!/^\$\{?[\w:]+\}?$/.test(condition.text) || !isValue(node)) return;
    judge(
      context,
      node,
      nameOf(condition.text),
      constantOf(node.child('else_clause')?.namedChildren.find(({ type }) => type === 'statement_block')),
    );
  },
};

function isValue(node: SyntaxNode): boolean {
  return node.field === 'value' || node.parent?.parent?.type === 'sub_expression';
}
