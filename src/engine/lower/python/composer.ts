/** Walks an expression backwards: names to what they are bound to, calls to what they return, templates to their fields. */
import type { Origin, Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { type Arguments, argumentsOf } from './calls.ts';
import { elementsOf } from './collections.ts';
import { functionNamed, returnsOf } from './functions.ts';
import { isGuarded } from './guards.ts';
import { methodPieces } from './methods.ts';
import type { PythonModel } from './model.ts';
import { classNamed, fieldValues, nameOf } from './names.ts';
import { isLimitedByDecorators, isLimitedOption } from './options.ts';
import { parameterOrigin } from './parameters.ts';
import { reachingBindings } from './reaching.ts';
import type { Binding, PythonScopes, Scope } from './scopes.ts';
import { literalPieces, operationPieces } from './templates.ts';
import type { PythonValues, Question } from './values.ts';
import { type Frame, safe, text, unknown, value, type Walk } from './walk.ts';

/** Bounds of one question, so that a file made of definitions upon definitions costs no more than another. */
const DEPTH = 24;
const VISITS = 600;
const FRAMES = 3;

export class Composer implements Walk {
  readonly values: PythonValues;
  private readonly scopes: PythonScopes;
  private readonly model: PythonModel;
  readonly question: Question;
  private visits = 0;
  /** Definitions being looked into: one that is part of its own value (a loop that appends) adds nothing the second time. */
  private readonly open = new Set<number>();

  constructor(values: PythonValues, question: Question) {
    this.values = values;
    this.scopes = values.scopes;
    this.model = values.model;
    this.question = question;
  }

  compose(node: SyntaxNode): Piece[] {
    return this.visit(node, null, 0);
  }

  all(nodes: readonly SyntaxNode[], frame: Frame | null, depth: number): Piece[] {
    return nodes.flatMap((node) => this.visit(node, frame, depth));
  }

  visit(node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (depth > DEPTH || ++this.visits > VISITS) return unknown(node);
    this.values.budget.spend();
    const next = depth + 1;
    switch (node.type) {
      case 'string':
        return literalPieces(this, node, frame, next);
      case 'integer':
      case 'float':
      case 'true':
      case 'false':
      case 'none':
        return text(node.type === 'none' ? '' : node.text, node);
      case 'comparison_operator':
      case 'not_operator':
      case 'unary_operator':
        return safe(node);
      case 'concatenated_string':
      case 'parenthesized_expression':
      case 'await':
      case 'expression_list':
      case 'tuple':
      case 'list':
      case 'set':
        return this.all(
          node.namedChildren.filter((part) => part.type !== 'comment'),
          frame,
          next,
        );
      case 'named_expression':
        return this.field(node, 'value', frame, next);
      case 'conditional_expression':
        return this.all(
          node.namedChildren.filter((_, position) => position !== 1),
          frame,
          next,
        );
      case 'boolean_operator':
        return [...this.field(node, 'left', frame, next), ...this.field(node, 'right', frame, next)];
      case 'binary_operator':
        return operationPieces(this, node, frame, next);
      case 'identifier':
        return this.identifier(node, frame, next);
      case 'attribute':
        return this.attribute(node, frame, next);
      case 'subscript':
        return this.subscript(node, frame, next);
      case 'call':
        return this.call(node, frame, next);
      case 'list_comprehension':
      case 'generator_expression':
      case 'set_comprehension':
        return this.field(node, 'body', frame, next);
      default:
        return unknown(node);
    }
  }

  private field(node: SyntaxNode, field: string, frame: Frame | null, depth: number): Piece[] {
    const child = node.child(field);
    return child ? this.visit(child, frame, depth) : [];
  }

  private identifier(node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (isGuarded(this.scopes, node)) return safe(node);
    const name = node.text;
    const bindings = reachingBindings(this.scopes, name, node);
    if (bindings.length > 0) return bindings.flatMap((binding) => this.binding(binding, node, frame, depth));
    const source = this.sourceOf(node);
    if (source) return value(node, source);
    return /^[A-Z_][A-Z0-9_]*$|^__(?:file|name|doc)__$/.test(name) ? safe(node) : unknown(node);
  }

  private binding(binding: Binding, use: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    const { kind } = binding;
    if (kind === 'parameter') return this.parameter(binding, use, frame, depth);
    // What another module exports cannot be told here; it is code, not outside data.
    if (kind === 'import' || kind === 'definition') {
      const source = this.sourceOf(use);
      return source ? value(use, source) : safe(use);
    }
    if (!binding.value) return unknown(use);
    if (this.open.has(binding.at.index)) return [];
    this.open.add(binding.at.index);
    const pieces = this.bound(binding, binding.value, use, frame, depth);
    this.open.delete(binding.at.index);
    return pieces;
  }

  private bound(binding: Binding, from: SyntaxNode, use: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (binding.kind === 'assign' || binding.kind === 'augment') return this.visit(from, frame, depth);
    if (binding.kind === 'with') {
      const source = this.sourceOf(from);
      return source ? value(use, source) : unknown(use);
    }
    // Taken out of a collection: one of its elements, if they are written here.
    const elements = elementsOf(this.scopes, from);
    if (elements) return this.all(elements, frame, depth);
    const name = nameOf(this.scopes, from);
    if (name && this.model.harmless(name.replace(/\(\)$/, ''))) return safe(use);
    // Which of several results of a function this one is cannot be told.
    if (binding.kind === 'unpack' && name?.startsWith('.')) return unknown(use);
    const pieces = this.visit(from, frame, depth);
    return pieces.length > 0 ? pieces : unknown(use);
  }

  private parameter(binding: Binding, use: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    const { name } = binding;
    if (this.isBounded(binding)) return safe(use);
    if (frame && frame.function === binding.scope) {
      const passed = frame.args.named.get(name) ?? frame.args.positional[positionOf(binding)];
      if (passed) return this.visit(passed, frame.outer, depth);
      if (binding.value && !frame.args.spread) return this.visit(binding.value, frame.outer, depth);
    }
    return value(use, parameterOrigin(this.values, this.question, binding, use));
  }

  /** True for a parameter that only numbers or listed words get through, by its type or by what declares it. */
  private isBounded({ annotation, name, scope }: Binding): boolean {
    const type = annotation?.namedChildren[0];
    if (annotation && this.model.harmlessTypes.test(annotation.text)) return true;
    const listed = type?.type === 'identifier' ? classNamed(this.scopes, type) : null;
    if (listed && this.model.listedBases.test(listed.node.child('superclasses')?.text ?? '')) return true;
    return isLimitedByDecorators(scope.node.parent, this.model, name);
  }

  private attribute(node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (isGuarded(this.scopes, node)) return safe(node);
    const attribute = node.child('attribute')?.text ?? '';
    const source = this.sourceOf(node);
    if (source) return this.isLimited(node, source) ? safe(node) : value(node, source);
    const object = node.child('object')!;
    const fields = fieldValues(this.scopes, object, attribute);
    if (fields.length > 0 && fields.length <= 4) {
      return fields.flatMap((field) => {
        if (this.open.has(field.index)) return [];
        this.open.add(field.index);
        const pieces = this.visit(field, frame, depth);
        this.open.delete(field.index);
        return pieces;
      });
    }
    // `settings.TABLE`, `type(x).__name__`: named constants of another module or class.
    if (/^[A-Z][A-Z0-9_]*$|^__(?:name|class|qualname|module)__$/.test(attribute)) return safe(node);
    // `Color.RED.value`.
    if (object.type === 'attribute' && /^(?:value|name)$/.test(attribute)) return this.visit(object, frame, depth);
    const name = nameOf(this.scopes, node);
    if (this.model.harmlessAttributes.test(attribute) || (name && this.model.harmless(name))) return safe(node);
    return this.part(node, object, frame, depth);
  }

  /** A field that the class of the file by which a parameter is annotated declares a number. */
  private isTypedField(node: SyntaxNode, whole: SyntaxNode): boolean {
    if (node.type !== 'attribute' || whole.type !== 'identifier') return false;
    const [binding, more] = reachingBindings(this.scopes, whole.text, whole);
    const type = binding?.kind === 'parameter' && !more ? binding.annotation?.namedChildren[0] : undefined;
    const holder = type?.type === 'identifier' ? classNamed(this.scopes, type) : null;
    const name = node.child('attribute')!.text;
    const fields = (holder?.node.child('body')?.namedChildren ?? []).filter(
      (statement) => statement.namedChildren[0]?.type === 'assignment' && statement.namedChildren[0].child('left')?.text === name,
    );
    return fields.length > 0 && fields.every((field) => this.model.harmlessTypes.test(field.namedChildren[0]!.child('type')?.text ?? ''));
  }

  /** An option read from the parsed command line, or from what a caller hands on as such. */
  private isLimited(node: SyntaxNode, origin: Origin): boolean {
    const option = node.type === 'attribute' ? node.child('attribute')?.text : undefined;
    if (option === undefined || (origin.kind === 'source' && origin.source !== this.model.optionSource)) return false;
    return isLimitedOption(this.scopes, this.model, option);
  }

  /** A part of something is outside data where the whole is, the caller's where the whole is, and else unknown. */
  private part(node: SyntaxNode, whole: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (whole.text === 'self' || whole.text === 'cls') return unknown(node);
    if (whole.type === 'identifier') {
      const bindings = reachingBindings(this.scopes, whole.text, whole);
      if (bindings.length > 0 && bindings.every((binding) => binding.kind === 'parameter' && this.isBounded(binding))) return safe(node);
    }
    if (this.isTypedField(node, whole)) return safe(node);
    const found = this.visit(whole, frame, depth);
    for (const kind of ['source', 'parameter'] as const) {
      const piece = found.find((one) => one.kind === 'value' && one.origin.kind === kind);
      if (piece?.kind !== 'value') continue;
      return this.isLimited(node, piece.origin) ? safe(node) : value(node, piece.origin);
    }
    return unknown(node);
  }

  private subscript(node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    if (isGuarded(this.scopes, node)) return safe(node);
    const name = nameOf(this.scopes, node);
    if (name && this.model.harmless(name)) return safe(node);
    const source = this.sourceOf(node);
    if (source) return value(node, source);
    const whole = node.child('value')!;
    const elements = elementsOf(this.scopes, whole, 'values');
    return elements ? this.all(elements, frame, depth) : this.part(node, whole, frame, depth);
  }

  private call(node: SyntaxNode, frame: Frame | null, depth: number): Piece[] {
    const callee = node.child('function')!;
    const name = nameOf(this.scopes, callee);
    if (name && (this.question.clears(name) || this.model.harmless(name))) return safe(node);
    const args = argumentsOf(node);
    // `request.args.get("n", type=int)`.
    if (this.converts(args.named.get('type'))) return safe(node);
    const source = this.sourceOf(node);
    if (source) return value(node, source);
    const [first, ...rest] = args.positional;
    // What a mapping makes of its elements is its function's to say.
    if (name && first && rest.length > 0 && this.model.maps(name)) return this.converts(first) ? safe(node) : this.all(rest, frame, depth);
    if (name && this.model.joinsPaths(name)) {
      return args.positional.flatMap((part, position) => [...(position > 0 ? text('/', part) : []), ...this.visit(part, frame, depth)]);
    }
    if (name && this.model.passes(name)) return this.all([...args.positional, ...args.named.values()], frame, depth);
    if (callee.type === 'attribute') {
      const method = callee.child('attribute')?.text ?? '';
      const pieces = methodPieces(this, node, method, callee.child('object')!, args, frame, depth);
      if (pieces) return pieces;
    }
    const body = name?.startsWith('.') ? functionNamed(this.scopes, callee) : null;
    // A function out of sight may quote what it is given, or look it up: what is passed says nothing of what returns.
    return (body && this.returns(body, args, frame, depth)) ?? unknown(node);
  }

  /** A function that leaves nothing of a text: a number, a quotation. */
  private converts(node: SyntaxNode | undefined): boolean {
    const name = node ? nameOf(this.scopes, node) : null;
    return name !== null && (this.model.harmless(name) || this.question.clears(name));
  }

  /** What a function of the file returns, given what it is passed; null where that cannot be told. */
  private returns(body: Scope, args: Arguments, frame: Frame | null, depth: number): Piece[] | null {
    const inner: Frame = { function: body, args, outer: frame, depth: (frame?.depth ?? 0) + 1 };
    if (inner.depth > FRAMES) return null;
    const results = returnsOf(this.scopes, body);
    return results.length > 0 && results.length <= 12 ? this.all(results, inner, depth) : null;
  }

  private sourceOf(node: SyntaxNode): Origin | null {
    const name = nameOf(this.scopes, node);
    const source = (name && this.model.source(name)) || this.attributeSource(node);
    return source ? { kind: 'source', source, at: node } : null;
  }

  private attributeSource(node: SyntaxNode): string | null {
    for (let at: SyntaxNode | null = node; at; at = at.child('object') ?? at.child('value') ?? at.child('function')) {
      if (at.type !== 'attribute') continue;
      const source = this.model.attributeSource(at.child('object')?.text ?? '', at.child('attribute')?.text ?? '');
      if (source) return source;
    }
    return null;
  }
}

/** The position of a parameter among those that a caller fills. */
export function positionOf(binding: Binding): number {
  const parameters = binding.scope.node.child('parameters')?.namedChildren ?? [];
  const position = parameters.findIndex((parameter) => parameter.contains(binding.at));
  return /^(?:self|cls)$/.test(parameters[0]?.text ?? '') ? position - 1 : position;
}
