/** Tests that a value has passed where it is used: membership, closed patterns, conversions that reject. */
import { answersOf } from '../../facts.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf } from './calls.ts';
import { blockExits } from './reaching.ts';
import type { PythonScopes } from './scopes.ts';
import { literalText } from './strings.ts';

const tests = new Set(['isidentifier', 'isdigit', 'isalnum', 'isalpha', 'isdecimal', 'isnumeric']);
const conversions = /^(?:int|float|uuid\.UUID|UUID|ipaddress\.\w+|ip_address|ip_network|datetime\.(?:strptime|fromisoformat))$/;
/** Tests looked at for one use. */
const mostTests = 60;
const mostAround = 300;
const testing = new Set(['if_statement', 'assert_statement', 'try_statement', 'expression_statement']);

/** True where every way to `use` has passed a test on the value that `use` reads (a name, an attribute, an item). */
export function isGuarded(scopes: PythonScopes, use: SyntaxNode): boolean {
  const known = answersOf<number, boolean>(scopes.root.tree, isGuarded);
  const before = known.get(use.index);
  if (before !== undefined) return before;
  const answer = findGuard(scopes, use);
  known.set(use.index, answer);
  return answer;
}

function findGuard(scopes: PythonScopes, use: SyntaxNode): boolean {
  const key = use.text;
  const scope = scopes.functionOf(use);
  const body = scope.node;
  let seen = 0;
  let depth = 0;
  // Conditions around the use.
  let child = use;
  for (let at = use.parent; at && at.index !== body.index && ++depth < mostAround; at = at.parent) {
    if (at.type === 'if_statement' || at.type === 'elif_clause' || at.type === 'while_statement') {
      const condition = at.child('condition');
      if (condition && child.field === 'consequence' && implies(scopes, condition, true, key)) return true;
      if (condition && child.field === 'body' && implies(scopes, condition, true, key)) return true;
      if (condition && child.type === 'else_clause' && implies(scopes, condition, false, key)) return true;
    } else if (at.type === 'case_clause') {
      if (at.parent?.parent?.child('subject')?.text === key && matchesLiterals(at)) return true;
    } else if (at.type === 'conditional_expression') {
      const [yes, test, no] = at.namedChildren;
      if (yes && test && child.index === yes.index && implies(scopes, test, true, key)) return true;
      if (no && test && child.index === no.index && implies(scopes, test, false, key)) return true;
    } else if (at.type === 'boolean_operator' && child.field === 'right') {
      const left = at.child('left');
      if (left && implies(scopes, left, at.child('operator')?.text === 'and', key)) return true;
    } else if (at.type.endsWith('comprehension') || at.type === 'generator_expression') {
      for (const clause of at.namedChildren) {
        const test = clause.type === 'if_clause' ? clause.namedChildren[0] : undefined;
        if (test && implies(scopes, test, true, key)) return true;
      }
    }
    child = at;
    // Statements before the one around the use, in every block around it.
    if (at.type !== 'block' && at.type !== 'module') continue;
    const tests = testsIn(scopes, at);
    for (let position = testsBefore(tests, use) - 1; position >= 0; position--) {
      if (++seen > mostTests) return false;
      if (proves(scopes, tests[position]!, key)) return true;
    }
  }
  return false;
}

/** `case "a" | "b":`. */
function matchesLiterals(clause: SyntaxNode): boolean {
  const patterns = clause.namedChildren.filter((child) => child.type === 'case_pattern');
  const [only, more] = patterns.flatMap((pattern) => pattern.namedChildren);
  if (!only || more) return false;
  return (only.type === 'union_pattern' ? only.namedChildren : [only]).every((word) => literalText(word) !== null);
}

/** The statements of a block that can be tests, found once. */
function testsIn(scopes: PythonScopes, block: SyntaxNode): SyntaxNode[] {
  const table = answersOf<number, SyntaxNode[]>(scopes.root.tree, testsIn);
  let list = table.get(block.index);
  if (!list) {
    list = block.namedChildren.filter(
      (statement) => testing.has(statement.type) && (statement.type !== 'expression_statement' || isConversion(statement)),
    );
    table.set(block.index, list);
  }
  return list;
}

/** How many of a block's tests stand wholly before a use. */
function testsBefore(tests: readonly SyntaxNode[], use: SyntaxNode): number {
  let low = 0;
  let high = tests.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tests[middle]!.end <= use.start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True for a statement after which the value is known to be harmless. */
function proves(scopes: PythonScopes, statement: SyntaxNode, key: string): boolean {
  switch (statement.type) {
    case 'if_statement': {
      const test = statement.child('condition');
      const then = statement.child('consequence');
      return test !== null && then !== null && (blockExits(then) || rebinds(then, key)) && implies(scopes, test, false, key);
    }
    case 'assert_statement': {
      const test = statement.namedChildren[0];
      return test !== undefined && implies(scopes, test, true, key);
    }
    case 'try_statement': {
      const leaves = statement.namedChildren
        .filter((part) => part.type === 'except_clause')
        .every((clause) => {
          const inner = clause.namedChildren.find((part) => part.type === 'block');
          return inner !== undefined && blockExits(inner);
        });
      return leaves && (statement.child('body')?.namedChildren.some((inner) => rejects(inner, key)) ?? false);
    }
    default:
      return rejects(statement, key);
  }
}

/** `if bad(x): x = DEFAULT`. */
function rebinds(block: SyntaxNode, key: string): boolean {
  return block.namedChildren.some((statement) => {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    return assignment?.type === 'assignment' && assignment.child('left')?.text === key && literalText(assignment.child('right')) !== null;
  });
}

/** `int(x)` for its exception. */
function isConversion(statement: SyntaxNode): boolean {
  const call = statement.namedChildren[0];
  return call?.type === 'call' && conversions.test(call.child('function')?.text ?? '');
}

/** A statement that raises for anything but a number, an address and the like: `int(x)`. */
function rejects(statement: SyntaxNode, key: string): boolean {
  if (statement.type !== 'expression_statement') return false;
  const call = statement.namedChildren[0];
  if (call?.type !== 'call' || !conversions.test(call.child('function')?.text ?? '')) return false;
  return argumentsOf(call).positional[0]?.text === key;
}

/** Whether a condition that came out `truth` proves the value harmless. */
function implies(scopes: PythonScopes, condition: SyntaxNode, truth: boolean, key: string, depth = 0): boolean {
  if (depth > 8) return false;
  switch (condition.type) {
    case 'parenthesized_expression':
      return condition.namedChildren[0] ? implies(scopes, condition.namedChildren[0], truth, key, depth + 1) : false;
    case 'not_operator': {
      const inner = condition.child('argument');
      return inner ? implies(scopes, inner, !truth, key, depth + 1) : false;
    }
    case 'boolean_operator': {
      const left = condition.child('left');
      const right = condition.child('right');
      if (!left || !right) return false;
      const either = (condition.child('operator')?.text === 'and') === truth;
      const first = implies(scopes, left, truth, key, depth + 1);
      if (either ? first : !first) return first;
      return implies(scopes, right, truth, key, depth + 1);
    }
    case 'comparison_operator':
      return comparisonProves(condition, truth, key);
    case 'call':
      return truth && callProves(scopes, condition, key);
    case 'named_expression': {
      const value = condition.child('value');
      return value ? implies(scopes, value, truth, key, depth + 1) : false;
    }
    case 'identifier': {
      // `ok = PATTERN.match(x)` and then `if not ok`.
      const binding = scopes.ownerOf(condition.text, scopes.scopeOf(condition))?.bindings.get(condition.text);
      const value = binding?.length === 1 ? binding[0]!.value : null;
      return value?.type === 'call' ? truth && callProves(scopes, value, key) : false;
    }
    default:
      return false;
  }
}

function comparisonProves(comparison: SyntaxNode, truth: boolean, key: string): boolean {
  const [left, right, more] = comparison.namedChildren;
  if (!left || !right || more) return false;
  const operator = comparison.children
    .filter((child) => !child.isNamed)
    .map((child) => child.text)
    .join(' ');
  if (operator === 'is' || operator === 'is not') return false;
  if (operator === 'in' || operator === 'not in') {
    // `x in "abc"` looks for a substring, `"/" in x` for a character: neither bounds the value.
    if (stem(left) !== key || right.type === 'string') return false;
    return truth === (operator === 'in');
  }
  const constant = literalText(stem(left) === key ? right : left);
  if (operator !== '==' && operator !== '!=') return false;
  if (constant === null || (stem(left) !== key && stem(right) !== key)) return false;
  return truth === (operator === '==');
}

/** `x.lower() in ALLOWED` says as much of x, where what is allowed holds no metacharacters. */
function stem(node: SyntaxNode): string {
  const callee = node.type === 'call' ? node.child('function') : null;
  if (callee?.type === 'attribute' && /^(?:lower|upper|strip|casefold)$/.test(callee.child('attribute')?.text ?? ''))
    return callee.child('object')!.text;
  return node.text;
}

function callProves(scopes: PythonScopes, call: SyntaxNode, key: string): boolean {
  const callee = call.child('function');
  if (callee?.type !== 'attribute') {
    // A test of one's own, by its name: `is_valid_name(x)`.
    return (
      /^_?(?:is_?)?(?:valid|safe|allowed)(?:_|$)|^_?is_(?:valid|safe|allowed)/i.test(callee?.text ?? '') &&
      argumentsOf(call).positional.some((value) => value.text === key)
    );
  }
  const method = callee.child('attribute')?.text ?? '';
  const object = callee.child('object');
  if (tests.has(method)) return object?.text === key;
  const args = argumentsOf(call);
  if (/^(?:is_?)?(?:valid|safe|allowed)|^is_(?:valid|safe|allowed)/i.test(method))
    return args.positional.some((value) => value.text === key);
  if (method !== 'match' && method !== 'fullmatch' && method !== 'search') return false;
  const inline = args.positional.length > 1;
  if ((inline ? args.positional[1] : args.positional[0])?.text !== key) return false;
  const pattern = inline ? args.positional[0]! : patternOf(scopes, object);
  const text = literalText(pattern);
  return text !== null && isClosed(text, method);
}

/** The pattern that `re.compile` was given for a name, or the literal itself. */
function patternOf(scopes: PythonScopes, object: SyntaxNode | null): SyntaxNode | null {
  let at = object;
  if (at?.type === 'identifier') {
    const bindings = scopes.ownerOf(at.text, scopes.scopeOf(at))?.bindings.get(at.text);
    at = bindings?.length === 1 ? bindings[0]!.value : null;
  }
  return at?.type === 'call' ? (argumentsOf(at).positional[0] ?? null) : null;
}

/** A pattern that spans the whole value and lets no metacharacter through. The pattern is judged, not its intent. */
export function isClosed(pattern: string, method: string): boolean {
  if (pattern.length > 200) return false;
  if (method === 'search' && !/^(?:\^|\\A)/.test(pattern)) return false;
  if (method !== 'fullmatch' && !/(?:\$|\\Z)\)?$/.test(pattern)) return false;
  const inner = pattern.replace(/^(?:\^|\\A)/, '').replace(/(?:\$|\\Z)$/, '');
  if (/\\[SWDsn]|\[\^/.test(inner)) return false;
  const classes = inner.replace(/\\[.\-/wd@:+]/g, 'x');
  // Outside a class `.` is anything; inside it is itself.
  const outside = classes.replace(/\[[^\]]*\]/g, 'x');
  if (outside.includes('.') || /\|(?:$|\^)/.test(outside)) return false;
  return !/["'`;&<>\\\n ]/.test(classes) && ![...inner.matchAll(/\[([^\]]*)\]/g)].some(([, set]) => /[$|(){}*?!#]/.test(set!));
}
