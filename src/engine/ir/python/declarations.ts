/** What is declared about functions, classes and variables: decorators, bases, annotations, marks of parameters. */
import { nameOf } from '../../lower/python/names.ts';
import type { Binding, PythonScopes, Scope } from '../../lower/python/scopes.ts';
import { literalText } from '../../lower/python/strings.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { ClassOf, Decorator } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import { givenTo, preferred } from './calls.ts';
import { basesOf, type PythonVariables } from './variables.ts';

const MAX_DEPTH = 8;
/** Of these the first argument is the type; the rest says more about it. */
const wrapping = /(?:^|\.)(?:Optional|Annotated|ClassVar|Final|Required|NotRequired)$/;

export class PythonDeclarations {
  private readonly scopes: PythonScopes;
  private readonly variables: PythonVariables;
  private readonly read: (node: number) => Value;

  constructor(scopes: PythonScopes, variables: PythonVariables, read: (node: number) => Value) {
    this.scopes = scopes;
    this.variables = variables;
    this.read = read;
  }

  decoratorsOf({ node }: Scope): readonly Decorator[] {
    const holder = node.parent;
    if (holder?.type !== 'decorated_definition') return [];
    return holder.namedChildren.flatMap((child) => {
      const expression = child.type === 'decorator' ? child.namedChildren[0] : undefined;
      return expression ? [this.decorator(expression)] : [];
    });
  }

  /** Its arguments are those by position and, if there are any, one record of those by name. */
  private decorator(expression: SyntaxNode): Decorator {
    const callee = expression.type === 'call' ? (expression.child('function') ?? expression) : expression;
    const { positional, named } = expression.type === 'call' ? givenTo(expression) : { positional: [], named: new Map<string, number>() };
    const given = positional.map((node) => this.read(node));
    const entries = new Map([...named].map(([name, node]) => [name, this.read(node)] as const));
    const at = expression.index;
    return {
      at,
      name: preferred(nameOf(this.scopes, callee)),
      word: callee.text,
      arguments: entries.size > 0 ? [...given, { kind: 'record', entries, spread: [], at }] : given,
    };
  }

  /** Bases come with those of the file's own classes among them. */
  classOf({ parent }: Scope): ClassOf | null {
    if (!parent?.isClass) return null;
    return { name: parent.node.child('name')?.text ?? '', bases: this.basesAbove(parent), decorators: this.decoratorsOf(parent) };
  }

  private basesAbove(holder: Scope): readonly string[] {
    const bases = new Set<string>();
    const todo = [holder];
    for (const one of todo) {
      if (todo.length > MAX_DEPTH) break;
      for (const base of one.node.child('superclasses')?.namedChildren ?? []) {
        const named = base.type === 'subscript' ? base.child('value') : base;
        if (named && base.type !== 'keyword_argument' && base.type !== 'comment')
          bases.add(preferred(nameOf(this.scopes, named)) ?? named.text);
      }
      todo.push(...basesOf(this.scopes, one).filter((above) => !todo.includes(above)));
    }
    return [...bases];
  }

  private bindingsOf(variable: Variable): readonly Binding[] {
    return this.variables.scopeOf(variable)?.bindings.get(variable.name) ?? [];
  }

  typeOf(variable: Variable): string | null {
    const bindings = this.bindingsOf(variable);
    for (const { annotation } of bindings) if (annotation) return this.typeName(annotation, 0);
    // What is a number unless said otherwise is one.
    const [only] = bindings;
    const isNumber = only?.kind === 'parameter' && /^(?:integer|float|unary_operator)$/.test(only.value?.type ?? '');
    return isNumber && /^-?[\d.]/.test(only.value!.text) ? 'builtins.int' : null;
  }

  private classNamed(type: string): Scope | null {
    const own = /^\.(\w+)$/.exec(type);
    const [binding] = (own && this.scopes.module.bindings.get(own[1]!)) || [];
    return binding?.value?.type === 'class_definition' ? this.scopes.scopeAt(binding.value) : null;
  }

  fieldTypesOf(type: string): ReadonlyMap<string, string> {
    const types = new Map<string, string>();
    const holder = this.classNamed(type);
    const todo = holder ? [holder] : [];
    for (const one of todo) {
      if (todo.length > MAX_DEPTH) break;
      for (const statement of one.node.child('body')?.namedChildren ?? []) {
        const assignment = statement.type === 'assignment' ? statement : statement.namedChildren[0];
        const [name, annotation] = [assignment?.child('left')?.text, assignment?.child('type')];
        const declared = name !== undefined && annotation && !types.has(name) ? this.typeName(annotation, 0) : null;
        if (declared !== null) types.set(name!, declared);
      }
      todo.push(...basesOf(this.scopes, one).filter((above) => !todo.includes(above)));
    }
    return types;
  }

  basesOf(type: string): readonly string[] {
    const holder = this.classNamed(type);
    return holder ? this.basesAbove(holder) : [];
  }

  private typeName(node: SyntaxNode, depth: number): string | null {
    if (depth > MAX_DEPTH) return null;
    const inner = (child: SyntaxNode | null | undefined): string | null => (child ? this.typeName(child, depth + 1) : null);
    switch (node.type) {
      case 'type':
      case 'parenthesized_expression':
        return inner(node.namedChildren[0]);
      case 'identifier':
      case 'attribute':
        return preferred(nameOf(this.scopes, node));
      case 'none':
        return 'None';
      case 'string':
        return this.writtenType(literalText(node) ?? '', node);
      case 'binary_operator':
      case 'union_type': {
        // Nothing and something else is that.
        const sides = node.namedChildren.map(inner).filter((side) => side !== 'None');
        return sides.length === 1 ? sides[0]! : sides.join(' | ');
      }
      case 'generic_type':
      case 'subscript': {
        const [of, ...rest] = node.namedChildren;
        const name = inner(of);
        const parts = rest[0]?.type === 'type_parameter' ? rest[0].namedChildren : rest;
        if (name !== null && wrapping.test(name)) return inner(parts[0]);
        if (name === null || /(?:^|\.)Literal$/.test(name)) return name;
        const given = parts.map(inner);
        if (/(?:^|\.)Union$/.test(name)) return given.filter((part) => part !== 'None').join(' | ');
        return `${name}[${given.map((part) => part ?? '?').join(', ')}]`;
      }
      default:
        return null;
    }
  }

  /** A type that is written as a text: a dotted name of something bound elsewhere. */
  private writtenType(text: string, at: SyntaxNode): string | null {
    if (!/^\w+(?:\.\w+)*$/.test(text)) return null;
    const [root = '', ...rest] = text.split('.');
    const owner = this.scopes.ownerOf(root, this.scopes.scopeOf(at));
    const name = !owner ? `builtins.${root}` : (this.scopes.imports.get(root) ?? `.${root}`);
    return [name, ...rest].join('.');
  }

  markOf(variable: Variable): Decorator | null {
    const [binding] = this.bindingsOf(variable);
    if (binding?.kind !== 'parameter') return null;
    if (binding.value?.type === 'call') return this.decorator(binding.value);
    const type = binding.annotation?.namedChildren[0];
    if (!type || !/Annotated$/.test(type.namedChildren[0]?.text ?? '')) return null;
    for (const call of type.descendants('call')) return this.decorator(call);
    return null;
  }
}
