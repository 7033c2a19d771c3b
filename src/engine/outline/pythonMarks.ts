/** What decorators, `pytestmark` and first statements make of a test of Python: skipped, expected to fail, run on a condition. */
import type { CaseState } from '../../model/outline.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { callArguments, dottedName, isDocstring, lastName, type PythonFile, resolvedName } from './pythonFile.ts';
import { constantTruth } from './pythonStrength.ts';

export interface Mark {
  readonly state: CaseState;
  /** It runs on a condition only. */
  readonly isConditional: boolean;
}

export const unmarked: Mark = { state: 'run', isConditional: false };

const skipped: Mark = { state: 'skipped', isConditional: false };
const expected: Mark = { state: 'expected-failure', isConditional: false };
const conditional: Mark = { state: 'run', isConditional: true };

export function bothMarks(a: Mark, b: Mark): Mark {
  const states = [a.state, b.state];
  const state = states.find((one) => one === 'skipped') ?? states.find((one) => one === 'expected-failure') ?? 'run';
  return { state, isConditional: a.isConditional || b.isConditional };
}

function onCondition(condition: SyntaxNode | null, marked: Mark, negated = false): Mark {
  const truth = constantTruth(condition);
  if (truth === null || condition?.type === 'string') return conditional;
  return truth === negated ? unmarked : marked;
}

/** Of a decorator's expression or of an element of `pytestmark`. */
export function markOf(file: PythonFile, expression: SyntaxNode | null): Mark {
  if (!expression) return unmarked;
  const call = expression.type === 'call' ? expression : null;
  const name = resolvedName(file, call ? call.child('function') : expression) ?? '';
  const { positional, named } = call ? callArguments(call) : { positional: [], named: () => null };
  const condition = positional[0] ?? named('condition');
  switch (name.split('.').at(-1)) {
    case 'skip':
    case 'SkipTest':
      return skipped;
    case 'skipif':
    case 'skipIf':
      return onCondition(condition, skipped);
    case 'skipUnless':
      return onCondition(condition, skipped, true);
    case 'expectedFailure':
    case 'expected_failure':
      return expected;
    case 'xfail':
      return condition ? onCondition(condition, expected) : expected;
    default:
      return unmarked;
  }
}

export function decoratorsOf(definition: SyntaxNode): SyntaxNode[] {
  const around = definition.parent;
  return around?.type === 'decorated_definition' ? around.namedChildren.filter(({ type }) => type === 'decorator') : [];
}

export function marksOf(file: PythonFile, definition: SyntaxNode): Mark {
  return decoratorsOf(definition)
    .map((decorator) => markOf(file, decorator.namedChildren[0] ?? null))
    .reduce(bothMarks, unmarked);
}

/** What a statement that leaves a test as skipped makes of it; null for any other. */
export function leavingMark(statement: SyntaxNode): Mark | null {
  const inner = statement.namedChildren[0];
  if (statement.type === 'raise_statement') {
    const raised = inner?.type === 'call' ? inner.child('function') : inner;
    return /^(?:SkipTest|Skipped)$/.test(lastName(raised ?? null)) ? skipped : null;
  }
  const call = inner?.type === 'await' ? inner.namedChildren[0] : inner;
  if (statement.type !== 'expression_statement' || call?.type !== 'call') return null;
  const callee = call.child('function');
  if (lastName(callee) === 'skipTest') return skipped;
  const name = dottedName(callee) ?? '';
  if (/^(?:pytest\.)?(?:skip|exit)$/.test(name)) return skipped;
  return /^pytest\.xfail$/.test(name) ? expected : null;
}

/** Of the statements of a module or of a class: `pytestmark`, a skip on their own level, a setup that only skips. */
export function markOfStatements(file: PythonFile, statements: readonly SyntaxNode[]): Mark {
  let mark = unmarked;
  for (const statement of statements) {
    mark = bothMarks(mark, leavingMark(statement) ?? unmarked);
    if (
      statement.type === 'function_definition' &&
      /^(?:setUp|setUpClass|setup_method|setup_class)$/.test(statement.child('name')?.text ?? '')
    ) {
      const first = statement.child('body')?.namedChildren.find((child) => child.type !== 'comment' && !isDocstring(child));
      mark = bothMarks(mark, (first && leavingMark(first)) ?? unmarked);
    }
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    if (assignment?.type !== 'assignment') continue;
    const name = assignment.child('left')?.text;
    const value = assignment.child('right');
    if (name === '__test__' && value?.type === 'false') mark = bothMarks(mark, skipped);
    if (name !== 'pytestmark' || !value) continue;
    const given = value.type === 'list' || value.type === 'tuple' ? value.namedChildren : [value];
    for (const one of given) mark = bothMarks(mark, markOf(file, one));
  }
  return mark;
}
