/** Definitions of Python that do nothing yet: a type, a signature, a constant, "not implemented". */
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { isDocstring, lastName } from './pythonFile.ts';
import { isLiteral } from './pythonStrength.ts';

const unfinished = /not[\s_-]{0,3}(?:yet[\s_-]{0,3})?implemented|\bto[\s_-]?do\b/i;

/** Longer bodies are no stubs. */
const mostStatements = 30;

function statementsOf(body: SyntaxNode | null): SyntaxNode[] {
  return body?.namedChildren.filter((child) => child.type !== 'comment' && !isDocstring(child)) ?? [];
}

const isNothing = ({ type, namedChildren }: SyntaxNode): boolean =>
  type === 'pass_statement' || (type === 'expression_statement' && namedChildren[0]?.type === 'ellipsis');

function isUnfinished(statement: SyntaxNode): boolean {
  if (statement.type !== 'raise_statement') return false;
  const raised = statement.namedChildren[0];
  const name = lastName(raised?.type === 'call' ? raised.child('function') : (raised ?? null));
  return name === 'NotImplementedError' || unfinished.test(raised?.text.slice(0, 200) ?? '');
}

/** `self.items = items` and `super().__init__(…)` only keep what is given. */
function isKeeping(statement: SyntaxNode): boolean {
  const made = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (made?.type === 'call') return /^super\(.{0,80}\)\.__init__$/s.test(made.child('function')?.text.slice(0, 120) ?? '');
  if (made?.type !== 'assignment') return false;
  const left = made.child('left');
  const right = made.child('right');
  if (left?.type !== 'attribute' || left.child('object')?.text !== 'self') return false;
  return right === null || right.type === 'identifier' || isLiteral(right);
}

export function isStubFunction(node: SyntaxNode): boolean {
  const statements = statementsOf(node.child('body'));
  if (statements.length > mostStatements) return false;
  if (statements.every(isNothing)) return true;
  if (node.child('name')?.text === '__init__' && statements.every((one) => isNothing(one) || isKeeping(one))) return true;
  const [only, ...more] = statements.filter((one) => !isNothing(one));
  if (more.length > 0) return false;
  if (only!.type === 'return_statement') return only!.namedChildren.every((value) => isLiteral(value));
  return isUnfinished(only!);
}

/** A field with its type, a member of an enumeration. */
function isField(statement: SyntaxNode): boolean {
  const made = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (made?.type !== 'assignment') return false;
  const right = made.child('right');
  return (
    right === null ||
    isStubValue(right) ||
    isLiteral(right) ||
    (right.type === 'call' && /^(?:field|Field|attrib|ib|auto)$/.test(lastName(right.child('function'))))
  );
}

/** Of what stands in the class beside its methods. */
export function isStubClass(node: SyntaxNode): boolean {
  return statementsOf(node.child('body')).every(
    (statement) => /^(?:decorated|function|class)_definition$/.test(statement.type) || isNothing(statement) || isField(statement),
  );
}

const typeMakers = /^(?:TypeVar|NewType|ParamSpec|TypeVarTuple|namedtuple|NamedTuple|TypedDict|Enum|Union|Optional|Literal|Callable)$/;

/** A type, or a value that says nothing yet: `None`, an empty list. */
export function isStubValue(value: SyntaxNode | null): boolean {
  if (!value || value.type === 'none' || value.type === 'ellipsis' || value.type === 'type') return true;
  if (value.type === 'list' || value.type === 'dictionary' || value.type === 'tuple') return value.namedChildren.length === 0;
  if (value.type === 'string') return value.namedChildren.every(({ type }) => type !== 'string_content' && type !== 'interpolation');
  if (value.type === 'call') return typeMakers.test(lastName(value.child('function')));
  return value.type === 'subscript' && typeMakers.test(lastName(value.child('value')));
}
