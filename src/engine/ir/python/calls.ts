/** What a call names, what it is called on, and what it is given. */
import { nameOf } from '../../lower/python/names.ts';
import type { PythonScopes } from '../../lower/python/scopes.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Value } from '../values.ts';
import type { Callee } from './callees.ts';
import type { PythonIrModel } from './model.ts';
import { parameterListOf } from './variables.ts';

/** The resolved name of what a call node calls; a method of an instance under its class (`pathlib.Path.exists`). */
export function calleeName(scopes: PythonScopes, model: PythonIrModel, call: SyntaxNode): string | null {
  const callee = call.child('function');
  if (!callee) return null;
  if (callee.type !== 'attribute') return preferred(nameOf(scopes, callee));
  const object = callee.child('object');
  const attribute = callee.child('attribute')?.text;
  const name = object && preferred(nameOf(scopes, object));
  if (!object || !name || attribute === undefined) return preferred(nameOf(scopes, callee));
  const holder = model.classOf(name) ?? (name.endsWith('()') ? name.slice(0, -2) : null);
  return holder !== null ? `${holder}.${attribute}` : preferred(nameOf(scopes, callee));
}

/** Where a name may come from a wildcard import, what Python itself has by that name is meant. */
export function preferred(name: string | null): string | null {
  if (name === null || !name.includes('|')) return name;
  const alternatives = name.split('|');
  const own = alternatives.at(-1)!;
  return builtins.has(own.slice('builtins.'.length).split(/[.([]/)[0]!) ? own : `${alternatives[0]}${own.slice('builtins'.length)}`;
}

const builtins = new Set(
  (
    'abs all any bool bytes callable chr delattr dict dir divmod enumerate eval exec exit filter float format getattr globals hasattr hash hex id input int ' +
    'isinstance issubclass iter len list locals map max min next object open ord pow print property quit range repr reversed round set setattr sorted str sum super tuple type vars zip'
  ).split(' '),
);

/** The last part of the name a call is known by: of an import the name it has at home, whatever it is called here. */
export function wordOf(scopes: PythonScopes, call: SyntaxNode): string {
  const callee = call.child('function');
  if (callee?.type === 'attribute') return callee.child('attribute')?.text ?? '';
  if (callee?.type !== 'identifier') return '';
  const path = scopes.imports.get(callee.text);
  return path === undefined ? callee.text : path.slice(path.lastIndexOf('.') + 1);
}

/** Modules are no receivers: `os.path` in `os.path.join(…)`. */
export function receiverNode(scopes: PythonScopes, call: SyntaxNode): SyntaxNode | null {
  const callee = call.child('function');
  const object = callee?.type === 'attribute' ? callee.child('object') : null;
  if (object?.type !== 'attribute') return object;
  let root: SyntaxNode | null = object;
  while (root?.type === 'attribute') root = root.child('object');
  if (root?.type !== 'identifier') return object;
  const bindings = scopes.ownerOf(root.text, scopes.scopeOf(root))?.bindings.get(root.text);
  return bindings?.some(({ kind }) => kind === 'import') ? null : object;
}

export interface Given {
  readonly positional: readonly number[];
  readonly named: ReadonlyMap<string, number>;
  /** What is spread into the named ones. */
  readonly spread: readonly number[];
}

/** The nodes of what a call is given. */
export function givenTo(call: SyntaxNode): Given {
  const positional: number[] = [];
  const named = new Map<string, number>();
  const list = call.child('arguments');
  const spread: number[] = [];
  if (list?.type === 'generator_expression') return { positional: [list.index], named, spread };
  for (const argument of list?.namedChildren ?? []) {
    if (argument.type === 'keyword_argument') {
      const [name, value] = [argument.child('name'), argument.child('value')];
      if (name && value) named.set(name.text, value.index);
    } else if (argument.type === 'dictionary_splat') {
      const what = argument.namedChildren[0];
      if (what) spread.push(what.index);
    } else if (argument.type !== 'comment') positional.push(argument.index);
  }
  return { positional, named, spread };
}

/**
 * Positional arguments; for a function of the file each parameter's in its place, also where it is given by name. What `*rest` and
 * `**rest` take is one list and one record.
 */
export function argumentsFor(given: Given, callee: Callee | null, at: number, read: (node: number) => Value): readonly Value[] {
  const positional = given.positional.slice(callee?.takesSelf ? 1 : 0).map(read);
  if (!callee) return positional;
  const { names, rest, table } = parameterListOf(callee.scope);
  if (given.named.size === 0 && rest < 0) return positional;
  const isGathered = rest >= 0 && positional.length > rest;
  const values = isGathered ? [...positional.slice(0, rest), { kind: 'list', items: positional.slice(rest), at } as const] : positional;
  const filled = values.length;
  const put = (index: number, value: Value): void => {
    while (values.length < index) values.push({ kind: 'unknown', at });
    values[index] = value;
  };
  const others = new Map<string, Value>();
  for (const [name, node] of given.named) {
    const index = names.indexOf(name);
    if (index < 0 || index === rest || index === table) others.set(name, read(node));
    else if (index >= filled) put(index, read(node));
  }
  if (table >= 0 && others.size > 0) put(table, { kind: 'record', entries: others, spread: [], at });
  return values;
}
