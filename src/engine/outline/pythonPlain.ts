/** What black, ruff, isort and their like change in Python, and nothing else does. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { PlainRules } from './plainCode.ts';
import { isDocstring } from './pythonFile.ts';

function stringWord(text: string): string {
  const parts = /^([a-zA-Z]*)('{3}|"{3}|'|")([\s\S]*)\2$/.exec(text);
  if (parts === null) return text;
  const [, prefix, quotes, content] = parts as unknown as [string, string, string, string];
  const kind = prefix.toLowerCase().replace('u', '');
  const plain = /[rf]/.test(kind) ? content : content.replace(/\\([\s\S])/g, (all, what) => (what === '"' || what === "'" ? what : all));
  // Quotes in a raw or formatted string say which ones are around it.
  const around = /[rf]/.test(kind) && /["']/.test(plain) ? quotes : quotes.replaceAll("'", '"');
  return `${kind}${around}${plain}`;
}

function piecesOf(node: SyntaxNode): (readonly [string, string])[] | null {
  const names = node.childrenOf('name');
  if (node.type === 'import_statement') {
    return names.map((one) => {
      const alias = one.type === 'aliased_import' ? one.child('alias') : null;
      return [alias ? (one.child('name')?.text ?? '') : one.text, alias ? `import as ${alias.text}` : 'import'] as const;
    });
  }
  const module = node.type === 'import_from_statement' ? node.child('module_name') : null;
  if (module === null) return null;
  const taken = names.length > 0 ? names.map(({ text }) => text.replace(/\s+/g, ' ')) : ['*'];
  return taken.map((name) => [module.text, `from import ${name}`] as const);
}

/** `class Cart():` is `class Cart:`. */
function isEmptyBases(node: SyntaxNode): boolean {
  return node.type === 'argument_list' && node.parent?.type === 'class_definition' && node.namedChildren.length === 0;
}

/** A docstring is no code unless the program reads it. */
export function pythonRules(text: string): PlainRules {
  const readsItself = /\b(?:__doc__|docopt|getdoc)\b/.test(text);
  return {
    isSilent: (node) =>
      node.type === 'comment' || node.type === 'line_continuation' || isEmptyBases(node) || (!readsItself && isDocstring(node)),
    whole: new Set(['string']),
    isGroup: ({ type }) => type === 'parenthesized_expression',
    idle: new Set(['(', ')', ';']),
    alike: new Map([
      ['expression_list', 'tuple'],
      ['pattern_list', 'tuple_pattern'],
    ]),
    telling: new Set(['tuple', 'expression_list', 'tuple_pattern', 'pattern_list', 'argument_list']),
    word: (word, { type }) => (type === 'string' ? stringWord(word) : type === 'integer' || type === 'float' ? word.toLowerCase() : word),
    isPath: () => false,
    importedBy: piecesOf,
  };
}
