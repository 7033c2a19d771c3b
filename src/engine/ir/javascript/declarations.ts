/** What declarations say besides names and values: types, decorators, and the class around a method. */

import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { Types } from '../../lower/javascript/types.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { ClassOf, Decorator, IrFunction } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { Nodes } from './nodes.ts';
import type { Variables } from './variables.ts';

/** What holds what it is written with: of `Promise<Row[]>` the rows are followed. */
const holding = new Set([
  'Array',
  'ReadonlyArray',
  'Set',
  'Promise',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
  'Iterable',
  'AsyncIterable',
]);
const nothing = new Set(['null', 'undefined', 'void']);
/** Types nest as deep as their author likes. */
const MAX_DEPTH = 20;

export class Declarations {
  private readonly file: JavaScriptFile;
  private readonly nodes: Nodes;
  private readonly variables: Variables;
  private readonly meaning: (node: number) => Value;
  private readonly types = new Map<Variable, string | null>();
  private closing: Types | null = null;
  private readonly fieldTypes = new Map<string, ReadonlyMap<string, string>>();
  private readonly basesOfFields = new Map<string, readonly string[]>();
  private readonly classes = new Map<number, ClassOf>();
  private readonly ofMembers = new Map<number, ReadonlyMap<number, readonly number[]>>();

  constructor(file: JavaScriptFile, nodes: Nodes, variables: Variables, meaning: (node: number) => Value) {
    this.file = file;
    this.nodes = nodes;
    this.variables = variables;
    this.meaning = meaning;
  }

  typeOf(variable: Variable): string | null {
    let type = this.types.get(variable);
    if (type === undefined) {
      const annotation = this.annotationOf(variable);
      type = annotation < 0 ? null : this.typeName(annotation);
      this.types.set(variable, type);
    }
    return type;
  }

  /** Of a class of the file: its decorated fields, each as a type of its own that has the decorators as bases. */
  fieldTypesOf(type: string): ReadonlyMap<string, string> {
    let known = this.fieldTypes.get(type);
    if (!known) {
      const fields = new Map<string, string>();
      for (const member of this.membersOf(type)) {
        const name = this.nodes.text(this.nodes.child(member, 'name'));
        const decorators = this.decoratorsIn(member);
        if (decorators.length === 0) continue;
        const own = `${type}.${name}`;
        fields.set(name, own);
        this.basesOfFields.set(
          own,
          decorators.map((one) => one.name ?? one.word),
        );
      }
      known = fields;
      this.fieldTypes.set(type, known);
    }
    return known;
  }

  basesOf(type: string): readonly string[] {
    return this.basesOfFields.get(type) ?? [];
  }

  private membersOf(type: string): readonly number[] {
    const { nodes } = this;
    for (const { index } of this.file.root.descendants('class_declaration', 'abstract_class_declaration')) {
      if (nodes.text(nodes.child(index, 'name')) !== type) continue;
      const body = nodes.child(index, 'body');
      return body < 0 ? [] : nodes.children(body).filter((member) => nodes.type(member) === 'public_field_definition');
    }
    return [];
  }

  isClosed(variable: Variable, path: readonly string[]): boolean {
    const annotation = this.annotationOf(variable);
    if (annotation < 0) return false;
    this.closing ??= new Types(this.file);
    return this.closing.leaveNoRoom(new SyntaxNode(this.nodes.tree, annotation), path);
  }

  /** The node of the type that a variable is declared with, or -1. */
  private annotationOf(variable: Variable): number {
    const { nodes } = this;
    const parameter = this.variables.parameterNodeOf(variable);
    const binding = this.variables.declarationOf(variable);
    const declaration = parameter >= 0 ? parameter : (binding?.parameter?.pattern.index ?? binding?.identifier.parent?.index ?? -1);
    if (declaration < 0) return -1;
    const path = parameter >= 0 ? [] : (binding?.path ?? []);
    if (path.length === 0 || variable.rest) return nodes.child(declaration, 'type');
    // `{ id }: { id: string }`
    return path.reduce((type, step) => (type < 0 ? -1 : this.memberType(type, step)), nodes.child(declaration, 'type'));
  }

  /** The type of one member of a type that is written out. */
  private memberType(annotation: number, name: string): number {
    const { nodes } = this;
    const type = nodes.firstChild(annotation);
    if (type < 0 || nodes.type(type) !== 'object_type') return -1;
    const member = nodes.children(type).find((child) => nodes.text(nodes.child(child, 'name')) === name);
    return member === undefined ? -1 : nodes.child(member, 'type');
  }

  private typeName(annotation: number): string | null {
    const { nodes } = this;
    let at = annotation;
    for (let depth = 0; at >= 0 && depth < MAX_DEPTH; depth++) {
      switch (nodes.type(at)) {
        case 'type_annotation':
        case 'parenthesized_type':
        case 'readonly_type':
        case 'array_type':
          at = nodes.firstChild(at);
          break;
        case 'union_type': {
          const [only, more] = nodes.children(at).filter((one) => !nothing.has(nodes.text(one)));
          if (only === undefined || more !== undefined) return null;
          at = only;
          break;
        }
        case 'generic_type': {
          const name = nodes.child(at, 'name');
          const given = nodes.child(at, 'type_arguments');
          at = holding.has(nodes.text(name)) && given >= 0 ? nodes.firstChild(given) : name;
          break;
        }
        case 'nested_type_identifier': {
          const module = nodes.child(at, 'module');
          return `${this.nameOf(module) ?? nodes.text(module)}.${nodes.text(nodes.child(at, 'name'))}`;
        }
        case 'type_identifier':
        case 'member_expression':
          return this.nameOf(at) ?? nodes.text(at);
        case 'predefined_type':
          return nodes.text(at);
        default:
          return null;
      }
    }
    return null;
  }

  private nameOf(node: number): string | null {
    return this.file.nameOf(new SyntaxNode(this.nodes.tree, node));
  }

  decoratorsOf(fn: IrFunction): readonly Decorator[] {
    const { nodes } = this;
    const member = this.memberOf(fn);
    if (member < 0) return [];
    return nodes.type(member) === 'method_definition'
      ? (this.aboveMembers(nodes.parent(member)).get(member) ?? []).map((one) => this.decorator(one))
      : this.decoratorsIn(member);
  }

  /** The decorators of methods, which stand before them in the body of a class. */
  private aboveMembers(body: number): ReadonlyMap<number, readonly number[]> {
    let found = this.ofMembers.get(body);
    if (!found) {
      found = this.findAbove(body);
      this.ofMembers.set(body, found);
    }
    return found;
  }

  private findAbove(body: number): ReadonlyMap<number, readonly number[]> {
    const { nodes } = this;
    const found = new Map<number, readonly number[]>();
    let above: number[] = [];
    for (const child of nodes.children(body)) {
      if (nodes.type(child) === 'decorator') {
        above.push(child);
        continue;
      }
      if (above.length > 0) found.set(child, above);
      above = [];
    }
    return found;
  }

  private decoratorsIn(node: number): Decorator[] {
    const { nodes } = this;
    return nodes
      .children(node)
      .filter((child) => nodes.type(child) === 'decorator')
      .map((one) => this.decorator(one));
  }

  private decorator(at: number): Decorator {
    const { nodes } = this;
    const what = nodes.unwrap(nodes.firstChild(at));
    const isCall = what >= 0 && nodes.type(what) === 'call_expression';
    const callee = isCall ? nodes.callee(what) : what;
    return {
      at,
      name: callee < 0 ? null : this.nameOf(callee),
      word: nodes.text(callee),
      arguments: isCall ? nodes.arguments(what).map(this.meaning) : [],
    };
  }

  markOf(variable: Variable): Decorator | null {
    const binding = this.variables.declarationOf(variable);
    const isWhole = binding === null || binding.path.length === 0 || variable.rest === true;
    const hidden = this.variables.parameterNodeOf(variable);
    const parameter = hidden >= 0 ? hidden : isWhole ? (binding?.parameter?.pattern.index ?? -1) : -1;
    return parameter < 0 ? null : (this.decoratorsIn(parameter)[0] ?? null);
  }

  classOf(fn: IrFunction): ClassOf | null {
    const member = this.memberOf(fn);
    if (member < 0) return null;
    const at = this.nodes.parent(this.nodes.parent(member));
    let known = this.classes.get(at);
    if (!known) {
      known = this.readClass(at);
      this.classes.set(at, known);
    }
    return known;
  }

  /** The member of a class that a function is, as a method or as the value of a field; -1 where it is none. */
  private memberOf({ at }: IrFunction): number {
    const { nodes } = this;
    if (at === 0) return -1;
    const member = nodes.type(at) === 'method_definition' ? at : nodes.parent(nodes.wrapped(at));
    return member > 0 && nodes.type(nodes.parent(member)) === 'class_body' ? member : -1;
  }

  private readClass(at: number): ClassOf {
    const { nodes } = this;
    const heritage = nodes.children(at).find((child) => nodes.type(child) === 'class_heritage');
    const clauses = heritage === undefined ? [] : nodes.children(heritage);
    const bases = clauses
      .filter((clause) => nodes.type(clause) === 'extends_clause')
      .map((clause) => nodes.child(clause, 'value'))
      .filter((base) => base >= 0);
    const outer = nodes.parent(at);
    return {
      name: nodes.text(nodes.child(at, 'name')),
      bases: bases.map((base) => this.nameOf(base) ?? nodes.text(base)),
      decorators: [...(outer >= 0 && nodes.type(outer) === 'export_statement' ? this.decoratorsIn(outer) : []), ...this.decoratorsIn(at)],
    };
  }
}
