/** What a function is to those who call it from outside of its file: a framework's handler, a part of a package's interface. */
import type { Decorator, FlowProgram, IrFunction } from '../ir/program.ts';
import type { FlowModel, FunctionRole, ParameterModel, RoleModel } from './flowModel.ts';

function isNamed(model: FlowModel, pattern: string, name: string | null, word: string): boolean {
  if (pattern.startsWith('*.')) return pattern.slice(2) === word.slice(word.lastIndexOf('.') + 1);
  return name !== null && model.canonical(name) === pattern;
}

function ownParameters(program: FlowProgram, fn: IrFunction): { readonly names: readonly string[]; readonly first: number } {
  const names = fn.parameters.map(({ name }) => name);
  const first = names[0] !== undefined && /^(?:self|cls)$/.test(names[0]) && program.classOf(fn) !== null ? 1 : 0;
  return { names, first };
}

const spokenOf = new WeakMap<FlowProgram, Map<string, boolean>>();

/** True where the text of a file has a match. */
function spoken(program: FlowProgram, needs: string): boolean {
  let known = spokenOf.get(program);
  if (!known) {
    known = new Map();
    spokenOf.set(program, known);
  }
  let has = known.get(needs);
  if (has === undefined) {
    has = new RegExp(needs).test(program.tree.text);
    known.set(needs, has);
  }
  return has;
}

function fits(role: RoleModel, program: FlowProgram, model: FlowModel, fn: IrFunction, decorators: readonly Decorator[]): boolean {
  const { decorator, base, methods, named, needs, isUncalled, isFile } = role;
  if (isFile && fn !== program.functions[0]) return false;
  if (decorator !== undefined && !decorators.some((one) => isNamed(model, decorator, one.name, one.word))) return false;
  if (base !== undefined) {
    const of = program.classOf(fn);
    if (!of?.bases.some((one) => isNamed(model, base, one, one.slice(one.lastIndexOf('.') + 1)))) return false;
  }
  if (methods && !methods.includes(fn.name)) return false;
  if (named) {
    const { names, first } = ownParameters(program, fn);
    if (!named.every((alternatives, index) => alternatives.includes(names[first + index] ?? ''))) return false;
  }
  if (needs !== undefined && !spoken(program, needs)) return false;
  return !isUncalled || program.callersOf(fn).length === 0;
}

/** What was rejected or made something else on its way in. */
const CONVERTED: ParameterModel = { is: 'converted' };

function lastName(name: string | null): string {
  return name === null ? '' : name.slice(name.lastIndexOf('.') + 1).replace(/\(\)$/, '');
}

export function findRole(program: FlowProgram, model: FlowModel, fn: IrFunction): FunctionRole | null {
  if (fn.parameters.length === 0 && model.roles.all.every(({ returns }) => returns === undefined)) return null;
  const decorators = program.decoratorsOf(fn);
  const role = model.roles.all.find((one) => fits(one, program, model, fn, decorators));
  const { names, first } = ownParameters(program, fn);
  const marks = names.map((_, index): ParameterModel | null => {
    const mark = program.markOf(fn.parameters[index]!);
    const known = mark?.name ? model.mark(model.canonical(mark.name)) : undefined;
    const isConverted = known?.unless && mark!.arguments.some(({ at }) => known.unless!.includes(lastName(program.nameAt(at))));
    return isConverted ? CONVERTED : (known ?? model.parameter?.(names[index]!, decorators) ?? null);
  });
  if (!role) return marks.some((mark) => mark !== null) ? { parameters: marks } : null;
  const parameters = names.map((_, index): ParameterModel | null => {
    if (marks[index]) return marks[index];
    if (index < first) return role.self === undefined ? null : { is: role.self };
    const is = role.parameters[index - first] ?? (index - first >= role.parameters.length ? role.rest : undefined);
    return is === undefined ? null : { is };
  });
  return { parameters, ...(role.returns && { returns: role.returns }) };
}

/** A function that other packages may call: exported by its name, or a public method of a class that is. */
export function isInterface(program: FlowProgram, fn: IrFunction): boolean {
  if (fn.name === '' || fn.name.startsWith('_') || fn.name.startsWith('#')) return false;
  if (exportedNames(program).has(fn)) return true;
  const { exports } = program;
  const of = program.classOf(fn);
  const whole = exports.get('default');
  const named = (name: string) => (exports.has(name) ? exports.get(name)! : null);
  if (of) {
    const own = named(of.name);
    return (
      (own !== null && 'kind' in own) ||
      (whole !== undefined && 'kind' in whole && whole.kind === 'variable' && whole.variable.name === of.name)
    );
  }
  if (fn.outer !== program.functions[0]) return false;
  return exportedVariables(program).has(fn.name);
}

const names = new WeakMap<FlowProgram, ReadonlyMap<IrFunction, readonly string[]>>();
const variables = new WeakMap<FlowProgram, ReadonlySet<string>>();

/** The names under which functions are exported, by themselves or as a part of an object. */
export function exportedNames(program: FlowProgram): ReadonlyMap<IrFunction, readonly string[]> {
  let known = names.get(program);
  if (!known) {
    const found = new Map<IrFunction, string[]>();
    const add = (fn: IrFunction, name: string) => {
      const list = found.get(fn);
      if (list) list.push(name);
      else found.set(fn, [name]);
    };
    for (const [name, value] of program.exports) {
      if (!('kind' in value)) continue;
      if (value.kind === 'function') add(value.body, name);
      else if (value.kind === 'record') for (const [key, entry] of value.entries) if (entry.kind === 'function') add(entry.body, key);
    }
    known = found;
    names.set(program, known);
  }
  return known;
}

/** What the variables are called that are exported, under whatever name. */
function exportedVariables(program: FlowProgram): ReadonlySet<string> {
  let known = variables.get(program);
  if (!known) {
    known = new Set(
      [...program.exports.values()].flatMap((value) => ('kind' in value && value.kind === 'variable' ? [value.variable.name] : [])),
    );
    variables.set(program, known);
  }
  return known;
}
