/** What the parts of Python's outline share: the words of a file, what its names stand for, texts that constants make. */
import type { Import } from '../../model/outline.ts';
import { literalText } from '../lower/python/strings.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { type TokenRules, TokenStream } from './tokenStream.ts';

export interface PythonFile {
  readonly root: SyntaxNode;
  readonly tokens: TokenStream;
  /** Local names of what is imported, `c` of `from a import b as c` to `a.b`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What module variables are set to first. */
  readonly values: ReadonlyMap<string, SyntaxNode>;
  /** Functions of the module itself. */
  readonly functions: ReadonlySet<string>;
  /** Import statements anywhere, in order. */
  readonly importStatements: readonly SyntaxNode[];
  readonly imports: readonly Import[];
  lineOf(node: SyntaxNode): number;
}

/** Longer chains are no names. */
const longestChain = 30;

/** A chain of additions or of path parts that is longer is no literal. */
const mostOperands = 12;

const enclosed = new Set(['argument_list', 'parameters', 'list', 'dictionary', 'set', 'list_pattern']);

const rules: TokenRules = {
  isSilent: (node) => node.type === 'comment' || node.type === 'line_continuation' || isDocstring(node),
  whole: new Set(['string']),
  lists: new Set(['module', 'block']),
  word(text, node) {
    // Formatters change these, and nothing else.
    if (text === ',' && enclosed.has(node.parent!.type) && isLastInside(node)) return '';
    if (node.type !== 'string') return text;
    const plain = /^([a-zA-Z]*)(?:"([^"'\\]*)"|'([^"'\\]*)')$/s.exec(text);
    return plain ? `${plain[1]!.toLowerCase().replace('u', '')}"${plain[2] ?? plain[3]}"` : text;
  },
};

/** Whether nothing but the closing bracket follows. */
function isLastInside(comma: SyntaxNode): boolean {
  let next = comma.nextSibling;
  while (next?.type === 'comment') next = next.nextSibling;
  return /^[)\]}]$/.test(next?.type ?? '');
}

/** A text that stands alone as a statement does nothing. */
export function isDocstring(node: SyntaxNode): boolean {
  if (node.type !== 'expression_statement') return false;
  const [only, ...more] = node.namedChildren;
  return more.length === 0 && (only?.type === 'string' || only?.type === 'concatenated_string');
}

/** `a.b.c`, or null for what is no chain of names. */
export function dottedName(node: SyntaxNode | null): string | null {
  const parts: string[] = [];
  let at = node;
  while (at?.type === 'attribute' && parts.length < longestChain) {
    parts.push(at.child('attribute')?.text ?? '');
    at = at.child('object');
  }
  return at?.type === 'identifier' ? [at.text, ...parts.reverse()].join('.') : null;
}

/** The last part of what is called, `get` of `a().b.get(…)`; '' where it has no name. */
export function lastName(callee: SyntaxNode | null): string {
  if (callee?.type === 'identifier') return callee.text;
  return callee?.type === 'attribute' ? (callee.child('attribute')?.text ?? '') : '';
}

/** A dotted name as the file that defines it knows it; the name as written where nothing imports it. */
export function resolvedName(file: PythonFile, node: SyntaxNode | null): string | null {
  const name = dottedName(node);
  if (name === null) return null;
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const full = file.aliases.get(first);
  return full === undefined ? name : full + name.slice(first.length);
}

/** The positional and named arguments of a call or decorator, comments left out. */
export function callArguments(call: SyntaxNode): { readonly positional: readonly SyntaxNode[]; named(name: string): SyntaxNode | null } {
  const list = call.child('arguments');
  const given = list?.type === 'argument_list' ? list.namedChildren.filter((child) => child.type !== 'comment') : [];
  const positional = given.filter((child) => child.type !== 'keyword_argument');
  return {
    positional: list?.type === 'generator_expression' ? [list] : positional,
    named: (name) => given.find((child) => child.type === 'keyword_argument' && child.child('name')?.text === name)?.child('value') ?? null,
  };
}

/** The text that literals and module constants make, null where anything else goes in. */
export function constantText(file: PythonFile, node: SyntaxNode | null, depth = 0): string | null {
  if (!node || depth > mostOperands) return null;
  const plain = literalText(node);
  if (plain !== null) return plain;
  if (node.type === 'identifier') {
    if (node.text === '__name__') return null;
    return depth > 4 ? null : constantText(file, file.values.get(node.text) ?? null, depth + 4);
  }
  if (node.type === 'binary_operator' && node.child('operator')?.text === '+') {
    const left = constantText(file, node.child('left'), depth + 1);
    const right = left === null ? null : constantText(file, node.child('right'), depth + 1);
    return right === null ? null : left + right;
  }
  if (node.type !== 'string') return null;
  let text = '';
  for (const part of node.namedChildren) {
    if (part.type === 'string_content') text += part.text;
    if (part.type !== 'interpolation') continue;
    const put = depth > 4 ? null : constantText(file, part.child('expression'), depth + 4);
    if (put === null) return null;
    text += put;
  }
  return text;
}

/** The names that an import statement takes, and where from. */
function importsOf(node: SyntaxNode, line: number): Import[] {
  const names = node.childrenOf('name').map((name) => (name.type === 'aliased_import' ? name.child('name')! : name).text);
  if (node.type === 'import_statement') return names.map((from) => ({ from, names: ['*'], line }));
  const from = node.child('module_name')?.text.replace(/\s+/g, '') ?? '';
  const all = node.namedChildren.some((child) => child.type === 'wildcard_import');
  return [{ from, names: all ? ['*'] : names, line }];
}

function aliasesOf(node: SyntaxNode): [string, string][] {
  const from = node.type === 'import_statement' ? '' : (node.child('module_name')?.text.replace(/\s+/g, '') ?? '');
  const prefix = from === '' || from.endsWith('.') ? from : `${from}.`;
  return node.childrenOf('name').map((name) => {
    if (name.type === 'aliased_import') return [name.child('alias')?.text ?? '', prefix + (name.child('name')?.text ?? '')];
    if (prefix !== '') return [name.text, prefix + name.text];
    const first = name.text.split('.', 1)[0]!;
    return [first, first];
  });
}

function moduleValues(root: SyntaxNode): Map<string, SyntaxNode> {
  const values = new Map<string, SyntaxNode>();
  for (const statement of root.namedChildren) {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    if (assignment?.type !== 'assignment') continue;
    const left = assignment.child('left');
    const right = assignment.child('right');
    if (left?.type === 'identifier' && right && !values.has(left.text)) values.set(left.text, right);
  }
  return values;
}

export function readPythonFile(tree: FlatTree, source: SourceText): PythonFile {
  const root = new SyntaxNode(tree, 0);
  const lineOf = (node: SyntaxNode): number => source.lineAt(node.start);
  const importStatements = [...root.descendants('import_statement', 'import_from_statement', 'future_import_statement')];
  const taking = importStatements.filter(({ type }) => type !== 'future_import_statement');
  return {
    root,
    tokens: new TokenStream(tree, rules),
    aliases: new Map(taking.flatMap(aliasesOf)),
    values: moduleValues(root),
    functions: new Set(root.namedChildren.flatMap((one) => (one.type === 'function_definition' ? [one.child('name')?.text ?? ''] : []))),
    importStatements,
    imports: taking.flatMap((node) => importsOf(node, lineOf(node))),
    lineOf,
  };
}
