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
  const { decorator, base, methods, named, needs, isUncalled } = role;
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
  const of = program.classOf(fn);
  for (const [name, value] of program.exports) {
    if (!('kind' in value)) continue;
    if (value.kind === 'function' && value.body === fn) return true;
    if (value.kind === 'record')
      for (const entry of value.entries.values()) if (entry.kind === 'function' && entry.body === fn) return true;
    if (of && name === 'default' && value.kind === 'variable' && value.variable.name === of.name) return true;
    if (of ? name === of.name : value.kind === 'variable' && value.variable.name === fn.name && fn.outer === program.functions[0])
      return true;
  }
  return false;
}
