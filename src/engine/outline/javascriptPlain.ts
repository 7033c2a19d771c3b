/** What prettier, eslint --fix and their like change in JavaScript and TypeScript, and nothing else does. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { PlainRules } from './plainCode.ts';

/** The same string whichever quotes it has. */
function stringWord(text: string): string {
  return `"${text.slice(1, -1).replace(/\\(["'\\]|[\s\S])/g, (all, what) => (what === '"' || what === "'" ? what : all))}`;
}

function numberWord(text: string): string {
  const lowered = text.toLowerCase();
  if (!/^\d*\.\d*$/.test(lowered)) return lowered;
  return lowered.replace(/0+$/, '').replace(/\.$/, '');
}

/** White space that breaks a line says nothing in JSX, and any other one is a blank. */
function markupWord(text: string): string {
  return text.replace(/^\s*\n\s*|\s*\n\s*$/g, '').replace(/\s+/g, ' ');
}

const callsForModules = new Set(['require', 'import', 'require.resolve']);

function callee(node: SyntaxNode): string {
  const call = node.parent?.type === 'arguments' ? node.parent.parent : null;
  return call?.type === 'call_expression' ? (call.child('function')?.text.slice(0, 40) ?? '') : '';
}

function piecesOf(node: SyntaxNode): (readonly [string, string])[] | null {
  const source = node.child('source');
  const clause = node.namedChildren.find(({ type }) => type === 'import_clause');
  // Without names it is there for what it does, and has its place.
  if (node.type !== 'import_statement' || source === null || clause === undefined) return null;
  const path = stringWord(source.text);
  const isType = node.children.some(({ type }) => type === 'type') ? 'type ' : '';
  const rest = node.namedChildren.filter(({ type }) => /attribute|assert/.test(type)).map(({ text }) => text);
  const piece = (text: string) => [path, [isType + text.replace(/\s+/g, ' '), ...rest].join(' ')] as const;
  return clause.namedChildren.flatMap((one) => {
    if (one.type === 'comment') return [];
    if (one.type !== 'named_imports') return [piece(one.type === 'identifier' ? `default ${one.text}` : one.text)];
    return one.namedChildren.filter(({ type }) => type !== 'comment').map(({ text }) => piece(`{ ${text}`));
  });
}

/** `new Cart` is `new Cart()`. */
function isEmptyCall(node: SyntaxNode): boolean {
  return node.type === 'arguments' && node.parent?.type === 'new_expression' && node.namedChildren.length === 0;
}

/** Brackets that say something: a chain that may end early ends there, and an object is no block. */
function isSaying(node: SyntaxNode): boolean {
  const around = node.parent?.type;
  if (around === 'arrow_function') return node.namedChildren.some(({ type }) => type === 'object');
  return (around === 'member_expression' || around === 'subscript_expression' || around === 'call_expression') && node.text.includes('?.');
}

export const javascriptRules: PlainRules = {
  isSilent: (node) => node.type === 'comment' || node.type === 'html_comment' || isEmptyCall(node),
  whole: new Set(['string', 'regex', 'number']),
  isGroup: (node) => (node.type === 'parenthesized_expression' && !isSaying(node)) || node.type === 'parenthesized_type',
  idle: new Set(['(', ')']),
  alike: new Map(),
  telling: new Set(['arguments', 'parenthesized_expression']),
  word(text, node) {
    switch (node.type) {
      case 'string': {
        const word = stringWord(text);
        const isKey = node.field === 'key' && node.parent?.type === 'pair' && /^"[A-Za-z_$][\w$]*$/.test(word);
        return isKey ? word.slice(1) : word;
      }
      case 'number':
        return numberWord(text);
      case 'jsx_text':
        return markupWord(text);
      case ';':
        return node.parent?.type === 'for_statement' ? text : '';
      case ',':
        return /^(?:object_type|interface_body)$/.test(node.parent?.type ?? '') ? '' : text;
      case '|':
      case '&':
        return node.parent?.tree.start[node.parent.index] === node.start ? '' : text;
      default:
        return text;
    }
  },
  isPath: (node) =>
    node.type === 'string' &&
    (node.field === 'source' ||
      node.parent?.type === 'import_require_clause' ||
      (node.parent?.type === 'arguments' && callsForModules.has(callee(node)))),
  importedBy: piecesOf,
};
