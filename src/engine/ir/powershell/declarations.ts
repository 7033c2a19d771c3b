/** What is declared with a type, an attribute, a class. */
import type { ClassOf, Decorator } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { Nodes } from './nodes.ts';
import type { PowerShellFunction } from './survey.ts';
import type { Variables } from './variables.ts';

export class Declarations {
  private readonly nodes: Nodes;
  private readonly variables: Variables;
  private readonly valueAt: (node: number) => Value;

  constructor(nodes: Nodes, variables: Variables, valueAt: (node: number) => Value) {
    this.nodes = nodes;
    this.variables = variables;
    this.valueAt = valueAt;
  }

  /** The type in front of a parameter, or of the variable wherever it is assigned: `[int]$n = $x`. In lower case, `int[]` as `int`. */
  typeOf(variable: Variable): string | null {
    const { nodes } = this;
    const parameter = this.variables.parameterNodeOf(variable);
    if (parameter >= 0) {
      const limited = this.limitOf(variable);
      if (limited !== null) return limited;
      for (const attribute of this.attributeNodes(parameter)) {
        const type = nodes.child(attribute, 'type_literal');
        if (type >= 0) return typeName(nodes.text(type));
      }
      const own = nodes.child(parameter, 'type_literal');
      return own < 0 ? null : typeName(nodes.text(own));
    }
    for (const place of this.variables.placesOf(variable)) {
      const left = nodes.type(place) === 'assignment_expression' ? nodes.named(place)[0] : undefined;
      const target = left === undefined ? -1 : nodes.peel(left);
      // A variable keeps the type that it was once given.
      if (target >= 0 && nodes.type(target) === 'cast_expression') return typeName(nodes.text(nodes.named(target)[0]!));
    }
    return null;
  }

  /** What its attributes let through, by a name of its own: `[ValidateSet('a', 'b')]`, `[ValidatePattern('^\\d+$')]`. */
  private limitOf(variable: Variable): string | null {
    for (const { word, at, arguments: given } of this.attributesOf(variable)) {
      const name = word.toLowerCase();
      if (name === 'validateset' || name === 'validaterange') return name;
      const written = this.nodes.text(at);
      const [first] = given;
      const pattern =
        name === 'validatepattern'
          ? (/['"](.{1,400})['"]/.exec(written)?.[1] ?? (first?.kind === 'literal' ? first.text : null))
          : name === 'validatescript'
            ? (/^[^|;]{0,40}\$_\s+-c?match\s+'([^']{1,400})'/i.exec(written)?.[1] ?? null)
            : null;
      if (pattern !== null) return `validatepattern ${pattern}`;
    }
    return null;
  }

  private attributeNodes(parameter: number): readonly number[] {
    const list = this.nodes.child(parameter, 'attribute_list');
    return list < 0 ? [] : this.nodes.named(list);
  }

  attributesOf(variable: Variable): readonly Decorator[] {
    const parameter = this.variables.parameterNodeOf(variable);
    return parameter < 0 ? [] : this.attributeNodes(parameter).flatMap((node) => this.attribute(node) ?? []);
  }

  private attribute(node: number): Decorator | null {
    const { nodes } = this;
    const name = nodes.child(node, 'attribute_name');
    if (name < 0) return null;
    const list = nodes.child(node, 'attribute_arguments');
    const given = list < 0 ? [] : nodes.named(list).filter((one) => nodes.type(one) === 'attribute_argument');
    const word = nodes.text(name);
    return {
      at: node,
      name: word,
      word,
      arguments: given.map((argument) => {
        const inner = nodes.named(argument);
        const value = inner.at(-1);
        return value === undefined ? { kind: 'unknown', at: argument } : this.valueAt(value);
      }),
    };
  }

  /** `[CmdletBinding()]`, `[OutputType([string])]` before the parameters. */
  decoratorsOf(fn: PowerShellFunction): readonly Decorator[] {
    const { nodes } = this;
    const body = nodes.child(fn.at, 'script_block');
    const block = nodes.child(body < 0 ? fn.at : body, 'param_block');
    const list = block < 0 ? -1 : nodes.child(block, 'attribute_list');
    return list < 0 ? [] : nodes.named(list).flatMap((node) => this.attribute(node) ?? []);
  }

  classOf(fn: PowerShellFunction): ClassOf | null {
    if (fn.kind !== 'method') return null;
    const { nodes } = this;
    const around = nodes.around(fn.at, -1, 'class_statement');
    const [, ...bases] = nodes.named(around).filter((child) => nodes.type(child) === 'simple_name');
    return { name: fn.className, bases: bases.map((base) => nodes.text(base)), decorators: [] };
  }
}

function typeName(text: string): string {
  return text
    .replace(/^\[|\]$/g, '')
    .replace(/\[\]$/, '')
    .toLowerCase();
}
