/** What an expression stands for, in words that every language shares. Lowered on demand, and only for code that a check asks about. */
import type { Call, IrFunction } from './program.ts';

/** A named place that holds a value: a local, a parameter, a global of the file, an import. */
export interface Variable {
  /** Unique within the program. */
  readonly id: number;
  readonly name: string;
  /** The function whose own it is; null where every function of the file sees the same one. */
  readonly owner: IrFunction | null;
  /** Position among the owner's parameters, or -1. */
  readonly parameter: number;
  /** True for a parameter that holds the list of its argument and all after it: `...args`, `*args`. */
  readonly rest?: boolean;
}

/** How a shell reads a piece of a word; `none` in languages where text is just text. */
export type Quoting = 'none' | 'bare' | 'double' | 'single';

export interface Part {
  readonly value: Value;
  readonly quoting: Quoting;
}

interface Located {
  /** The node in the program's tree. */
  readonly at: number;
}

/** What a constant is; text where nothing is said. `pattern`: a regular expression as it is written, with its delimiters. */
export type LiteralType = 'text' | 'number' | 'boolean' | 'nothing' | 'pattern';

export type Value = Located &
  (
    | { readonly kind: 'literal'; readonly text: string; readonly type?: LiteralType }
    | { readonly kind: 'variable'; readonly variable: Variable }
    | { readonly kind: 'field'; readonly of: Value; readonly name: string }
    /** An element that is not told apart: of a loop, of a computed index; `index` is that index, where one is written. */
    | { readonly kind: 'element'; readonly of: Value; readonly index?: Value }
    | { readonly kind: 'concat'; readonly parts: readonly Part[] }
    /** What a call gives, awaited or not. In a shell: its output. */
    | { readonly kind: 'result'; readonly call: Call }
    /** Whether a shell command succeeded. */
    | { readonly kind: 'status'; readonly call: Call }
    /** What a callback is given by the call it was handed to. */
    | { readonly kind: 'argument'; readonly of: Call; readonly index: number }
    /** One of several. `on`: the condition of the first against the second; `falls`: the first unless it is false or nothing, else the next. */
    | { readonly kind: 'choice'; readonly among: readonly Value[]; readonly on?: Value; readonly falls?: boolean }
    /** `!`, `==`, `-`, … : the operator as the language writes it. */
    | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Value[] }
    | { readonly kind: 'list'; readonly items: readonly Value[] }
    /** A collection made by a rule: all its elements are like this one. */
    | { readonly kind: 'collection'; readonly element: Value }
    /** An object or dictionary literal, or named arguments; `spread` holds what is spread into it. */
    | { readonly kind: 'record'; readonly entries: ReadonlyMap<string, Value>; readonly spread: readonly Value[] }
    | { readonly kind: 'function'; readonly body: IrFunction }
    | { readonly kind: 'environment'; readonly name: string }
    | { readonly kind: 'unknown' }
  );

/** The values a value is made of, one level down. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'field':
    case 'element':
      return value.kind === 'element' && value.index ? [value.of, value.index] : [value.of];
    case 'concat':
      return value.parts.map((part) => part.value);
    case 'choice':
      return value.among;
    case 'operation':
      return value.operands;
    case 'list':
      return value.items;
    case 'collection':
      return [value.element];
    case 'record':
      return [...value.entries.values(), ...value.spread];
    default:
      return [];
  }
}
