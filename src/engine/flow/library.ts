/** Models of libraries as data: their form, checked when they are loaded, and what they make together. */
import { z } from 'zod';
import { contexts } from './contexts.ts';
import { exposures } from './exposures.ts';
import { sourceKinds } from './fact.ts';
import type { CallModel, CleaningModel, FlowModel, ParameterModel, ReadModel, RoleModel, SinkModel } from './flowModel.ts';
import { sourcePattern } from './sourcePattern.ts';
import { placesOf, spellingOf } from './spelling.ts';

const context = z.enum(contexts);
const sinkContext = z.enum([...contexts, ...exposures]);
const kind = z.enum(sourceKinds);
const slot = z.union([
  z.int(),
  z.literal(['receiver', 'all', 'listed', 'named', 'input', 'call']),
  z.templateLiteral(['from ', z.int()]),
  z.templateLiteral(['option ', z.string()]),
]);
const sink = z.strictObject({
  at: slot,
  context: sinkContext,
  when: z
    .strictObject({ option: z.union([z.string(), z.int()]), is: z.array(z.string()).readonly(), missing: z.boolean().optional() })
    .optional(),
  label: z.string().optional(),
  written: z.boolean().optional(),
  always: z.boolean().optional(),
});
const clears = z.union([z.literal('every'), z.array(context).readonly()]);
const guard = z.strictObject({
  of: slot,
  by: z.enum(['clears', 'member', 'pattern', 'prefix', 'suffix', 'equal', 'inside', 'verified', 'truth']),
  in: slot.optional(),
  contexts: z.array(context).readonly().optional(),
  given: z.strictObject({ at: z.int(), is: z.array(z.string()).readonly() }).optional(),
  holds: z.enum(['true', 'false', 'returns']),
  match: z.enum(['whole', 'start', 'part']).optional(),
});
const making = z.enum([
  'same',
  'itself',
  'derived',
  'joined',
  'path',
  'text of items',
  'format',
  'printf',
  'element',
  'field',
  'collection',
  'slice',
  'text',
  'shaped',
  'matching',
  'replaced',
  'rewritten',
  'parts',
  'keys',
  'merged',
  'field of field',
  'mapped',
  'number',
  'boolean',
]);
const parameter = z.union([z.null(), z.string()]);
const entry = z.strictObject({
  at: slot,
  when: z.strictObject({ at: z.int(), is: z.array(z.string()).readonly() }).optional(),
  parameters: z.array(parameter).readonly(),
  returns: sinkContext.optional(),
});
const call = z.strictObject({
  sinks: z.array(sink).readonly().optional(),
  source: kind.optional(),
  gives: z.strictObject({ from: z.array(slot).readonly(), as: making }).optional(),
  clears: clears.optional(),
  guards: z.array(guard).readonly().optional(),
  into: z
    .strictObject({ to: slot, from: z.array(slot).readonly(), as: z.enum(['element', 'end', 'field', 'text', 'merge', 'position']) })
    .optional(),
  takes: z.enum(['last', 'first', 'position', 'all']).optional(),
  entries: z.array(entry).readonly().optional(),
  is: z.string().optional(),
  says: z.string().optional(),
  aspect: z.string().optional(),
  keeps: z.array(z.string()).readonly().optional(),
  converts: slot.optional(),
  restores: z.boolean().optional(),
  binds: z.boolean().optional(),
  isDeclared: z.boolean().optional(),
  never: z.boolean().optional(),
  hides: z.boolean().optional(),
  sourceNamed: slot.optional(),
});
const read = z.strictObject({
  text: z.string().optional(),
  source: kind.optional(),
  is: z.string().optional(),
  aspect: z.string().optional(),
  clears: clears.optional(),
  whole: z.boolean().optional(),
});
const role = z.strictObject({
  isFile: z.boolean().optional(),
  decorator: z.string().optional(),
  base: z.string().optional(),
  methods: z.array(z.string()).readonly().optional(),
  named: z.array(z.array(z.string()).readonly()).readonly().optional(),
  parameters: z.array(parameter).readonly(),
  rest: z.string().optional(),
  self: z.string().optional(),
  isUncalled: z.boolean().optional(),
  needs: z.string().optional(),
  returns: sinkContext.optional(),
});

/**
 * What one library does. Keys are canonical names; `*.word` in `calls` is a method of that name of anything that is not known, `**.word` also
 * a function of that name from anywhere, and `*.word` in `reads` a field of anything that is not known.
 */
export const librarySchema = z.strictObject({
  library: z.string().min(1),
  /** One name for another, at the beginning of longer ones: `fs/promises` is `fs`, `pg.Pool()` is a `pg.Client`. */
  names: z.record(z.string(), z.string()).optional(),
  calls: z.record(z.string(), call).optional(),
  reads: z.record(z.string(), read).optional(),
  /** Fields that are dangerous to set: `Element.innerHTML`, or `*.innerHTML` of anything; `*.[]` with a computed key. */
  stores: z.record(z.string(), z.array(sink).readonly()).optional(),
  roles: z.array(role).readonly().optional(),
  marks: z.record(z.string(), z.strictObject({ is: z.string(), unless: z.array(z.string()).readonly().optional() })).optional(),
});
export type Library = z.infer<typeof librarySchema>;

/** Declares what a library does. Throws with the place of what is wrong. */
export function library(data: Library): Library {
  const read = librarySchema.safeParse(data);
  if (!read.success) throw new Error(`model of ${data.library}: ${z.prettifyError(read.error)}`);
  return data;
}

/** What a language's names say by themselves. */
interface Conventions {
  /** A text without a match has no function with a role. */
  readonly roleNeeds?: RegExp;
  readonly findWords?: Iterable<string>;
  /** Where else than in calls by name something is to be found, as a pattern of the text. */
  readonly places?: string;
  readonly cleaners?: readonly CleaningModel[];
  /** Names of what the program carries along, such as its own data files. */
  readonly own?: RegExp;
}

const OWN: ReadModel = { clears: 'every' };
const MAX_NAMES = 8;

/** What all libraries of a language make together. Two may speak of one call: what they say is added up. */
export function flowModelOf(
  libraries: readonly Library[],
  language: Pick<FlowModel, 'environment' | 'find' | 'parameter' | 'limited' | 'modelOf' | 'roleOf' | 'environmentOf' | 'secrecy'> &
    Conventions,
): FlowModel {
  const names = new Map<string, string>();
  const calls = new Map<string, CallModel>();
  const methods = new Map<string, CallModel>();
  const anywhere = new Map<string, CallModel>();
  const reads = new Map<string, ReadModel>();
  const stores = new Map<string, readonly SinkModel[]>();
  const marks = new Map<string, ParameterModel>();
  const roles: RoleModel[] = [];
  const sinkWords = new Set<string>(language.findWords ?? []);
  const storeWords = new Set<string>();
  const entryWords = new Set<string>();
  const bindingWords = new Set<string>();
  for (const one of libraries) {
    for (const [name, is] of Object.entries(one.names ?? {})) names.set(name, is);
    for (const [name, model] of Object.entries(one.calls ?? {})) {
      const [table, key] = name.startsWith('**.')
        ? [anywhere, name.slice(3)]
        : name.startsWith('*.')
          ? [methods, name.slice(2)]
          : [calls, name];
      const before = table.get(key);
      table.set(key, before ? added(before, model as CallModel) : (model as CallModel));
      const word = lastWord(name);
      if (model.sinks) sinkWords.add(word);
      if (model.entries) entryWords.add(word);
      if (model.binds) bindingWords.add(word);
    }
    for (const [name, model] of Object.entries(one.reads ?? {})) reads.set(name, model as ReadModel);
    for (const [name, sinks] of Object.entries(one.stores ?? {})) {
      stores.set(name, [...(stores.get(name) ?? []), ...(sinks as readonly SinkModel[])]);
      storeWords.add(lastWord(name));
    }
    for (const [name, mark] of Object.entries(one.marks ?? {})) marks.set(name, mark);
    roles.push(...((one.roles ?? []) as readonly RoleModel[]));
  }
  const roots = new Set([...calls.keys(), ...reads.keys(), ...names.keys(), ...names.values()].map(rootOf));
  const canonicals = new Map<string, string>();
  const canonical = (name: string): string => {
    let known = canonicals.get(name);
    if (known === undefined) {
      known = shortened(name, names);
      if (canonicals.size < 50_000) canonicals.set(name, known);
    }
    return known;
  };
  const parts = { names, calls, anyone: [...methods, ...anywhere], reads, stores, marks, roles, always: [...(language.findWords ?? [])] };
  const places = placesOf(parts);
  return {
    canonical,
    call: (name) => calls.get(name),
    knows: (name) => roots.has(rootOf(name)),
    method: (word) => methods.get(word) ?? anywhere.get(word),
    anywhere: (word) => anywhere.get(word),
    read: (name) => reads.get(name) ?? (language.own?.test(name) ? OWN : undefined),
    cleaning: (word) => language.cleaners?.find(({ names }) => names.test(word))?.clears,
    store: (name, field) => (name !== null && stores.get(`${name}.${field}`)) || stores.get(`*.${field}`),
    environment: language.environment,
    sources: sourcePattern(libraries),
    sinkWords,
    storeWords,
    stores: storePattern(
      storeWords,
      [...stores].some(([name, sinks]) => name.endsWith('.[]') && sinks.some(({ at }) => at === 1)),
    ),
    ...(language.places !== undefined && { places: new RegExp(language.places, 'gi') }),
    entryWords,
    sinkEntryWords: new Set(
      [...calls, ...parts.anyone].flatMap(([name, { entries }]) =>
        entries?.some(({ parameters, returns }) => returns ?? parameters.some((is) => is !== null && calls.get(is)?.sinks))
          ? [lastWord(name)]
          : [],
      ),
    ),
    bindingWords,
    spelled: spellingOf(parts),
    placesOf: (word) => places.get(word) ?? null,
    roles: { needs: language.roleNeeds ?? /(?!)/, all: roles },
    mark: (name) => marks.get(name),
    ...(language.find && { find: language.find }),
    ...(language.modelOf && { modelOf: language.modelOf }),
    ...(language.roleOf && { roleOf: language.roleOf }),
    ...(language.environmentOf && { environmentOf: language.environmentOf }),
    ...(language.parameter && { parameter: language.parameter }),
    ...(language.limited && { limited: language.limited }),
    ...(language.secrecy && { secrecy: language.secrecy }),
  };
}

function added(a: CallModel, b: CallModel): CallModel {
  return {
    ...a,
    ...b,
    ...((a.sinks || b.sinks) && { sinks: [...(a.sinks ?? []), ...(b.sinks ?? [])] }),
    ...((a.guards || b.guards) && { guards: [...(a.guards ?? []), ...(b.guards ?? [])] }),
    ...((a.entries || b.entries) && { entries: [...(a.entries ?? []), ...(b.entries ?? [])] }),
  };
}

/** The module or the global that a name begins with. */
function rootOf(name: string): string {
  return /^[^.()]*/.exec(name)![0];
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The longest beginning of a name that goes by another one, again and again. */
function shortened(name: string, names: ReadonlyMap<string, string>): string {
  let present = name;
  for (let round = 0; round < MAX_NAMES; round++) {
    let next: string | null = null;
    for (let end = present.length; end > 0; end = present.lastIndexOf('.', end - 1)) {
      const beginning = present.slice(0, end);
      const is = names.get(beginning);
      if (is === undefined || is === beginning) continue;
      next = is + present.slice(end);
      break;
    }
    if (next === null || next.length > 200) return present;
    present = next;
  }
  return present;
}

function storePattern(words: ReadonlySet<string>, anyKey: boolean): RegExp | null {
  const names = [...words].filter((word) => word !== '[]').map((word) => word.replace(/[^\w]/g, '\\$&'));
  // Set, not only read: most fields of these names are.
  const patterns = names.length > 0 ? [`\\b(?:${names.join('|')})\\b['"\`]?\\]?\\s*[+?|&.]*=(?![=>])`] : [];
  if (anyKey) patterns.push('\\]\\s*=(?![=>])');
  else if (words.has('[]')) patterns.push('\\[\\s*[A-Za-z_$][\\w$.]*\\s*\\]\\s*=(?![=>])');
  return patterns.length > 0 ? new RegExp(patterns.join('|'), 'g') : null;
}
