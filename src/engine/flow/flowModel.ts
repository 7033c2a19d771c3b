/**
 * What the solver asks of the models of libraries. The data stand in `checks/models/`; here is only their form. Names are canonical: the
 * module or type, a dot, the member (`child_process.exec`, `express.Request.query`); what a call gives is its name with `()`.
 */

import type { Call, Decorator, FlowProgram, GivenPlaces, IrFunction } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import type { Context, SinkContext } from './contexts.ts';
import type { SourceKind } from './fact.ts';
import type { Spelling } from './spelling.ts';

/**
 * Which value of a call: a position (negative: from the end), what it is called on, all positions one by one or as one list (`listed`), all
 * from one on, a named argument, all of these as a record (`named`), its standard input. `call`: the call itself, whatever it is given.
 * Where a field is set, 0 is its key and 1 is what it gets.
 */
export type Slot = number | 'receiver' | 'all' | 'listed' | 'named' | 'input' | 'call' | `from ${number}` | `option ${string}`;

/** How what a call gives is made of what it is given. */
export type Making =
  /** It is the same text, at most in another form: trimmed, in lower case, decoded. */
  | 'same'
  /** It is the very thing: what chained calls are called on. */
  | 'itself'
  /** Another text made of it, of which nothing is proven: a slice, a hash, an encoding. */
  | 'derived'
  /** One after the other. */
  | 'joined'
  /** One after the other with a slash between. */
  | 'path'
  /** The items of the first with the receiver, or the second, between: `sep.join(items)`. */
  | 'text of items'
  /** The receiver (or the first) with its places filled in by the others. */
  | 'format'
  /** The first with its `%s` filled in by the others, the rest behind it. */
  | 'printf'
  | 'element'
  /** The field that the argument after the receiver names; the next argument where there is none. */
  | 'field'
  /** A list or mapping with the same elements. */
  | 'collection'
  /** It is the same, made a text. */
  | 'text'
  /** The second as far as the first, which says what it may hold, lets it through: field by field what that one is harmless in. */
  | 'shaped'
  /** The first, which matches the pattern that the second is. */
  | 'matching'
  /** Of a list some of its elements, of a text a part of it. */
  | 'slice'
  /** The first with all that the pattern (the second) matches replaced by the third. */
  | 'replaced'
  /** The first with all that is the second, as a text and not as a pattern, replaced by the third. */
  | 'rewritten'
  /** A list of parts of the text. */
  | 'parts'
  /** What a mapping has as keys: what its values are is nothing to them. */
  | 'keys'
  /** A mapping with all that these have. */
  | 'merged'
  /** The field of a field: a section and a name in it, one after the other. */
  | 'field of field'
  /** What the first, a function, makes of each of the second's elements. */
  | 'mapped'
  | 'number'
  | 'boolean';

export interface SinkModel {
  readonly at: Slot;
  readonly context: SinkContext;
  /** Only with this named argument set so: `shell: true`. A missing one counts as `missing`. */
  readonly when?: { readonly option: string | number; readonly is: readonly string[]; readonly missing?: boolean };
  /** Tells apart what checks treat differently within a context. */
  readonly label?: string;
  /** Told also where the program itself says what it is: an algorithm that is weak, a flag that is off. */
  readonly written?: boolean;
  /** Told whatever is shown there: the name of the place says what it is. */
  readonly always?: boolean;
}

export interface GuardModel {
  /** What is judged. */
  readonly of: Slot;
  /** `clears`: proven for `contexts`. `member`: one of the elements of `in`. `pattern`: matches `in`. `truth`: it is true. `prefix`, `suffix`: begins or ends with `in`. `inside`: below the directory `in`, names compared whole. `verified`: what it was made of was signed. */
  readonly by: 'clears' | 'member' | 'pattern' | 'prefix' | 'suffix' | 'equal' | 'inside' | 'verified' | 'truth';
  readonly in?: Slot;
  readonly contexts?: readonly Context[];
  /** Only where the argument at this position is one of these. */
  readonly given?: { readonly at: number; readonly is: readonly string[] };
  /** `true`: where the result is true. `false`: where it is not. `returns`: wherever it returns at all. */
  readonly holds: 'true' | 'false' | 'returns';
  /** Of a pattern: must the whole text match, or only its beginning, or any part. */
  readonly match?: 'whole' | 'start' | 'part';
}

export interface EntryModel {
  /** Positions of the functions that are called with outside data. */
  readonly at: Slot;
  /** Only where the argument at this position is one of these: the event that is waited for. */
  readonly when?: { readonly at: number; readonly is: readonly string[] };
  /** What they are given, by position: the canonical name of a type, or `source KIND`. */
  readonly parameters: readonly (string | null)[];
  /** The context that what they return goes to. */
  readonly returns?: SinkContext;
}

export interface CallModel {
  readonly sinks?: readonly SinkModel[];
  readonly source?: SourceKind;
  readonly gives?: { readonly from: readonly Slot[]; readonly as: Making };
  /** Contexts that what it gives is harmless in; `every` for all. */
  readonly clears?: readonly Context[] | 'every';
  readonly guards?: readonly GuardModel[];
  /** What it changes: what it is called on (or an argument) gets these as elements, at the end, at a position, under a name, or as its text. */
  readonly into?: {
    readonly to: Slot;
    readonly from: readonly Slot[];
    readonly as: 'element' | 'end' | 'field' | 'text' | 'merge' | 'position';
  };
  /** Takes an element out: the last, or the first, or that of the first argument. */
  readonly takes?: 'last' | 'first' | 'position' | 'all';
  readonly entries?: readonly EntryModel[];
  /** The canonical name of what it gives. */
  readonly is?: string;
  /** What it gives, in the words of a trace. */
  readonly says?: string;
  /** What it gives is a view of its last argument: something about it, for guards. `relative`: the way to it from a directory. */
  readonly aspect?: string;
  /** Named arguments that what it gives keeps as fields: how a parser was set up. */
  readonly keeps?: readonly string[];
  /** A function that what it gives went through: where that makes numbers of all, it is one. */
  readonly converts?: Slot;
  /** Takes an encoding off: what that had made harmless is not any more. */
  readonly restores?: boolean;
  /** It gives the function that is its first argument, with the named arguments set: what calls that calls this. */
  readonly binds?: boolean;
  /** Fields of what it gives are declared in the file itself. */
  readonly isDeclared?: boolean;
  /** What it gives tells nothing of what it is given: a digest, whether it is there. */
  readonly hides?: boolean;
  /** The source is one only where the text at this position names a secret: `getenv('API_KEY')`. */
  readonly sourceNamed?: Slot;
  /** It never gives anything: it throws, or ends the program. */
  readonly never?: boolean;
  /** What the function given at `at` is called with: the values it is made of. */
  readonly calls?: { readonly at: Slot; readonly parameters: readonly (Slot | 'element' | 'result' | null)[] };
}

export interface ReadModel {
  /** It is this text, whatever the platform: a separator. */
  readonly text?: string;
  readonly source?: SourceKind;
  readonly is?: string;
  /** Something about what it is read from, for guards: the host of an address. */
  readonly aspect?: string;
  readonly clears?: readonly Context[] | 'every';
  /** All of what it is read from: what a result holds, if it is one. */
  readonly whole?: boolean;
}

/** What a parameter is by convention or declaration. */
export interface ParameterModel {
  /** The canonical name of its type, `source KIND`, or `what its mark gives`: what the function returns that its mark names. */
  readonly is: string;
  /** Where its mark is given one of these, which reject or convert it, it is `converted`. */
  readonly unless?: readonly string[];
}

/** What functions of unknown code do, by what they are called. */
export interface CleaningModel {
  readonly names: RegExp;
  readonly clears: readonly Context[];
}

/** What a function is to the framework that calls it. */
export interface FunctionRole {
  readonly parameters: readonly (ParameterModel | null)[];
  readonly returns?: SinkContext;
}

/** How a framework's functions are told: by a decorator, by the class they belong to, by what their parameters are called. */
export interface RoleModel {
  /** What the file itself is given: a script's own parameters. */
  readonly isFile?: boolean;
  /** Canonical name of the decorator, or `*.word` for any of that last word. */
  readonly decorator?: string;
  /** Canonical name of a base class, or `*.word`. */
  readonly base?: string;
  /** Names of the methods of such a class; left out: all. */
  readonly methods?: readonly string[];
  /** What the first parameters are called, each as alternatives: `['req', 'request']`. */
  readonly named?: readonly (readonly string[])[];
  /** What the parameters are, the instance itself left out; `rest` for all others. */
  readonly parameters: readonly (string | null)[];
  readonly rest?: string;
  /** What the instance itself is. */
  readonly self?: string;
  /** Only where nothing in the file calls the function by name. */
  readonly isUncalled?: boolean;
  /** Only in files with a match: an expression without flags. */
  readonly needs?: string;
  readonly returns?: SinkContext;
}

/** A sink that is no position of a call: found by reading a command. */
export interface FoundSink {
  readonly sink: SinkModel;
  readonly value: Value;
}

/** What names tell of the values that go by them, for a model of what must not be shown. */
export interface Secrecy {
  /** What a variable, parameter, field or key of this name holds; `holder` is the name of what it is a part of. */
  held(name: string, holder: string): SourceKind | null;
  /** Names that a text shows to hold secrets by what it does with them, and where it does so. */
  heldIn(text: string): ReadonlyMap<string, readonly number[]>;
  /** What a function of unknown code gives, by its name. */
  gives(word: string): SourceKind | null;
  /** Whether a part of what holds secrets is one. */
  isSecretPart(name: string): boolean;
}

export interface FlowModel {
  /** Left out: nothing is a source by its name. */
  readonly secrecy?: Secrecy;
  /** The one name of what goes by several. */
  canonical(name: string): string;
  call(name: string): CallModel | undefined;
  /** Whether a name begins like one that the models speak of: then what they do not say of it is not so. */
  knows(name: string): boolean;
  /** For calls on things that are not known, by their last word. */
  method(word: string): CallModel | undefined;
  /** For calls of whatever goes by this last word: a function from anywhere too. */
  anywhere(word: string): CallModel | undefined;
  /** `*.field` for a field of that name of anything; `environment NAME` for a variable of the environment. */
  read(name: string): ReadModel | undefined;
  /** Contexts that functions of unknown code clear, by what they are called. */
  cleaning(word: string): readonly Context[] | undefined;
  /** A field that is set: `Element.innerHTML`, or by the field's word alone; `[]` for a computed one. */
  store(name: string | null, field: string): readonly SinkModel[] | undefined;
  readonly environment: ReadModel;
  /** A text without a match (and without a role) is given nothing by outsiders; null where that cannot be told by a text. */
  readonly sources: RegExp | null;
  /** Last words of calls that are sinks. */
  readonly sinkWords: ReadonlySet<string>;
  /** What the name of a place makes of what is put there: a variable, a field, a named argument, the result of a function of that name. */
  named?(word: string): readonly SinkModel[] | undefined;
  /** Last words of calls that give other functions: under which name a sink is called is not told by its word then. */
  readonly bindingWords: ReadonlySet<string>;
  /** Fields whose setting is a sink. */
  readonly storeWords: ReadonlySet<string>;
  /** Where such fields are set, in the text of a file; null where there are none. */
  readonly stores: RegExp | null;
  /** Which of these words and fields a text that stands alone can hold. */
  readonly spelled: Spelling;
  /** Where calls of a word may be given something dangerous; null where that is not told by places alone. */
  placesOf(word: string): GivenPlaces | null;
  /** Where else something is to be found, in the text of a file: places whose names make them sinks, calls by no name. */
  readonly places?: RegExp;
  /** Last words of calls that take functions which outsiders call. */
  readonly entryWords: ReadonlySet<string>;
  /** Those of which what the functions return, or are given to call, is dangerous. */
  readonly sinkEntryWords: ReadonlySet<string>;
  readonly roles: { readonly needs: RegExp; readonly all: readonly RoleModel[] };
  /** Of parameters that are marked one by one: the canonical name of the mark to what the parameter is. */
  mark(name: string): ParameterModel | undefined;
  /** What the decorators of a function say of one of its parameters: that it is an option, or a part of an address that is a number. */
  parameter?(name: string, decorators: readonly Decorator[]): ParameterModel | null;
  /** Of what a call gives: fields that are declared elsewhere in the file to hold nothing but numbers and listed words. */
  limited?(call: Call, program: FlowProgram): readonly string[];
  /** For languages whose calls must be read to be understood. */
  find?(call: Call, program: FlowProgram): readonly FoundSink[];
  /** What this very call does, read from its words; left out: what its name says. */
  modelOf?(call: Call, program: FlowProgram): CallModel | undefined;
  /** What a function is to those who start the program. */
  roleOf?(fn: IrFunction, program: FlowProgram): FunctionRole | null;
  /** What a variable of the environment is; null: nobody's to steer. */
  environmentOf?(name: string, program: FlowProgram): ReadModel | null;
}
