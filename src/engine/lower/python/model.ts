import type { SyntaxNode } from '../../parse/syntaxNode.ts';

/** What the lowering must be told about libraries. Filled in `checks/models/`: no library is named in the engine. */
export interface PythonModel {
  /** The kind of source an expression of this dotted name is (`sys.argv[]`, `flask.request.args.get()`), or null. */
  source(name: string): string | null;
  /** The kind of source the parameters of a function are, by the names of its decorators and its own; null: its callers decide, `harmless`: nobody. */
  parameterSource(decorators: readonly string[], functionName: string, parameter: string): string | null;
  /** An attribute of a parameter that is outside data by its words alone: `request.GET`. */
  attributeSource(object: string, attribute: string): string | null;
  /** Calls whose result holds no text of the argument's choosing: numbers, digests, identifiers made here. */
  readonly harmless: (name: string) => boolean;
  /** Attributes that hold numbers, whatever they hang on. */
  readonly harmlessAttributes: RegExp;
  /** Calls and methods that give their arguments' or their object's text on. */
  readonly passes: (name: string) => boolean;
  /** Calls that give what their first argument makes of the elements of the others. */
  readonly maps: (name: string) => boolean;
  /** Those that put their arguments together with a separator of paths. */
  readonly joinsPaths: (name: string) => boolean;
  readonly passingMethods: ReadonlySet<string>;
  /** Annotations whose values are harmless in any text. */
  readonly harmlessTypes: RegExp;
  /** Classes whose members are listed where they are defined: an annotation by one of their heirs bounds a value. */
  readonly listedBases: RegExp;
  /** The kind of source that declared options are. */
  readonly optionSource: string;
  /** Methods that declare an option of the command line. */
  readonly optionDeclarations: readonly string[];
  /** What such a call, or a decorator, lets in for the option of this name; null where it declares another. */
  readonly declaredOption: (call: SyntaxNode, name: string) => 'limited' | 'open' | null;
}
