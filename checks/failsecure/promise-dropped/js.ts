import type { Report, SyntaxContext, SyntaxNode, SyntaxRules } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionAround, type JavaScriptFile, javaScriptFile, propertyOf } from '../../../src/engine/javascript.ts';
import { awaitedIn, isAsync, promised } from '../../models/javascript/asynchronous.ts';
import { type SecurityCall, securityCallsIn } from '../../models/javascript/securityCalls.ts';
import { deciding, lossOf } from '../../models/securityOperations.ts';

const accessMissed = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N';
const walks: Readonly<Record<string, 'unheard' | 'always'>> = {
  forEach: 'unheard',
  map: 'unheard',
  some: 'always',
  every: 'always',
  filter: 'always',
  find: 'always',
  findIndex: 'always',
};

interface Drop {
  readonly kind: 'unheard' | 'always';
  readonly at: SyntaxNode;
  readonly text: string;
  readonly fix?: Report['fix'];
}

const wrappings = new Set(['parenthesized_expression', 'as_expression', 'non_null_expression', 'satisfies_expression']);

/** What becomes of the promise that an expression is, if nobody waits for it. */
function dropOf(promise: SyntaxNode, file: JavaScriptFile, depth = 0): Drop | null {
  let inside = promise;
  for (let at = promise.parent; at; inside = at, at = at.parent) {
    switch (at.type) {
      case 'expression_statement':
        return { kind: 'unheard', at: inside, text: 'nobody waits for it' };
      case 'if_statement':
      case 'while_statement':
      case 'ternary_expression':
        return inside.field === 'condition' ? { kind: 'always', at: inside, text: 'the promise itself counts as yes' } : null;
      case 'unary_expression': {
        const operator = at.child('operator')?.text;
        if (operator === 'void' && at.parent?.type === 'expression_statement') return { kind: 'unheard', at, text: 'nobody waits for it' };
        if (operator !== '!') return null;
        break;
      }
      case 'binary_expression': {
        const operator = at.child('operator')?.text;
        if (operator !== '&&' && operator !== '||') return null;
        break;
      }
      case 'variable_declarator': {
        const name = at.child('name');
        return depth === 0 && inside.equals(at.child('value')) && name?.type === 'identifier' ? dropOfVariable(name, file) : null;
      }
      default:
        if (!wrappings.has(at.type)) return null;
    }
  }
  return null;
}

/** A variable that holds a promise, and is only ever asked whether it is there. */
function dropOfVariable(name: SyntaxNode, file: JavaScriptFile): Drop | null {
  const binding = file.bindings.resolve(name);
  if (binding?.kind !== 'const') return null;
  let found: Drop | null = null;
  for (const mention of file.bindings.mentionsOf(binding)) {
    if (mention.equals(name)) continue;
    const drop = dropOf(mention, file, 1);
    if (drop?.kind !== 'always') return null;
    found ??= drop;
  }
  return found;
}

/** `list.forEach(async (one) => { await check(one); })`: the walk around a call, if nobody waits for its rounds. */
function walkAround(call: SyntaxNode): Drop | null {
  const fn = functionAround(call);
  const walk = fn?.parent?.type === 'arguments' ? fn.parent.parent : null;
  const callee = walk?.type === 'call_expression' ? calleeOf(walk) : null;
  const method = callee?.type === 'member_expression' ? propertyOf(callee) : null;
  if (!fn || !walk || !method || !isAsync(fn) || !Object.hasOwn(walks, method) || !argumentsOf(walk)[0]?.equals(fn)) return null;
  const kind = walks[method]!;
  if (kind === 'unheard' && walk.parent?.type !== 'expression_statement') return null;
  return { kind, at: walk, text: kind === 'always' ? `\`${method}\` takes the promise for a yes` : `\`${method}\` waits for none of them` };
}

function fixOf(call: SyntaxNode, drop: Drop): Report['fix'] {
  const fn = functionAround(call);
  if (!fn || !isAsync(fn)) return undefined;
  const isVoid = drop.at.type === 'unary_expression' && drop.at.child('operator')?.text === 'void';
  const end = isVoid ? (drop.at.child('argument')?.start ?? drop.at.start) : call.start;
  return {
    description: 'Waits for the answer, and lets its failure stop what follows.',
    edits: [{ start: isVoid ? drop.at.start : call.start, end, newText: 'await ' }],
  };
}

function tell(context: SyntaxContext, { call, operation, name }: SecurityCall, drop: Drop, isDeclared: boolean, isWalk: boolean): void {
  const isOpen = drop.kind === 'always' && deciding.has(operation);
  const fix = isWalk ? undefined : fixOf(call, drop);
  context.report({
    at: isWalk ? drop.at : call,
    confidence: isDeclared && isOpen ? 'high' : 'medium',
    ...(isOpen && { vector: accessMissed }),
    message:
      drop.kind === 'always'
        ? `\`${name}\` gives a promise, and a promise counts as yes whatever comes of it.`
        : `Nobody waits for \`${name}\`. If it fails, ${lossOf[operation]}.`,
    trace: [
      { at: call, text: `\`${name}\` gives a promise` },
      { at: drop.at, text: drop.text },
    ],
    ...(fix && { fix }),
  });
}

/** Reports promises of protecting operations that nobody waits for. */
export const js: SyntaxRules = {
  program(_, context) {
    const file = context.shared(javaScriptFile);
    const calls = securityCallsIn(file);
    const awaited = awaitedIn(calls.map(({ call }) => call));
    const walked = new Set<number>();
    for (const one of calls) {
      const { call, operation } = one;
      if (operation === 'restrict') continue;
      const walk = walkAround(call);
      if (walk && !walked.has(walk.at.index) && (walk.kind === 'unheard' || deciding.has(operation))) {
        walked.add(walk.at.index);
        if (promised(call, file, awaited)) tell(context, one, walk, true, true);
        continue;
      }
      const drop = dropOf(call, file);
      if (!drop || (drop.kind === 'always' && !deciding.has(operation))) continue;
      const known = promised(call, file, awaited);
      if (known) tell(context, one, drop, known === 'declared', false);
    }
  },
};
