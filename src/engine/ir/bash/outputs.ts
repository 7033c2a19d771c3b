/** What statements of a shell print: the results of the commands whose standard output is theirs. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Call } from '../program.ts';
import type { Value } from '../values.ts';

/** Statements within statements; what is deeper is not told. */
const MAX_NESTED = 50;

/** What the shell does itself without a word. */
const silent = new Set(
  'alias bind cd disown enable getopts hash kill let mapfile popd pushd read readarray set shift shopt sleep trap ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

const intoElsewhere = /^(?:>|>>|>\||>&|&>|&>>)$/;

/** The call of a command, once its function was lowered; null for what is no command. */
export type CommandCall = (command: SyntaxNode) => Call | null;

/** What a statement prints, or null where that is nothing. */
export function printedBy(node: SyntaxNode, callOf: CommandCall, depth = 0): Value | null {
  if (depth > MAX_NESTED) return { kind: 'unknown', at: node.index };
  const inner = (child: SyntaxNode | null | undefined) => (child ? printedBy(child, callOf, depth + 1) : null);
  const { index: at } = node;
  switch (node.type) {
    case 'command': {
      const call = isRedirected(node) ? null : callOf(node);
      return call && !isSilent(call, node) ? { kind: 'result', call, at } : null;
    }
    case 'redirected_statement': {
      const document = node.childrenOf('redirect').find(({ type }) => type === 'heredoc_redirect');
      const piped = document?.namedChildren.find(({ type }) => type === 'pipeline');
      if (piped) return inner(statementsOf(piped).at(-1));
      return isRedirected(node) || (document && isRedirected(document)) ? null : inner(node.child('body'));
    }
    case 'pipeline':
      return inner(statementsOf(node).at(-1));
    case 'list': {
      const [left, right] = statementsOf(node);
      const second = inner(right);
      if (second && node.children.some(({ type }) => type === '&&')) return second;
      const first = inner(left);
      return first && second ? { kind: 'choice', among: [first, second], at } : (first ?? second);
    }
    case 'if_statement':
      return oneOf(at, [
        inSequence(
          node,
          node.children.filter((child) => child.field !== 'condition' && !CLAUSE.test(child.type)),
          inner,
        ),
        ...node.children.filter(({ type }) => CLAUSE.test(type)).map(inner),
      ]);
    case 'elif_clause': {
      const { children } = node;
      return inSequence(node, children.slice(children.findIndex(({ type }) => type === 'then') + 1), inner);
    }
    case 'case_statement':
      return oneOf(at, node.namedChildren.filter(({ type }) => type === 'case_item').map(inner));
    case 'case_item':
      return inSequence(
        node,
        node.children.filter(({ field }) => field !== 'value'),
        inner,
      );
    case 'while_statement':
    case 'for_statement':
    case 'c_style_for_statement':
      return inner(node.child('body'));
    case 'negated_command':
      return inner(statementsOf(node)[0]);
    case 'compound_statement':
      return node.children[0]?.type === '((' ? null : inSequence(node, node.children, inner);
    case 'program':
    case 'subshell':
    case 'do_group':
    case 'else_clause':
    case 'command_substitution':
    case 'process_substitution':
      return inSequence(node, node.children, inner);
    default:
      return null;
  }
}

const CLAUSE = /^(?:elif|else)_clause$/;

function statementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter(({ type }) => type !== 'comment');
}

/** One after the other. The last stands first, for it is what such a text is most often made for: `$(umask 077; mktemp)`. */
function inSequence(node: SyntaxNode, children: readonly SyntaxNode[], inner: (child: SyntaxNode) => Value | null): Value | null {
  const values = children.flatMap((child) => (child.isNamed && child.type !== 'comment' ? (inner(child) ?? []) : []));
  if (values.length <= 1) return values[0] ?? null;
  return { kind: 'concat', parts: values.reverse().map((value) => ({ value, quoting: 'none' })), at: node.index };
}

function oneOf(at: number, values: readonly (Value | null)[]): Value | null {
  const among = values.filter((value) => value !== null);
  return among.length <= 1 ? (among[0] ?? null) : { kind: 'choice', among, at };
}

function isRedirected(node: SyntaxNode): boolean {
  return node.children.some(
    (child) =>
      child.type === 'file_redirect' &&
      (child.child('descriptor')?.text ?? '1') === '1' &&
      child.children.some(({ type }) => intoElsewhere.test(type)),
  );
}

function isSilent({ word }: Call, node: SyntaxNode): boolean {
  return silent.has(word) || (word === 'printf' && node.childrenOf('argument')[0]?.text === '-v');
}

/** The calls whose results a printed value is made of. */
export function printersIn(value: Value | null): readonly Call[] {
  switch (value?.kind) {
    case 'result':
      return [value.call];
    case 'choice':
      return value.among.flatMap(printersIn);
    case 'concat':
      return value.parts.flatMap((part) => printersIn(part.value));
    default:
      return [];
  }
}
