/** What a call names, what it is called on, and what it is given. */
import { nameOf } from '../../lower/python/names.ts';
import type { PythonScopes } from '../../lower/python/scopes.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Value } from '../values.ts';
import type { Callee } from './callees.ts';
import type { PythonIrModel } from './model.ts';
import { type ParameterList, parameterListOf } from './variables.ts';

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
  /** Into either of them: not all that is given can be seen. */
  readonly isSpread: boolean;
}

/** The nodes of what a call is given. */
export function givenTo(call: SyntaxNode): Given {
  const positional: number[] = [];
  const named = new Map<string, number>();
  const list = call.child('arguments');
  const spread: number[] = [];
  let isSpread = false;
  if (list?.type === 'generator_expression') return { positional: [list.index], named, spread, isSpread };
  for (const argument of list?.namedChildren ?? []) {
    if (argument.type === 'keyword_argument') {
      const [name, value] = [argument.child('name'), argument.child('value')];
      if (name && value) named.set(name.text, value.index);
    } else if (argument.type === 'dictionary_splat') {
      const what = argument.namedChildren[0];
      if (what) spread.push(what.index);
      isSpread = true;
    } else if (argument.type !== 'comment') {
      positional.push(argument.index);
      isSpread ||= argument.type === 'list_splat';
    }
  }
  return { positional, named, spread, isSpread };
}

/**
 * Positional arguments; for a function of the file each parameter's in its place, also where it is given by name or left to its default.
 * What `*rest` and `**rest` take is one list and one record.
 */
export function argumentsFor(given: Given, callee: Callee | null, at: number, read: (node: number) => Value): readonly Value[] {
  const positional = given.positional.slice(callee?.takesSelf ? 1 : 0).map(read);
  if (!callee) return positional;
  const list = parameterListOf(callee.scope);
  const { names, presets, rest, table } = list;
  const isGathered = rest >= 0 && positional.length > rest;
  const values = isGathered ? [...positional.slice(0, rest), { kind: 'list', items: positional.slice(rest), at } as const] : positional;
  for (let index = values.length; index < names.length; index++) {
    const isTaking = index === rest || index === table;
    const node = isTaking ? -1 : (given.named.get(names[index]!) ?? (given.isSpread ? -1 : presets[index]!));
    const value = node >= 0 ? read(node) : unwritten(given, list, index, at, read);
    if (!value) continue;
    while (values.length < index) values.push({ kind: 'unknown', at });
    values.push(value);
  }
  return values;
}

/** What a parameter gets for which nothing is written in the call; null where nothing can be told. */
function unwritten(
  given: Given,
  { names, rest, table }: ParameterList,
  index: number,
  at: number,
  read: (node: number) => Value,
): Value | null {
  if (index === table) return restOf(given, names, at, read);
  if (index === rest) return given.isSpread ? null : { kind: 'list', items: [], at };
  return spreadInto(given, names[index]!, at, read);
}

/** What a parameter gets of what is spread into the arguments by name. */
function spreadInto({ spread }: Given, name: string, at: number, read: (node: number) => Value): Value | null {
  const among = spread.map((node): Value => ({ kind: 'field', of: read(node), name, at }));
  return among.length > 1 ? { kind: 'choice', among, at } : (among[0] ?? null);
}

/** What is given by names that no parameter has. */
function restOf({ named, spread }: Given, names: readonly string[], at: number, read: (node: number) => Value): Value {
  const others = [...named].filter(([name]) => !names.includes(name));
  return { kind: 'record', entries: new Map(others.map(([name, node]) => [name, read(node)])), spread: spread.map(read), at };
}
