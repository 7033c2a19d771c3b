/** Where a file keeps what several runs of its functions share: module variables, fields of `this`, and what lies in them. */
import type { Binding } from '../../lower/javascript/bindings.ts';
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, functionAround, propertyOf, unwrap, unwrapAwait } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** What happens to a place at its node. */
export type Access = 'read' | 'write' | 'both';

const MAX_DEPTH = 12;
/** What takes a part out of a shared place, so that a local name stands for it. */
const taking = new Set(['call_expression', 'member_expression', 'subscript_expression', 'non_null_expression']);
const containers = new Set(['object', 'array', 'new_expression', 'call_expression']);

export class SharedPlaces {
  /** By node: what happens to a shared place there. Methods that are called on one are left to who knows them. */
  readonly accesses: ReadonlyMap<number, Access>;
  private readonly file: JavaScriptFile;

  constructor(file: JavaScriptFile) {
    this.file = file;
    const accesses = new Map<number, Access>();
    for (const root of this.roots()) {
      const place = outermost(root);
      if (!functionAround(place) || isCallee(place)) continue;
      const access = accessOf(place);
      if (access && (place.type !== 'this' || access !== 'read')) accesses.set(place.index, access);
    }
    this.accesses = accesses;
  }

  private *roots(): Iterable<SyntaxNode> {
    const { root, bindings } = this.file;
    for (const node of root.descendants('this')) yield node;
    const held: Binding[] = [];
    for (const declarator of root.descendants('variable_declarator')) {
      yield* this.captured(declarator);
      const name = declarator.child('name');
      const value = declarator.child('value');
      const taken = value && unwrap(value);
      if (name?.type !== 'identifier' || !taken || !taking.has(taken.type) || !functionAround(name)) continue;
      const binding = bindings.resolve(name);
      if (binding && !isShared(binding) && this.placeOf(name) !== null) held.push(binding);
    }
    for (const binding of [...bindings.declaredIn(0), ...held]) {
      if (!held.includes(binding) && !isShared(binding)) continue;
      for (const mention of bindings.mentionsOf(binding)) {
        // The local name itself is read by nobody else; what hangs on it is shared.
        const isPart = mention.parent?.type === 'member_expression' || mention.parent?.type === 'subscript_expression';
        if (!mention.equals(binding.identifier) && (isPart || isShared(binding))) yield mention;
      }
    }
  }

  /** A variable of a function in the asynchronous functions inside it: all runs of those share it. */
  private *captured(declarator: SyntaxNode): Iterable<SyntaxNode> {
    const name = declarator.child('name');
    const around = name?.type === 'identifier' ? functionAround(name) : null;
    const word = declarator.parent?.children[0]?.text;
    if (!name || !around || word !== 'let') return;
    const { bindings } = this.file;
    const binding = bindings.resolve(name);
    for (const mention of binding ? bindings.mentionsOf(binding) : []) if (isInAsync(mention, around)) yield mention;
  }

  /** The name of the shared place an expression stands for, through local variables that hold a part of it; null where it is none. */
  placeOf(node: SyntaxNode, depth = 0): string | null {
    if (depth > MAX_DEPTH) return null;
    const at = unwrapAwait(node);
    const inner = (child: SyntaxNode | null) => (child ? this.placeOf(child, depth + 1) : null);
    switch (at.type) {
      case 'this':
        return 'this';
      case 'identifier': {
        const binding = this.file.bindings.resolve(at);
        if (!binding) return null;
        if (isShared(binding)) return binding.name;
        if (binding.kind === 'let' && isInAsync(at, functionAround(binding.identifier)))
          return `${binding.name}#${binding.identifier.index}`;
        if (binding.kind !== 'const' || !binding.value || binding.path.includes('*')) return null;
        if (!taking.has(unwrap(binding.value).type)) return null;
        const held = inner(binding.value);
        return held === null ? null : [held, ...binding.path].join('.');
      }
      case 'member_expression': {
        const object = inner(at.child('object'));
        return object === null ? null : `${object}.${propertyOf(at)}`;
      }
      case 'subscript_expression': {
        const object = inner(at.child('object'));
        const index = at.child('index');
        const key = index && this.keyOf(index);
        return object === null || !key ? null : `${object}[${key}]`;
      }
      case 'call_expression': {
        // What lies in a map, taken out: the same object for everybody. What was waited for is another's.
        if (at.child('function')?.type === 'await_expression') return null;
        const callee = calleeOf(at);
        const [key] = argumentsOf(at);
        const method = callee?.type === 'member_expression' ? propertyOf(callee) : null;
        if ((method !== 'get' && method !== 'find') || !key) return null;
        const object = inner(callee?.child('object') ?? null);
        const text = this.keyOf(key);
        return object === null || text === null ? null : `${object}[${text}]`;
      }
      default:
        return null;
    }
  }

  /** What a key is, so that two of them can be compared: a constant, or the variables it is made of. */
  keyOf(node: SyntaxNode): string | null {
    const at = unwrap(node);
    const constant = this.file.constantOf(at);
    if (constant !== null) return JSON.stringify(constant);
    const { text } = at;
    if (text.length > 120) return null;
    const binding = at.type === 'identifier' ? this.file.bindings.resolve(at) : null;
    return binding ? `${binding.name}#${binding.identifier.index}` : text.replace(/\s+/g, '');
  }
}

/** True in an asynchronous function inside another one that is handed out, or run for many things at once. */
function isInAsync(node: SyntaxNode, outer: SyntaxNode | null): boolean {
  const inner = functionAround(node);
  if (!outer || !inner || inner.equals(outer) || !inner.children.some((child) => child.type === 'async')) return false;
  const up = inner.parent;
  if (up?.type !== 'arguments') {
    const holder = up?.type === 'pair' ? up.parent : inner.type === 'method_definition' ? up : inner;
    return holder?.parent?.type === 'return_statement' || holder?.parent?.type === 'arrow_function';
  }
  const callee = up.parent && calleeOf(up.parent);
  return callee?.type === 'member_expression' && /^(?:map|forEach|flatMap)$/.test(propertyOf(callee) ?? '');
}

/** A variable of the module that can change, or that holds what can. */
function isShared({ kind, value, scope, module }: Binding): boolean {
  if (scope.index !== 0 || module !== null) return false;
  if (kind === 'let' || kind === 'var' || kind === 'class') return true;
  if (kind !== 'const' || !value) return false;
  const made = unwrap(value);
  return containers.has(made.type) && !/\brequire\(/.test(made.text.slice(0, 40));
}

/** The whole of `this.a.b[c]`, of which the root is the first part. */
function outermost(root: SyntaxNode): SyntaxNode {
  let at = root;
  for (let up = at.parent; up; up = up.parent) {
    const goesOn = up.type === 'non_null_expression' || (/^(?:member|subscript)_expression$/.test(up.type) && at.field === 'object');
    if (!goesOn) return at;
    // `this.items.length` tells of `this.items`, whose method is called or not.
    at = up;
  }
  return at;
}

function isCallee(place: SyntaxNode): boolean {
  return (place.parent?.type === 'call_expression' && place.field === 'function') || place.parent?.type === 'new_expression';
}

function accessOf(place: SyntaxNode): Access | null {
  const up = place.parent;
  switch (up?.type) {
    case 'assignment_expression':
      return place.field === 'left' ? 'write' : 'read';
    case 'augmented_assignment_expression':
      return place.field === 'left' ? 'both' : 'read';
    case 'update_expression':
      return 'both';
    case 'unary_expression':
      return up.child('operator')?.text === 'delete' ? 'write' : 'read';
    case undefined:
      return null;
    default:
      return 'read';
  }
}
