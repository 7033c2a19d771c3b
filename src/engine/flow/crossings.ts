/** Values that go from one file to another: what a file takes under a name, what it offers, and the classes it offers them with. */
import type { FlowProgram, Import } from '../ir/program.ts';
import type { Value, Variable } from '../ir/values.ts';
import { EVERY } from './contexts.ts';
import { constant, fieldOf, join, type Known, listOf, placedAt, UNKNOWN } from './known.ts';
import type { ProgramFlow, Unit } from './programFlow.ts';

/** Names that are passed on from file to file to file. */
const MAX_PASSES = 8;
/** The field of a class under which its instances' methods stand. */
export const INSTANCES = 'prototype';

const classRecords = new WeakMap<FlowProgram, ReadonlyMap<string, Known>>();

export class Crossings {
  private readonly flow: ProgramFlow;
  private readonly exported = new Map<Unit, Map<string, Known>>();
  private readonly imports = new Map<Unit, ReadonlyMap<Variable, readonly Import[]>>();
  private readonly wholes = new Map<Unit, readonly { readonly from: Unit; readonly at: number }[]>();
  private readonly takers = new Map<Unit, readonly Unit[]>();

  constructor(flow: ProgramFlow) {
    this.flow = flow;
  }

  /** What a variable holds that stands for a name of another file; null where it does not, or where that file is not known. */
  taken(unit: Unit, variable: Variable): Known | null {
    let imports = this.imports.get(unit);
    if (!imports) {
      const made = new Map<Variable, Import[]>();
      for (const one of unit.program.imports) {
        if (!one.variable) continue;
        const list = made.get(one.variable);
        if (list) list.push(one);
        else made.set(one.variable, [one]);
      }
      imports = made;
      this.imports.set(unit, made);
    }
    let all: Known | null = null;
    for (const { from, name, at } of imports.get(variable) ?? []) {
      const known = this.offered(unit, from, name, 0);
      if (known !== UNKNOWN) all = all ? join(all, known) : placedAt(known, at);
    }
    return all;
  }

  /**
   * A name that a file has from those it takes as a whole: `from x import *`, `source x`. What is read into another file as a whole sees
   * the names of that file as well.
   */
  takenWhole(unit: Unit, name: string): Known | null {
    for (const { from, at } of this.wholesOf(unit)) {
      const known = this.exportOf(from, name);
      if (known !== UNKNOWN) return placedAt(known, at);
    }
    for (const taker of this.takers.get(unit) ?? []) {
      const known = taker.program.exports.has(name) ? this.exportOf(taker, name) : UNKNOWN;
      if (known !== UNKNOWN) return placedAt(known, 0);
    }
    return null;
  }

  private wholesOf(unit: Unit): readonly { readonly from: Unit; readonly at: number }[] {
    let found = this.wholes.get(unit);
    if (!found) {
      found = unit.program.imports.flatMap(({ from, variable, at }) => {
        const file = variable === null ? unit.resolve(from) : null;
        return file ? [{ from: file, at }] : [];
      });
      this.wholes.set(unit, found);
      for (const { from } of found) this.takers.set(from, [...(this.takers.get(from) ?? []), unit]);
    }
    return found;
  }

  private offered(unit: Unit, from: string, name: string, depth: number): Known {
    const file = unit.resolve(from);
    const known = file ? this.exportOf(file, name, depth) : UNKNOWN;
    if (known !== UNKNOWN || name === '*') return known;
    const module = unit.resolve(from, name);
    return module ? this.exportOf(module, '*', depth) : UNKNOWN;
  }

  /** What a file offers under a name. */
  exportOf(unit: Unit, name: string, depth = 0): Known {
    this.flow.enlist(unit);
    let names = this.exported.get(unit);
    if (!names) {
      names = new Map();
      this.exported.set(unit, names);
    }
    const known = names.get(name);
    if (known) return known;
    names.set(name, UNKNOWN);
    const found = this.findExport(unit, name, depth);
    names.set(name, found);
    return found;
  }

  private findExport(unit: Unit, name: string, depth: number): Known {
    if (depth > MAX_PASSES) return UNKNOWN;
    const { exports } = unit.program;
    if (name === '*') return this.whole(unit, depth);
    const found = exports.get(name);
    if (found && !('kind' in found)) return this.offered(unit, found.from, found.name, depth + 1);
    if (found) return this.valueOutside(unit, found);
    for (const [key, passed] of exports) {
      const from = key.startsWith('*') && !('kind' in passed) ? unit.resolve(passed.from) : null;
      const known = from ? this.exportOf(from, name, depth + 1) : UNKNOWN;
      if (known !== UNKNOWN) return known;
    }
    const rest = name !== 'default' && exports.has('default') ? this.exportOf(unit, 'default', depth + 1) : null;
    return rest?.fields?.get(name) ?? UNKNOWN;
  }

  private whole(unit: Unit, depth: number): Known {
    const { exports } = unit.program;
    const fields = new Map<string, Known>();
    const rest = exports.has('default') ? this.exportOf(unit, 'default', depth + 1) : UNKNOWN;
    for (const [key, passed] of exports) {
      if (!key.startsWith('*')) fields.set(key, this.exportOf(unit, key, depth + 1));
      else if (!('kind' in passed)) {
        const from = unit.resolve(passed.from);
        const all = from && this.exportOf(from, '*', depth + 1);
        for (const [name, field] of all?.fields ?? []) if (!fields.has(name)) fields.set(name, field);
      }
    }
    for (const [name, field] of rest.fields ?? []) if (!fields.has(name)) fields.set(name, field);
    if (fields.size === 0 && rest.bodies.length === 0) return UNKNOWN;
    return { ...UNKNOWN, cleared: EVERY, type: rest.type ?? 'record', fields, bodies: rest.bodies };
  }

  /** A value of a file as it is seen from elsewhere: where its own code has run. */
  valueOutside(unit: Unit, value: Value): Known {
    switch (value.kind) {
      case 'function':
        return { ...UNKNOWN, cleared: EVERY, type: 'function', bodies: [value.body] };
      case 'variable':
        return this.classNamed(unit, value.variable.name) ?? this.flow.ambient(unit, value.variable);
      case 'record': {
        const fields = new Map([...value.entries].map(([key, entry]) => [key, this.valueOutside(unit, entry)]));
        return { ...UNKNOWN, cleared: EVERY, type: 'record', fields };
      }
      case 'list':
        return listOf(value.items.map((item) => this.valueOutside(unit, item)));
      case 'field':
        return fieldOf(this.valueOutside(unit, value.of), value.name, value.at);
      case 'literal':
        return constant(value.text);
      case 'result':
        return this.flow.summaryOf(unit.program.functions[0]!).stored.get(value.call.at) ?? UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** A class of a file: what makes its instances, and the methods that they have. */
  classNamed(unit: Unit, name: string): Known | null {
    let records = classRecords.get(unit.program);
    if (!records) {
      records = readClasses(unit.program);
      classRecords.set(unit.program, records);
    }
    return records.get(name) ?? null;
  }
}

function readClasses(program: FlowProgram): ReadonlyMap<string, Known> {
  const methods = new Map<string, Map<string, Known>>();
  const bases = new Map<string, readonly string[]>();
  for (const fn of program.functions) {
    const of = fn.at === 0 ? null : program.classOf(fn);
    if (!of || of.name === '' || fn.name === '') continue;
    const known: Known = { ...UNKNOWN, cleared: EVERY, type: 'function', bodies: [fn] };
    const list = methods.get(of.name);
    if (list) list.set(fn.name, known);
    else methods.set(of.name, new Map([[fn.name, known]]));
    bases.set(of.name, of.bases);
  }
  const records = new Map<string, Known>();
  for (const [name, own] of methods) {
    const all = new Map<string, Known>();
    // What a class extends comes first, so that its own methods stand in their place.
    for (const base of [...(bases.get(name) ?? [])].reverse())
      for (const [key, method] of methods.get(base.slice(base.lastIndexOf('.') + 1)) ?? []) all.set(key, method);
    for (const [key, method] of own) all.set(key, method);
    const maker = all.get('__init__') ?? all.get('constructor');
    const instances: Known = { ...UNKNOWN, type: 'record', fields: all };
    // A method can be called on the class as well: a static one, or one that is given the instance.
    records.set(name, {
      ...UNKNOWN,
      cleared: EVERY,
      type: 'function',
      bodies: maker?.bodies ?? [],
      fields: new Map([...all, [INSTANCES, instances]]),
    });
  }
  return records;
}
