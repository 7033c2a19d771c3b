/** Who decides what a parameter is: a route, the callers in this file, or somebody outside it. */
import { answersOf } from '../../facts.ts';
import type { Origin } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf } from './calls.ts';
import { positionOf } from './composer.ts';
import { nameOf } from './names.ts';
import type { Binding, PythonScopes, Scope } from './scopes.ts';
import type { PythonValues, Question } from './values.ts';

const mostCallers = 12;
/** The names of a function's decorators, with the words of their calls: `app.route()`. */
export function decoratorsOf(scopes: PythonScopes, node: SyntaxNode): string[] {
  const holder = node.parent?.type === 'decorated_definition' ? node.parent : null;
  return (holder?.namedChildren ?? [])
    .filter((child) => child.type === 'decorator')
    .map((decorator) => {
      const expression = decorator.namedChildren[0];
      if (!expression) return '';
      const callee = expression.type === 'call' ? expression.child('function') : expression;
      const name = nameOf(scopes, expression) ?? callee?.text ?? '';
      const first = expression.type === 'call' ? argumentsOf(expression).positional[0]?.text : undefined;
      return first === undefined ? name : `${name} ${first}`;
    });
}

export function parameterOrigin(values: PythonValues, question: Question, binding: Binding, use: SyntaxNode): Origin {
  const { scopes, model } = values;
  const owner = binding.scope;
  const unknown: Origin = { kind: 'parameter', at: use };
  if (owner.node.type !== 'function_definition') return owner.node.type === 'lambda' ? { kind: 'unknown', at: use } : unknown;
  const name = owner.node.child('name')?.text ?? '';
  const source = model.parameterSource(decoratorsOf(scopes, owner.node), name, binding.name);
  if (source === 'harmless') return { kind: 'safe' };
  if (source) return { kind: 'source', source, at: binding.at };
  const known = answersOf<Binding, Origin>(values.scopes.root.tree, question);
  const before = known.get(binding);
  if (before) return before;
  const active = values.askedCallersOf;
  if (active.has(owner.node.index) || active.size > 3) return unknown;
  active.add(owner.node.index);
  try {
    const origin = fromCallers(values, question, binding, owner, name) ?? (isNumber(binding.value) ? { kind: 'safe' } : unknown);
    known.set(binding, origin);
    return origin;
  } finally {
    active.delete(owner.node.index);
  }
}

/** A number as the default says what callers hand in. */
function isNumber(preset: SyntaxNode | null): boolean {
  const literal = preset?.type === 'unary_operator' ? preset.child('argument') : preset;
  return /^(?:integer|float|true|false)$/.test(literal?.type ?? '');
}

/** What the calls in this file pass. They decide alone only where nobody else can call: nested or private by name. */
function fromCallers(values: PythonValues, question: Question, binding: Binding, owner: Scope, name: string): Origin | null {
  const calls = (values.scopes.calls.get(name) ?? []).filter((call) => callsThis(values.scopes, call, owner));
  const closed =
    (name.startsWith('_') && !name.endsWith('__')) || (owner.parent !== null && !owner.parent.isClass && owner.parent.parent !== null);
  if (calls.length === 0 || calls.length > mostCallers) return null;
  let safe = true;
  for (const call of calls) {
    const args = argumentsOf(call);
    const passed = args.named.get(binding.name) ?? args.positional[positionOf(binding)] ?? (args.spread ? null : binding.value);
    if (!passed) {
      safe = false;
      continue;
    }
    for (const piece of values.pieces(passed, question)) {
      if (piece.kind === 'text' || piece.origin.kind === 'safe') continue;
      if (piece.origin.kind === 'source') return piece.origin;
      safe = false;
    }
  }
  return safe && closed ? { kind: 'safe' } : null;
}

function callsThis(scopes: PythonScopes, call: SyntaxNode, owner: Scope): boolean {
  const callee = call.child('function');
  if (callee?.type === 'identifier')
    return owner.parent !== null && !owner.parent.isClass && scopes.ownerOf(callee.text, scopes.scopeOf(callee)) === owner.parent;
  return owner.parent?.isClass === true && /^(?:self|cls)$/.test(callee?.child('object')?.text ?? '') && owner.parent.node.contains(call);
}
