/** What an expression of any language is to the folder: each language says it of its own syntax, and the folder works it out. */
import type { FlatTree } from '../../parse/flatTree.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** A stretch of the file inside a literal: taken as it is, or standing for another text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly text: string | null;
}

export type FormatStyle = 'percent' | 'printf' | 'brace';

/** What is done to values. Those that take texts take them first. */
export type Operation =
  | 'base64'
  | 'hex'
  | 'percent'
  | 'rot13'
  /** Of a list of numbers, the text that they count up; of a text of bytes, that text. */
  | 'characters'
  | 'reverse'
  /** A list, what is put in between (or nothing). */
  | 'join'
  | 'split'
  /** A text, what is sought, what is put in its place. */
  | 'replace'
  | 'replaceFirst'
  /** A text or list, from, to (or to the end). */
  | 'slice'
  | 'substr'
  | 'item'
  | 'trim'
  /** Backslashes and what follows them. */
  | 'unescape'
  /** Several lists or texts one after the other. */
  | 'chain';

/** An expression of the file, or what one would be. */
export type Operand = SyntaxNode | Shape;

export type Argument = Operand | string | number | null;

export type Shape =
  /** One after the other. */
  | { readonly kind: 'text'; readonly parts: readonly (Operand | Stretch)[] }
  | { readonly kind: 'list'; readonly items: readonly Operand[] }
  | { readonly kind: 'number'; readonly value: number }
  /** A pattern of one character, or of one text: what a regular expression may be to be worked out here. */
  | { readonly kind: 'pattern'; readonly source: string; readonly isGlobal: boolean }
  /** One that `runsOn` has no bracket at its end: where no variable is named so, it is one with more text behind it. */
  | { readonly kind: 'name'; readonly name: string; readonly runsOn?: boolean }
  | { readonly kind: 'same'; readonly as: Operand }
  | {
      readonly kind: 'format';
      readonly style: FormatStyle;
      readonly template: Operand;
      readonly values: readonly Operand[];
      readonly named: ReadonlyMap<string, Operand>;
    }
  | { readonly kind: 'done'; readonly operation: Operation; readonly to: readonly Argument[] };

/** A variable gets a value, or more of it. */
export interface Write {
  readonly name: string;
  readonly how: 'set' | 'append' | 'push';
  /** Several where elements are pushed. Empty: a value that is not known. */
  readonly values: readonly Operand[];
  /** Members of objects and classes are seen from everywhere in the file. */
  readonly isShared?: boolean;
}

export interface FoldingLanguage {
  /** Expressions that may make a text of several. */
  readonly expressions: ReadonlySet<string>;
  /** Where variables get values. */
  readonly writers: ReadonlySet<string>;
  /** Told without a view of the node, for there are many: false where an expression of these types makes no text. */
  mayMake(tree: FlatTree, node: number): boolean;
  /** Functions: what is named in one is not seen outside. */
  readonly scopes: ReadonlySet<string>;
  shapeOf(node: SyntaxNode): Shape | null;
  writesOf(node: SyntaxNode): readonly Write[];
  /** The name that a node gives to the value that is this child; undefined: what is around it may say; null: it has none. */
  nameFor(parent: SyntaxNode, child: SyntaxNode): string | null | undefined;
}
