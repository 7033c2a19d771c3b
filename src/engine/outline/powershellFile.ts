/** What the parts of PowerShell's outline share: the words of a file, its code without comments, commands with what they are given. */
import { commandName } from '../lower/powershell/commands.ts';
import { literalOf, unwrap, variableName } from '../lower/powershell/tree.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { type TokenRules, TokenStream } from './tokenStream.ts';

export interface PowershellFile {
  readonly root: SyntaxNode;
  readonly source: SourceText;
  readonly tokens: TokenStream;
  readonly commands: readonly SyntaxNode[];
  /** The text with blanks in the place of comments. */
  readonly code: string;
  /** What variables are set to, by lower-case name. */
  readonly values: ReadonlyMap<string, readonly SyntaxNode[]>;
  lineOf(node: SyntaxNode): number;
}

export interface Given {
  /** In lower case, without the dash; null for what stands at a position. */
  readonly parameter: string | null;
  readonly value: SyntaxNode | null;
}

const strings = /string_literal$|string_characters$/;

const rules: TokenRules = {
  isSilent: (node) => node.type === 'comment',
  whole: new Set([
    'expandable_string_literal',
    'verbatim_string_characters',
    'expandable_here_string_literal',
    'verbatim_here_string_characters',
  ]),
  lists: new Set(['statement_list']),
  word(text, node) {
    if (strings.test(node.type))
      return /^'[^']*'$/.test(text) || !/^"[^"$`]*"$/.test(text) ? text : `'${text.slice(1, -1).replaceAll("'", "''")}'`;
    const word = text.trim().toLowerCase();
    return word === ';' ? '' : word;
  },
};

/** Parameters of Pester's commands that take no value unless one is joined to them by a colon. */
const switches = new Set([
  'skip',
  'pending',
  'focus',
  'not',
  'exactly',
  'verifiable',
  'exclusivefilter',
  'betrue',
  'befalse',
  'benullorempty',
  'invokeverifiable',
  'exist',
  'skipped',
  'inconclusive',
  'passthru',
  'force',
  'raw',
]);

/** The elements of a command, in order. */
export function givenTo(command: SyntaxNode): Given[] {
  const given: Given[] = [];
  let open = false;
  let isJoined = false;
  for (const element of command.child('command_elements')?.namedChildren ?? []) {
    if (element.type === 'comment' || element.type === 'redirection') continue;
    if (element.type === 'command_argument_sep') {
      isJoined = element.text.startsWith(':');
      continue;
    }
    if (element.type === 'command_parameter') {
      const parameter = element.text
        .replace(/^[-–]+/, '')
        .replace(/:$/, '')
        .toLowerCase();
      given.push({ parameter, value: null });
      open = element.text.endsWith(':') || !switches.has(parameter);
    } else if (given.length > 0 && (open || isJoined) && given.at(-1)!.parameter !== null && given.at(-1)!.value === null) {
      given.push({ parameter: given.pop()!.parameter, value: element });
      open = false;
    } else given.push({ parameter: null, value: element });
    isJoined = false;
  }
  return given;
}

/** The block of a command, `{ … }`, by its parameter or the last that stands at a position. */
export function blockOf(given: readonly Given[]): SyntaxNode | null {
  for (const { parameter, value } of [...given].reverse()) {
    if (!value || (parameter !== null && !/^(?:test|fixture|scriptblock)$/.test(parameter) && !/^(?:tags?|because)$/.test(parameter)))
      continue;
    const inner = unwrap(value);
    if (inner.type === 'script_block_expression') return inner;
  }
  // `-Skip { … }` of an unknown switch took the block for its value.
  return given.map(({ value }) => value && unwrap(value)).findLast((inner) => inner?.type === 'script_block_expression') ?? null;
}

/** The statements of a block, of a function, of a method. */
export function statementsIn(block: SyntaxNode): SyntaxNode[] {
  const statements: SyntaxNode[] = [];
  const open = [block];
  for (let at = open.pop(), steps = 0; at && steps < 20; at = open.pop(), steps++) {
    for (const child of at.namedChildren) {
      if (/^(?:script_block|script_block_body|named_block_list|named_block|statement_block)$/.test(child.type)) open.push(child);
      else if (child.type === 'statement_list')
        for (const statement of child.namedChildren)
          if (statement.type !== 'comment' && statement.type !== 'empty_statement') statements.push(statement);
    }
  }
  return statements;
}

/** The command that a statement is, or null. */
export function commandOf(statement: SyntaxNode): SyntaxNode | null {
  const inner = unwrap(statement);
  return inner.type === 'command' ? inner : null;
}

/** Truth and nothing that are the same in every run: `$true`, `'text'`, `3`. */
export function constantOf(node: SyntaxNode | null): string | null {
  if (!node) return null;
  const at = unwrap(node);
  if (at.type === 'variable') return /^(?:true|false|null)$/.test(variableName(at) ?? '') ? `$${variableName(at)}` : null;
  return at.type === 'generic_token' ? null : literalOf(at);
}

function withoutComments(root: SyntaxNode): string {
  let code = '';
  let at = 0;
  for (const { start, end, text } of root.descendants('comment')) {
    code += root.tree.text.slice(at, start) + text.replace(/[^\n]/g, ' ');
    at = end;
  }
  return code + root.tree.text.slice(at);
}

export function readPowershellFile(tree: FlatTree, source: SourceText): PowershellFile {
  const root = new SyntaxNode(tree, 0);
  const values = new Map<string, SyntaxNode[]>();
  for (const assignment of root.descendants('assignment_expression')) {
    const target = assignment.namedChildren[0];
    const name = target
      ? /^(?:\[[\w.[\]]{1,80}\]\s*)?\$(?:\w{1,20}:)?(\w{1,80})$/.exec(target.text.slice(0, 200))?.[1]?.toLowerCase()
      : undefined;
    const value = assignment.child('value');
    if (name !== undefined && value) values.set(name, [...(values.get(name) ?? []).slice(-20), value]);
  }
  return {
    root,
    source,
    tokens: new TokenStream(tree, rules),
    commands: [...root.descendants('command')],
    code: withoutComments(root),
    values,
    lineOf: (node) => source.lineAt(node.start),
  };
}

export { commandName, literalOf, unwrap, variableName };
