/** What keeps `__proto__` and its like from being used as a key. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, propertyOf } from '../../../src/engine/javascript.ts';

const MAX_MENTIONED = 400;
const asksOwner = /(?:^|\.|_)(?:hasOwn|has_own|own|has|isOwn|hasKey)(?:Property)?(?:\.call|\.apply)?$|hasOwn/i;
const judgesKeys =
  /unsafe|safe_?key|safe_?prop|proto|pollut|forbidden|dangerous|illegal|reserved|black_?list|deny|denied|disallow|valid_?key|validate_?key|valid_?prop|is_?valid_?path|sanitiz|protected/i;

/** The functions and constants of a file by name: where a guard may stand that a function uses. */
export type Declared = ReadonlyMap<string, readonly SyntaxNode[]>;

export function declaredIn(root: SyntaxNode): Declared {
  const found = new Map<string, SyntaxNode[]>();
  const add = (name: string | undefined, node: SyntaxNode) => {
    if (!name) return;
    const before = found.get(name);
    if (before) before.push(node);
    else found.set(name, [node]);
  };
  for (const node of root.descendants('function_declaration', 'generator_function_declaration', 'method_definition'))
    add(node.child('name')?.text, node);
  for (const node of root.descendants('variable_declarator')) if (node.child('value')) add(node.child('name')?.text, node.child('value')!);
  for (const node of root.descendants('assignment_expression')) {
    const left = node.child('left');
    const right = node.child('right');
    if (left?.type === 'member_expression' && right && functionTypes.has(right.type)) add(propertyOf(left) ?? undefined, right);
  }
  for (const node of root.descendants('pair')) {
    const value = node.child('value');
    if (value && functionTypes.has(value.type)) add(node.child('key')?.text, value);
  }
  return found;
}

/** Names that a stretch of code mentions. */
export function mentionedIn(node: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of node.descendants('identifier', 'property_identifier', 'shorthand_property_identifier')) {
    names.add(one.text);
    if (names.size > MAX_MENTIONED) break;
  }
  return names;
}

/** The special keys that are written out in a stretch of code: as texts, patterns, or keys of a table. */
function specialIn(node: SyntaxNode): { readonly proto: boolean; readonly rest: boolean } {
  let proto = false;
  let rest = false;
  for (const one of node.descendants('string_fragment', 'regex_pattern', 'property_identifier')) {
    const { text } = one;
    if (one.type === 'property_identifier' && one.parent?.type !== 'pair') continue;
    if (text.includes('__proto__')) proto = true;
    if (/^(?:constructor|prototype)$|[|(^]\(?(?:constructor|prototype)/.test(text)) rest = true;
  }
  return { proto, rest };
}

export type Guard = 'none' | 'proto' | 'all';

/** What a function, what it uses and what calls it refuse. */
export function guardOf(
  {
    fn,
    name,
    target,
    keys,
    how,
  }: {
    readonly fn: SyntaxNode;
    readonly name: string;
    readonly target: string;
    readonly keys: ReadonlySet<string>;
    readonly how: 'path' | 'merge';
  },
  declared: Declared,
): Guard {
  const text = fn.text.slice(0, 20_000);
  if (/Object\.create\(\s*null\s*\)|__proto__\s*:\s*null|\bin\s+Object\.prototype\b|Object\.prototype\[/.test(text)) return 'all';
  for (const call of fn.descendants('call_expression')) {
    const callee = calleeOf(call);
    if (!callee) continue;
    const called = callee.text.slice(-60);
    const given = argumentsOf(call);
    if (asksOwner.test(called)) {
      const owner = /\.(?:call|apply)$|^Object\.|^_\.|^[\w$]+$/.test(called) ? given[0] : callee.child('object');
      if (owner?.text === target || (given.length > 1 && given[0]?.text === target)) return 'all';
      continue;
    }
    if (judgesKeys.test(called) && given.some((one) => keys.has(one.text))) return 'all';
  }
  let proto = false;
  let rest = false;
  const look = (node: SyntaxNode) => {
    const special = specialIn(node);
    proto ||= special.proto;
    rest ||= special.rest;
  };
  look(fn);
  const lookAt = (used: string, isMeant: (node: SyntaxNode) => boolean) => {
    for (const node of declared.get(used) ?? []) if (!node.contains(fn) && isMeant(node)) look(node);
  };
  // A table of names, and a function that is given the key.
  for (const used of mentionedIn(fn)) lookAt(used, (node) => !functionTypes.has(node.type));
  for (const call of fn.descendants('call_expression')) {
    const callee = calleeOf(call);
    const word = callee && (propertyOf(callee) ?? callee.text);
    if (word && argumentsOf(call).some((one) => mentions(one, keys))) lookAt(word, (node) => functionTypes.has(node.type));
  }
  // The whole path may have been judged before it comes here; what is merged cannot have been.
  if (!proto && how === 'path' && name !== '') {
    for (const nodes of declared.values())
      for (const node of nodes) if (functionTypes.has(node.type) && !node.equals(fn) && mentionedIn(node).has(name)) look(node);
  }
  return proto && rest ? 'all' : proto ? 'proto' : 'none';
}

function mentions(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (names.has(node.text)) return true;
  for (const one of node.descendants('identifier', 'shorthand_property_identifier')) if (names.has(one.text)) return true;
  return false;
}
