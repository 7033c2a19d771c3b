/** Which function of a file a call calls: by name, through variables, as a method of a class, of an object, of what was made of either. */
import type { Binding } from '../../lower/javascript/bindings.ts';
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { onlyValue } from '../../lower/javascript/names.ts';
import { functionTypes } from '../../lower/javascript/syntax.ts';
import type { IrFunction } from '../program.ts';
import type { Functions } from './functions.ts';
import type { Nodes } from './nodes.ts';
import type { Variables } from './variables.ts';

const MAX_DEPTH = 12;
const MAX_BASES = 10;

type Members = ReadonlyMap<string, number>;

/** Classes, objects and constructor functions are told by their nodes; 0 is what the file exports. */
export class Targets {
  private readonly file: JavaScriptFile;
  private readonly nodes: Nodes;
  private readonly functions: Functions;
  private readonly variables: Variables;
  private readonly targets = new Map<number, IrFunction | null>();
  /** By class or object: the nodes of what its members are. */
  private readonly members = new Map<number, Members>();
  private assigned: ReadonlyMap<number, Members> | null = null;
  private subclasses: ReadonlyMap<number, readonly number[]> | null = null;
  private depth = 0;

  constructor(file: JavaScriptFile, nodes: Nodes, functions: Functions, variables: Variables) {
    this.file = file;
    this.nodes = nodes;
    this.functions = functions;
    this.variables = variables;
  }

  of(call: number): IrFunction | null {
    let target = this.targets.get(call);
    if (target === undefined) {
      target = this.find(call);
      this.targets.set(call, target);
    }
    return target;
  }

  private find(call: number): IrFunction | null {
    const { nodes } = this;
    const callee = nodes.callee(call);
    if (callee < 0) return null;
    const type = nodes.type(callee);
    if (type === 'super') return this.member(this.holder(callee), 'constructor');
    if (nodes.type(call) !== 'new_expression') return this.functionAt(this.lent(callee) ? nodes.child(callee, 'object') : callee);
    const made = this.holder(callee);
    if (made < 0) return null;
    return nodes.type(made).includes('class') ? this.member(made, 'constructor') : this.functions.at(made);
  }

  /** How a callee hands on what it is given: `f.call(this, …)`, `f.apply(this, …)`. */
  private lent(callee: number): 'call' | 'apply' | null {
    const property = callee < 0 || this.nodes.type(callee) !== 'member_expression' ? null : this.nodes.property(callee);
    return property === 'call' || property === 'apply' ? property : null;
  }

  /** The same for a call of a function of this file; null for any other. */
  lentBy(call: number): 'call' | 'apply' | null {
    const how = this.lent(this.nodes.callee(call));
    return how && this.of(call) ? how : null;
  }

  /** The function of this file that an expression stands for. */
  functionAt(node: number): IrFunction | null {
    const { nodes, functions } = this;
    if (node < 0 || this.depth >= MAX_DEPTH) return null;
    const at = nodes.unwrap(node);
    this.depth++;
    try {
      switch (nodes.type(at)) {
        case 'identifier':
        case 'shorthand_property_identifier': {
          const binding = this.variables.binding(at);
          if (!binding) return null;
          if (binding.kind === 'function') return binding.value ? functions.at(binding.value.index) : null;
          const value = this.valueOf(binding);
          const [step, more] = binding.path;
          if (value < 0 || more !== undefined) return null;
          return step === undefined ? this.functionAt(value) : this.member(this.holder(value), step);
        }
        case 'member_expression':
        case 'subscript_expression': {
          const name = nodes.property(at);
          return name === null ? null : this.member(this.holder(nodes.child(at, 'object')), name);
        }
        case 'call_expression': {
          // `f.bind(this)` is `f`.
          const callee = nodes.callee(at);
          return nodes.property(callee) === 'bind' ? this.functionAt(nodes.child(callee, 'object')) : null;
        }
        case 'assignment_expression':
          return this.functionAt(nodes.child(at, 'right'));
        default:
          return at > 0 && functionTypes.has(nodes.type(at)) ? functions.at(at) : null;
      }
    } finally {
      this.depth--;
    }
  }

  /** What a variable has its only value from, or -1. */
  private valueOf(binding: Binding): number {
    return onlyValue(binding, this.file.bindings)?.index ?? -1;
  }

  /** The class, object or constructor function that an expression stands for, or is made of; -1 where it is none of this file. */
  private holder(node: number): number {
    const { nodes, variables } = this;
    if (node < 0 || this.depth >= MAX_DEPTH) return -1;
    let at = nodes.unwrap(node);
    while (nodes.type(at) === 'await_expression') at = nodes.unwrap(nodes.firstChild(at));
    this.depth++;
    try {
      switch (nodes.type(at)) {
        case 'this':
          return variables.ownerOfThis(at);
        case 'super':
          return this.baseOf(variables.ownerOfThis(at));
        case 'identifier':
        case 'type_identifier':
          return this.holderNamed(at);
        case 'new_expression':
          return this.holder(nodes.callee(at));
        case 'member_expression': {
          const object = nodes.child(at, 'object');
          const name = nodes.property(at);
          if (name === 'prototype') return this.holder(object);
          if (name === 'constructor') return this.holder(object);
          if (name === 'exports' && nodes.text(object) === 'module') return 0;
          const member = name === null ? -1 : this.memberNode(this.holder(object), name);
          return member < 0 ? -1 : this.holder(member);
        }
        case 'object':
        case 'class':
        case 'class_declaration':
        case 'abstract_class_declaration':
          return at;
        case 'type_annotation':
          return this.holder(nodes.firstChild(at));
        default:
          return -1;
      }
    } finally {
      this.depth--;
    }
  }

  private holderNamed(identifier: number): number {
    const { nodes } = this;
    const binding = this.variables.binding(identifier);
    if (!binding) return nodes.text(identifier) === 'exports' ? 0 : -1;
    if (binding.kind === 'class' || binding.kind === 'function') return binding.value?.index ?? -1;
    const value = this.valueOf(binding);
    const [step, more] = binding.path;
    if (more !== undefined) return -1;
    if (step !== undefined) return value < 0 ? -1 : this.holder(this.memberNode(this.holder(value), step));
    const held = value < 0 ? -1 : this.holder(value);
    if (held >= 0) return held;
    const declaration = binding.parameter?.pattern.index ?? nodes.parent(binding.identifier.index);
    return this.holder(nodes.child(declaration, 'type'));
  }

  /** The class that a class extends, if it is one of this file; else -1. */
  private baseOf(of: number): number {
    return of > 0 && this.nodes.type(of).includes('class') ? this.holder(this.nodes.baseOf(of)) : -1;
  }

  private member(of: number, name: string): IrFunction | null {
    const node = this.memberNode(of, name);
    if (node < 0) return null;
    return this.nodes.type(node) === 'method_definition' ? this.functions.at(node) : this.functionAt(node);
  }

  /** What a member of a class or an object is, inherited ones too; -1 where it is not told. */
  private memberNode(of: number, name: string): number {
    let at = of;
    for (let step = 0; at >= 0 && step < MAX_BASES; step++) {
      const assigned = this.assignments().get(at);
      const prototype = assigned?.get('prototype') ?? -1;
      const found =
        this.membersOf(at).get(name) ?? assigned?.get(name) ?? (prototype < 0 ? undefined : this.membersOf(prototype).get(name));
      if (found !== undefined) return found;
      at = this.baseOf(at);
    }
    return -1;
  }

  private membersOf(holder: number): Members {
    let members = this.members.get(holder);
    if (!members) {
      members = this.readMembers(holder);
      this.members.set(holder, members);
    }
    return members;
  }

  private readMembers(holder: number): Members {
    const { nodes } = this;
    const type = nodes.type(holder);
    const body = type.includes('class') ? nodes.child(holder, 'body') : -1;
    const found = new Map<string, number>();
    const add = (name: string, node: number) => {
      if (node >= 0 && !found.has(name)) found.set(name, node);
    };
    for (const member of type === 'object' ? nodes.children(holder) : body < 0 ? [] : nodes.children(body)) {
      const memberType = nodes.type(member);
      if (memberType === 'shorthand_property_identifier') add(nodes.text(member), member);
      const named = ['name', 'property', 'key'].map((field) => nodes.child(member, field)).find((child) => child >= 0);
      if (named === undefined) continue;
      const name = nodes.text(named).replace(/^(['"])(.*)\1$/, '$2');
      if (memberType !== 'method_definition') {
        const value = nodes.child(member, 'value');
        add(name, value >= 0 ? value : nodes.child(member, 'type'));
        continue;
      }
      if (!nodes.isAccessor(member)) add(name, member);
      if (name === 'constructor') this.keptParameters(member, add);
    }
    return found;
  }

  /** `constructor(private readonly repository: Repository)` */
  private keptParameters(method: number, add: (name: string, node: number) => void): void {
    const { nodes } = this;
    const list = nodes.child(method, 'parameters');
    for (const parameter of list < 0 ? [] : nodes.children(list)) {
      if (nodes.keepsParameter(parameter)) add(nodes.text(nodes.child(parameter, 'pattern')), nodes.child(parameter, 'type'));
    }
  }

  /** Members that are assigned: `A.prototype.f = …`, `exports.f = …`, `this.repository = new Repository()`. */
  private assignments(): ReadonlyMap<number, Members> {
    if (this.assigned) return this.assigned;
    const assigned = new Map<number, Map<string, number>>();
    // Whoever asks meanwhile gets what is known by then.
    this.assigned = assigned;
    const { nodes } = this;
    for (const { index } of this.file.root.descendants('assignment_expression')) {
      const left = nodes.child(index, 'left');
      const right = nodes.child(index, 'right');
      const name = left < 0 || nodes.type(left) !== 'member_expression' ? null : nodes.property(left);
      if (name === null || right < 0 || !this.mayHold(right)) continue;
      const of = this.holder(nodes.child(left, 'object'));
      if (of < 0) continue;
      const members = assigned.get(of) ?? new Map<string, number>();
      assigned.set(of, members);
      if (!members.has(name)) members.set(name, right);
    }
    return assigned;
  }

  private mayHold(node: number): boolean {
    const type = this.nodes.type(this.nodes.unwrap(node));
    return functionTypes.has(type) || type === 'new_expression' || type === 'object' || type === 'class' || type === 'identifier';
  }

  /** Calls that may be of a function, by what they are written with. */
  callsByName({ name, at }: IrFunction): readonly { readonly index: number }[] {
    const { calls } = this.file;
    if (name === '') return [];
    const names = name === 'constructor' ? ['super', ...this.heirsOf(this.nodes.parent(this.nodes.parent(at)))] : [name];
    const lent = [...calls.named('call'), ...calls.named('apply')].filter(({ index }) => this.of(index)?.at === at);
    return [...calls.of(names), ...lent];
  }

  /** The names of a class and of those that extend it. */
  private heirsOf(of: number): string[] {
    this.subclasses ??= this.findSubclasses();
    const found = new Set([of]);
    for (const one of found) for (const heir of this.subclasses.get(one) ?? []) found.add(heir);
    return [...found].map((one) => this.nameOfClass(one)).filter((name) => name !== '');
  }

  private nameOfClass(of: number): string {
    const { nodes } = this;
    const name = nodes.child(of, 'name');
    if (name >= 0) return nodes.text(name);
    const parent = nodes.parent(of);
    return parent >= 0 && nodes.type(parent) === 'variable_declarator' ? nodes.text(nodes.child(parent, 'name')) : '';
  }

  private findSubclasses(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (const { index } of this.file.root.descendants('class_declaration', 'abstract_class_declaration', 'class')) {
      const base = this.baseOf(index);
      if (base >= 0) found.set(base, [...(found.get(base) ?? []), index]);
    }
    return found;
  }
}
