/**
 * Where a value of a JavaScript file comes from: a look backwards through variables, destructuring, local functions and the
 * calls of a function, within one file. What it cannot see is `unknown`, never constant.
 */
import { additionsTo } from '../../lower/javascript/additions.ts';
import type { Binding } from '../../lower/javascript/bindings.ts';
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf, functionTypes, parametersOf, propertyOf, unwrapAwait } from '../../lower/javascript/syntax.ts';
import { optionOf } from '../../lower/javascript/text.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { fieldValues } from './fields.ts';
import { callbackOf, calledFunction, callsOf, exportedNames, isExported, returnsOf } from './functions.ts';
import { callbackSource, knownOrigin } from './known.ts';
import type { Origin, OriginModel, OriginStep } from './model.ts';
import { constant, unknown, worse } from './ranks.ts';
import { isConverted, requestFields } from './requests.ts';
import { Types } from './types.ts';

/** How deep a value is followed, and how many expressions are looked at for one answer. */
const maximumDepth = 16;
const maximumLooks = 600;

/** Says in place of an origin that a call or a guard takes the danger out of a value. */
export type Cleared = (node: SyntaxNode) => boolean;

const never: Cleared = () => false;

export class Origins {
  private readonly file: JavaScriptFile;
  private readonly model: OriginModel;
  private readonly types: Types;
  private exported: ReadonlySet<string> | null = null;
  private looks = 0;
  private cleared: Cleared = never;
  private visiting = new Set<string>();

  constructor(file: JavaScriptFile, model: OriginModel) {
    this.file = file;
    this.model = model;
    this.types = new Types(file);
  }

  /** The origin of an expression. `cleared` names expressions whose value is harmless where it is going. */
  of(node: SyntaxNode, cleared: Cleared = never): Origin {
    this.looks = 0;
    this.cleared = cleared;
    this.visiting = new Set();
    return this.look(node, [], 0);
  }

  /** The worst origin of several expressions, such as the parts of a text. */
  ofAll(nodes: readonly SyntaxNode[], cleared: Cleared = never): Origin {
    let origin = constant;
    for (const node of nodes) origin = worse(origin, this.of(node, cleared));
    return origin;
  }

  isExported(fn: SyntaxNode): boolean {
    this.exported ??= exportedNames(this.file.root);
    return isExported(fn, this.exported);
  }

  /** `path`: properties of the value that are asked for; `*` is some element. */
  private look(node: SyntaxNode, path: readonly string[], depth: number): Origin {
    const at = unwrapAwait(node);
    if (depth > maximumDepth || this.looks++ > maximumLooks) return unknown(at);
    if (this.cleared(at)) return constant;
    switch (at.type) {
      case 'string':
      case 'number':
      case 'true':
      case 'false':
      case 'null':
      case 'undefined':
      case 'regex':
      case 'unary_expression':
      case 'update_expression':
      case 'class':
        return constant;
      case 'arrow_function':
      case 'function_expression':
        return path.length > 0 ? unknown(at) : constant;
      case 'template_string':
      case 'binary_expression':
        return this.combined(at, path, depth);
      case 'ternary_expression':
        return this.worst([at.child('consequence'), at.child('alternative')], path, depth);
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return this.worst([at.child('right')], path, depth);
      case 'identifier':
      case 'shorthand_property_identifier':
        return this.identifier(at, path, depth);
      case 'member_expression':
      case 'subscript_expression':
        return this.member(at, path, depth);
      case 'call_expression':
      case 'new_expression':
        return this.call(at, path, depth);
      case 'array':
        return this.worst(
          at.namedChildren.filter((child) => child.type !== 'comment'),
          path.slice(1),
          depth,
        );
      case 'spread_element':
        return this.worst(at.namedChildren, path, depth);
      case 'object':
        return this.object(at, path, depth);
      default:
        return unknown(at);
    }
  }

  private worst(nodes: readonly (SyntaxNode | null)[], path: readonly string[], depth: number): Origin {
    let origin = constant;
    for (const node of nodes) if (node) origin = worse(origin, this.look(node, path, depth + 1));
    return origin;
  }

  private combined(at: SyntaxNode, path: readonly string[], depth: number): Origin {
    const operator = at.child('operator')?.text;
    if (operator === '||' || operator === '??') return this.worst([at.child('left'), at.child('right')], path, depth);
    if (operator === '&&') return this.worst([at.child('right')], path, depth);
    if (operator !== undefined && operator !== '+') return constant;
    const parts = this.file.partsOf(at);
    // A sum of two unknowns that involves no text may as well be a number, but nothing shows it.
    return this.worst(
      parts.map((part) => (part.kind === 'value' ? part.node : null)),
      [],
      depth,
    );
  }

  private object(at: SyntaxNode, path: readonly string[], depth: number): Origin {
    const [key, ...rest] = path;
    const members = at.namedChildren.filter(
      (child) => child.type === 'pair' || child.type === 'shorthand_property_identifier' || child.type === 'spread_element',
    );
    if (key !== undefined && key !== '*' && key !== '*key') {
      const value = optionOf(at, key);
      if (value) return this.look(value, rest, depth + 1);
      const spreads = members.filter((child) => child.type === 'spread_element');
      return spreads.length > 0 ? this.worst(spreads, path, depth) : constant;
    }
    if (key === '*key') return constant;
    return this.worst(
      members.map((member) => (member.type === 'pair' ? member.child('value') : member)),
      rest,
      depth,
    );
  }

  private identifier(at: SyntaxNode, path: readonly string[], depth: number): Origin {
    if (at.text === 'undefined') return constant;
    const binding = this.file.bindings.resolve(at);
    if (!binding) return this.named(at, at.text, path);
    const key = `${binding.identifier.index}.${path.join('.')}`;
    if (this.visiting.has(key)) return constant;
    this.visiting.add(key);
    const origin = this.binding(at, binding, [...binding.path, ...path], depth);
    this.visiting.delete(key);
    return origin;
  }

  private binding(at: SyntaxNode, binding: Binding, path: readonly string[], depth: number): Origin {
    switch (binding.kind) {
      case 'import':
        // A shouted name is a constant by everyone's habit.
        return /^[A-Z][A-Z0-9_]*$/.test(binding.name)
          ? constant
          : this.named(at, this.file.nameOf(at) ?? binding.name, path.slice(binding.path.length));
      case 'function':
      case 'class':
      case 'enum':
        return constant;
      case 'catch':
        return unknown(at);
      case 'element':
        if (!binding.value) return unknown(at);
        return path[0] === '*key'
          ? this.keys(binding.value, depth)
          : this.kept(binding, this.look(binding.value, ['*', ...path], depth + 1));
      case 'parameter':
        return this.parameter(at, binding, path, depth);
    }
    let origin = binding.value ? this.look(binding.value, path, depth + 1) : constant;
    for (const write of this.file.bindings.writesTo(binding)) {
      if (write.value) origin = worse(origin, this.look(write.value, path.slice(binding.path.length), depth + 1));
      else if (write.at.type !== 'update_expression') origin = worse(origin, unknown(write.at));
    }
    const [first, ...rest] = path;
    for (const { key, value } of additionsTo(binding, at, this.file.bindings)) {
      if (first !== undefined && first !== '*' && key !== '*' && key !== first) continue;
      const added = this.look(value, rest, depth + 1);
      // Of records in a list nobody can tell which one is read, so only those count that somebody is seen to steer.
      if (rest.length === 0 || added.kind !== 'unknown') origin = worse(origin, added);
    }
    return this.kept(binding, origin);
  }

  /** Adds the variable to the way of a value. */
  private kept(binding: Binding, origin: Origin): Origin {
    if (origin.kind === 'constant' || origin.kind === 'unknown') return origin;
    const step: OriginStep = { at: binding.identifier, text: `kept in \`${binding.name}\`` };
    return { ...origin, steps: [...origin.steps, step] };
  }

  /** The names of the properties of an object: those of a literal are constant. */
  private keys(value: SyntaxNode, depth: number): Origin {
    const literal = this.file.objectOf(value);
    return literal && !literal.namedChildren.some((child) => child.type === 'spread_element')
      ? constant
      : this.look(value, ['*'], depth + 1);
  }

  private parameter(at: SyntaxNode, binding: Binding, path: readonly string[], depth: number): Origin {
    const { fn, index, pattern } = binding.parameter!;
    const typed = pattern.child('type');
    // Nothing holds a sender to a declared type.
    const request = requestFields(binding, path, this.model, parametersOf(fn));
    if (request)
      return path.length === 0 && isConverted(pattern, this.model) ? constant : { kind: 'source', source: 'request', at, steps: [] };
    if (typed && this.types.leaveNoRoom(typed, path)) return constant;
    const isRest = pattern.type === 'rest_pattern' || pattern.child('pattern')?.type === 'rest_pattern';
    const callback = callbackOf(fn);
    if (callback) return this.callbackArgument(at, callback, index, path, depth);
    const calls = callsOf(fn, this.file);
    let origin: Origin = this.isExported(fn) ? { kind: 'parameter', at: binding.identifier, steps: [] } : constant;
    for (const call of calls) {
      const given = isRest ? argumentsOf(call).slice(index) : argumentsOf(call).slice(index, index + 1);
      const argument = given.length > 0 ? this.worst(given, isRest ? path.slice(1) : path, depth) : constant;
      if (argument.kind === 'source' || argument.kind === 'parameter') {
        const step: OriginStep = { at: call, text: `passed on as \`${binding.name}\`` };
        origin = worse(origin, { ...argument, steps: [...argument.steps, step] });
      } else origin = worse(origin, argument);
    }
    if (calls.length === 0 && origin.kind === 'constant') return unknown(at);
    return binding.value ? worse(origin, this.look(binding.value, path, depth + 1)) : origin;
  }

  /** What a function handed to another one is given. */
  private callbackArgument(
    at: SyntaxNode,
    callback: { readonly call: SyntaxNode; readonly index: number },
    index: number,
    path: readonly string[],
    depth: number,
  ): Origin {
    const callee = calleeOf(callback.call);
    const method = callee?.type === 'member_expression' ? propertyOf(callee) : callee?.text;
    const receiver = callee?.type === 'member_expression' ? callee.child('object') : null;
    if (!callee || !method) return unknown(at);
    const source = callbackSource(callback.call, method, receiver, this.file, this.model);
    if (source) return { kind: 'source', source, at, steps: [] };
    if (!receiver) return unknown(at);
    if (method === 'from' && receiver.text === 'Array')
      return index === 0 ? this.worst(argumentsOf(callback.call).slice(0, 1), ['*', ...path], depth) : constant;
    if (elementCallbacks.has(method)) return index === 0 ? this.look(receiver, ['*', ...path], depth + 1) : constant;
    if (method === 'reduce') return index === 1 ? this.look(receiver, ['*', ...path], depth + 1) : index > 1 ? constant : unknown(at);
    if (method === 'then' && callback.index === 0) return this.look(receiver, path, depth + 1);
    return unknown(at);
  }

  private member(at: SyntaxNode, path: readonly string[], depth: number): Origin {
    const property = propertyOf(at);
    const object = at.child('object');
    if (!object) return unknown(at);
    if (property !== null && path.length === 0 && this.model.harmlessProperties.includes(property)) return constant;
    const name = this.file.nameOf(at);
    if (name !== null) {
      const known = knownOrigin(at, [name, ...path].join('.'), this.model);
      if (known) return known;
    }
    if (object.type === 'this') return property === null ? unknown(at) : this.field(at, property, path, depth);
    // `Color.Red`, `LEVELS.HIGH`: a member of something that is named like a constant.
    const root = object.type === 'identifier' ? object.text : '';
    if (property !== null && path.length === 0 && /^[A-Z][A-Z0-9_]+$/.test(property) && /^[A-Z]/.test(root)) return constant;
    const binding = object.type === 'identifier' ? this.file.bindings.resolve(object) : null;
    if (binding?.kind === 'enum') return constant;
    return this.look(object, [property ?? '*', ...path], depth + 1);
  }

  /** A field of this class that is written only where it is declared. */
  private field(at: SyntaxNode, property: string, path: readonly string[], depth: number): Origin {
    const body = at.ancestor('class_body');
    if (!body) return unknown(at);
    const values = fieldValues(body, property);
    const key = `this.${body.index}.${property}.${path.join('.')}`;
    if (values.length === 0 || values.length > 8) return unknown(at);
    if (this.visiting.has(key)) return constant;
    this.visiting.add(key);
    const origin = this.worst(values, path, depth);
    this.visiting.delete(key);
    return origin;
  }

  private call(at: SyntaxNode, path: readonly string[], depth: number): Origin {
    const callee = calleeOf(at);
    if (!callee) return unknown(at);
    const name = this.file.nameOf(callee);
    const given = argumentsOf(at);
    if (name === 'Array.from' && given[1] && functionTypes.has(given[1].type)) return this.returned(at, given[1], path.slice(1), depth);
    if (name !== null) {
      if (this.model.harmlessCalls.includes(name)) return constant;
      const known = knownOrigin(at, [`${name}()`, ...path].join('.'), this.model);
      if (known) return known;
      if (this.model.passing.includes(name)) return this.worst(given, [], depth);
    }
    const local = calledFunction(at, this.file);
    if (local) return this.returned(at, local, path, depth);
    if (callee.type !== 'member_expression') return unknown(at);
    const method = propertyOf(callee);
    const receiver = callee.child('object');
    if (!method || !receiver) return unknown(at);
    if (this.model.harmlessMethods.includes(method)) return constant;
    if (method === 'map' || method === 'flatMap') {
      const [by] = given;
      if (by && functionTypes.has(by.type)) return this.returned(at, by, path.slice(1), depth);
      if (by && this.model.harmlessCalls.includes(this.file.nameOf(by) ?? '')) return constant;
      const named = by?.type === 'identifier' ? this.file.bindings.resolve(by)?.value : null;
      if (named && functionTypes.has(named.type)) return this.returned(at, named, path.slice(1), depth);
    }
    if (this.model.joiningMethods.includes(method)) return worse(this.look(receiver, path, depth + 1), this.worst(given, [], depth));
    if (this.model.passingMethods.includes(method)) return this.look(receiver, path, depth + 1);
    // Whatever a method of a request makes of it, it came with the request: `req.query.name.foo()`, `await request.json()`.
    const from = this.look(receiver, [method, ...path], depth + 1);
    return from.kind === 'source' ? from : unknown(at);
  }

  /** What a function of this file gives back. */
  private returned(at: SyntaxNode, fn: SyntaxNode, path: readonly string[], depth: number): Origin {
    const key = `()${fn.index}.${path.join('.')}`;
    if (this.visiting.has(key)) return constant;
    const values = returnsOf(fn);
    if (values.length === 0 || values.length > 12) return unknown(at);
    this.visiting.add(key);
    const origin = this.worst(values, path, depth);
    this.visiting.delete(key);
    return origin;
  }

  private named(at: SyntaxNode, name: string, path: readonly string[]): Origin {
    return knownOrigin(at, [name, ...path].join('.'), this.model) ?? unknown(at);
  }
}

const elementCallbacks = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'findLast']);
