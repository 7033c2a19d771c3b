/** What the origin of a value is, and the data by which sources are known. Names of libraries stand in the data, never here. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/**
 * Who has a say in a value: `request` is whoever reaches a service over the network, `remote` the other end of a call this
 * program makes, `page` whoever hands somebody a link to this page, `argument`, `environment` and `input` whoever starts it, `filename` whoever names files it lists.
 */
export type SourceKind = 'request' | 'remote' | 'page' | 'argument' | 'environment' | 'input' | 'filename';

export interface OriginStep {
  readonly at: SyntaxNode;
  readonly text: string;
}

export type Origin =
  | { readonly kind: 'constant' }
  | { readonly kind: 'source'; readonly source: SourceKind; readonly at: SyntaxNode; readonly steps: readonly OriginStep[] }
  /** A parameter of a function that other files can call. */
  | { readonly kind: 'parameter'; readonly at: SyntaxNode; readonly steps: readonly OriginStep[] }
  | { readonly kind: 'unknown'; readonly at: SyntaxNode; readonly steps: readonly OriginStep[] };

export interface OriginModel {
  /** Dotted names, and everything below them, that are sources: `process.argv`. Calls end in `()`. */
  readonly sources: Readonly<Record<string, SourceKind>>;
  /** Names of parameters that carry a request, by the name of the first property read from them. */
  readonly requests: readonly { readonly names: readonly string[]; readonly fields: readonly string[] }[];
  /** Types of parameters that carry a request. */
  readonly requestTypes: readonly string[];
  /** Decorators that hand a part of the request to a parameter. */
  readonly requestDecorators: readonly string[];
  /** Names in the arguments of such a decorator that reject what does not fit: a number, a UUID, a word of an enum. */
  readonly requestConversions: readonly string[];
  /** Methods whose callback is given a source: `action` of a command line, `question` of a prompt. */
  readonly callbacks: readonly {
    readonly method: string;
    /** One of these modules must be imported, if any are named. */
    readonly modules?: readonly string[];
    /** The event named by the first argument, if it is one of `on`. */
    readonly event?: string;
    /** Pattern of the receiver's text. */
    readonly receiver?: RegExp;
    readonly source: SourceKind;
  }[];
  /** Dotted names whose value nobody outside has a say in. A trailing `.` covers everything below. */
  readonly harmless: readonly string[];
  /** Functions that give a number, a digest or another value without syntax. */
  readonly harmlessCalls: readonly string[];
  /** Methods of any object that do. */
  readonly harmlessMethods: readonly string[];
  /** Properties of any object that do. */
  readonly harmlessProperties: readonly string[];
  /** Functions whose result is made from their arguments. */
  readonly passing: readonly string[];
  /** Methods whose result is made from their receiver and their arguments. */
  readonly joiningMethods: readonly string[];
  /** Methods whose result is made from their receiver. */
  readonly passingMethods: readonly string[];
}
