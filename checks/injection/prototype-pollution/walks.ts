/** Places where a key that somebody chose sets a field of something that was itself reached by such a key. */
import type { SyntaxNode } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  type Binding,
  calleeOf,
  functionAround,
  functionTypes,
  type JavaScriptFile,
  propertyOf,
  unwrapAwait,
} from '../../../src/engine/javascript.ts';
import { type Declared, mentionedIn } from './guards.ts';
import { type Key, Keys } from './keys.ts';

/** `target[key] = …` */
export interface Pollution {
  readonly at: SyntaxNode;
  readonly fn: SyntaxNode;
  /** What is set, as it is written. */
  readonly target: string;
  readonly key: SyntaxNode;
  /** How the prototype is reached: by a path, or by merging into what is there. */
  readonly how: 'path' | 'merge';
  readonly isOutside: boolean;
  /** What the keys are taken from. */
  readonly from: SyntaxNode | null;
}

const MAX_DEPTH = 5;
const getter = /^(?:get|getIn|getProp\w*|getValue|lookup|child|descend|step|read)$/;

/** The name a function goes by. */
export function nameOfFunction(fn: SyntaxNode): string {
  const own = fn.child('name')?.text;
  if (own) return own;
  const { parent } = fn;
  if (parent?.type === 'variable_declarator') return parent.child('name')?.text ?? '';
  if (parent?.type === 'pair') return parent.child('key')?.text ?? '';
  if (parent?.type === 'assignment_expression') {
    const left = parent.child('left');
    return left ? (propertyOf(left) ?? left.text) : '';
  }
  return '';
}

export class Walks {
  private readonly file: JavaScriptFile;
  private readonly keys: Keys;
  private readonly declared: Declared;

  constructor(file: JavaScriptFile, declared: Declared) {
    this.file = file;
    this.keys = new Keys(file);
    this.declared = declared;
  }

  /** What an assignment does, or null where it is none of our business. */
  look(at: SyntaxNode): Pollution | null {
    const left = at.child('left');
    const place = left && unwrapAwait(left);
    const target = place?.type === 'subscript_expression' ? place.child('object') : null;
    const keyNode = place?.child('index');
    if (
      !target ||
      !keyNode ||
      /^(?:string|number|template_string|binary_expression|update_expression|unary_expression)$/.test(keyNode.type)
    )
      return null;
    const fn = functionAround(at);
    const key = this.keys.keyOf(keyNode);
    const on = unwrapAwait(target);
    const found = (how: Pollution['how'], by: Key): Pollution => ({
      at,
      fn: fn ?? this.file.root,
      target: on.text,
      key: keyNode,
      how,
      isOutside: by.isOutside || (key?.isOutside ?? false),
      from: by.of ?? key?.of ?? null,
    });
    const reached = this.reachedBy(on, 0);
    // What is enumerated is changed in place: its keys are its own.
    if (key?.of?.text === on.text) return null;
    if (reached && (key || this.isGivenKey(keyNode)) && !this.isShallow(on)) return found('path', reached);
    if (!fn || !key) return null;
    const merged = this.mergedBy(on, keyNode, key, fn);
    return merged && found('merge', merged);
  }

  /** The last key of a path often is no part of a list any more. */
  private isGivenKey(node: SyntaxNode): boolean {
    return this.keys.isGiven(node) || this.keys.isOutside(node);
  }

  /** The key by which a value was read from something; null where it was not. Plain parameters do not count. */
  private reachedBy(node: SyntaxNode, depth: number): Key | null {
    if (depth > MAX_DEPTH) return null;
    const at = unwrapAwait(node);
    const inner = (...names: string[]): Key | null => {
      for (const name of names) {
        const child = at.child(name);
        const key = child && this.reachedBy(child, depth + 1);
        if (key) return key;
      }
      return null;
    };
    switch (at.type) {
      case 'subscript_expression': {
        const index = at.child('index');
        const key = index ? this.keys.keyOf(index) : null;
        if (key?.of && key.of.text === at.child('object')?.text) return null;
        return key?.of || key?.isOutside ? key : inner('object');
      }
      case 'assignment_expression':
        return inner('right', 'left');
      case 'augmented_assignment_expression':
        return inner('left', 'right');
      case 'ternary_expression':
        return inner('consequence', 'alternative');
      case 'binary_expression':
        return /^(?:\|\||&&|\?\?)$/.test(at.child('operator')?.text ?? '') ? inner('left', 'right') : null;
      case 'call_expression': {
        const callee = calleeOf(at);
        const word = callee && (propertyOf(callee) ?? callee.text);
        const given = argumentsOf(at);
        if (word && /^reduce(?:Right)?$/.test(word) && given[0] && functionTypes.has(given[0].type)) return this.ofAccumulator(given[0], 0);
        if (!word || !getter.test(word) || given.length < 2) return null;
        const key = this.keys.keyOf(given[1]!);
        return key?.of || key?.isOutside ? key : null;
      }
      case 'identifier': {
        const binding = this.file.bindings.resolve(at);
        if (!binding || binding.kind === 'import' || binding.kind === 'function') return null;
        return this.ofVariable(binding, depth);
      }
      default:
        return null;
    }
  }

  private ofVariable(binding: Binding, depth: number): Key | null {
    if (binding.parameter) return this.ofAccumulator(binding.parameter.fn, binding.parameter.index) ?? this.written(binding, depth);
    if (binding.value && binding.path.length === 0 && binding.kind !== 'element') {
      const key = this.reachedBy(binding.value, depth + 1);
      if (key) return key;
    }
    return this.written(binding, depth);
  }

  private written(binding: Binding, depth: number): Key | null {
    for (const { value } of this.file.bindings.writesTo(binding)) {
      const key = value && this.reachedBy(value, depth + 1);
      if (key) return key;
    }
    return null;
  }

  /** `keys.reduce((at, key) => at[key] …)`: what the callback gives is what it is called with next. */
  private ofAccumulator(fn: SyntaxNode, index: number): Key | null {
    const call = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    const callee = call ? calleeOf(call) : null;
    if (index !== 0 || !callee || !/^reduce(?:Right)?$/.test(propertyOf(callee) ?? '')) return null;
    const list = callee.child('object');
    const key = list && this.keys.listOf(list);
    const body = fn.child('body');
    if (!key || !body) return null;
    const given = body.type === 'statement_block' ? [...body.descendants('return_statement')].flatMap((one) => one.namedChildren) : [body];
    return given.some((one) => this.isFieldOfFirst(one, fn, 0)) ? key : null;
  }

  /** True where a value is a computed field of a function's first parameter. */
  private isFieldOfFirst(node: SyntaxNode, fn: SyntaxNode, depth: number): boolean {
    const at = unwrapAwait(node);
    if (at.type === 'subscript_expression') {
      const object = at.child('object');
      const binding = object?.type === 'identifier' ? this.file.bindings.resolve(object) : null;
      return binding?.parameter?.index === 0 && binding.parameter.fn.equals(fn);
    }
    if (depth > MAX_DEPTH || !/^(?:(?:augmented_)?assignment|binary|ternary)_expression$/.test(at.type)) return false;
    return ['left', 'right', 'consequence', 'alternative'].some((name) => {
      const child = at.child(name);
      return child !== null && this.isFieldOfFirst(child, fn, depth + 1);
    });
  }

  /** A list of lists, told by its declared type. */
  private isShallow(on: SyntaxNode): boolean {
    const binding = on.type === 'identifier' ? this.file.bindings.resolve(on) : null;
    const type = binding?.identifier.parent?.child('type')?.text ?? binding?.parameter?.pattern.text ?? '';
    return (
      /\[\]|\bMap<|\bArray</.test(type.slice(0, 100)) ||
      (binding?.value?.type === 'array' && this.file.bindings.writesTo(binding).length === 0)
    );
  }

  /** `merge(target[key], source[key])` in what sets `target[key]`. */
  private mergedBy(on: SyntaxNode, keyNode: SyntaxNode, key: Key, fn: SyntaxNode): Key | null {
    // A key that is handed in alone belongs to a target that is handed in, too.
    if (!key.of && on.type !== 'this' && !(on.type === 'identifier' && this.file.bindings.resolve(on)?.parameter?.fn.equals(fn)))
      return null;
    for (let around: SyntaxNode | null = fn, level = 0; around && level < 3; around = functionAround(around), level++) {
      for (const call of around.descendants('call_expression')) {
        const callee = calleeOf(call);
        const word = callee && (propertyOf(callee) ?? (callee.type === 'identifier' ? callee.text : null));
        const handsIn = word && argumentsOf(call).some((one) => this.isElementOf(one, on.text, keyNode.text, 0));
        if (!handsIn) continue;
        if (this.leadsTo(word, around, key.of === null ? 1 : 0)) return key;
      }
    }
    return null;
  }

  /** True where a value is `target[key]`, as it stands or by way of a variable. */
  private isElementOf(node: SyntaxNode, target: string, key: string, depth: number): boolean {
    if (depth > 4) return false;
    const at = unwrapAwait(node);
    const inner = (...names: string[]) =>
      names.some((name) => {
        const child = at.child(name);
        return child !== null && this.isElementOf(child, target, key, depth + 1);
      });
    switch (at.type) {
      case 'subscript_expression':
        return at.child('object')?.text === target && at.child('index')?.text === key;
      case 'ternary_expression':
        return inner('consequence', 'alternative');
      case 'binary_expression':
        return inner('left', 'right');
      case 'assignment_expression':
        return inner('left', 'right');
      case 'augmented_assignment_expression':
        return inner('left');
      case 'identifier': {
        const binding = this.file.bindings.resolve(at);
        if (!binding || binding.parameter || binding.kind === 'import' || binding.kind === 'function') return false;
        if (binding.value && binding.path.length === 0 && this.isElementOf(binding.value, target, key, depth + 1)) return true;
        return this.file.bindings.writesTo(binding).some(({ value }) => value !== null && this.isElementOf(value, target, key, depth + 1));
      }
      default:
        return false;
    }
  }

  /** True where a function of that name is this one, or comes back to it. */
  private leadsTo(name: string, fn: SyntaxNode, from: number): boolean {
    const wanted = nameOfFunction(fn);
    const seen = new Set<string>();
    let names: readonly string[] = [name];
    for (let round = 0; round < 4 && names.length > 0; round++) {
      const next: string[] = [];
      for (const one of names) {
        if (seen.has(one) || seen.size > 60) continue;
        seen.add(one);
        for (const node of this.declared.get(one) ?? []) {
          if (!functionTypes.has(node.type)) continue;
          if ((node.equals(fn) || node.contains(fn)) && (round >= from || node.equals(fn))) return true;
          const mentioned = mentionedIn(node);
          if (wanted !== '' && one !== wanted && mentioned.has(wanted)) return true;
          next.push(...[...mentioned].filter((other) => this.declared.has(other)));
        }
        if (one === wanted && wanted !== '') return true;
      }
      names = next;
    }
    return false;
  }
}
