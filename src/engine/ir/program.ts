/**
 * The intermediate representation of a file: for each function a control-flow graph of basic blocks over a handful of instructions.
 * Nodes are indexes into the flat tree; expressions become values only when a check asks for them.
 */
import type { FlatTree } from '../parse/flatTree.ts';
import type { Value, Variable } from './values.ts';

interface Placed {
  readonly at: number;
  /** Where it stands in its function; set when it is emitted. */
  block: number;
  index: number;
}

/** A call, a shell command, a redirection that opens a file: whatever acts. */
export interface Call extends Placed {
  readonly op: 'call';
  /** The last part of the callee's name as it is written (`writeFileSync`, `chmod`), '' where it has none: the cheap first look. */
  readonly word: string;
  /** True where its value is awaited on the spot. */
  readonly awaited: boolean;
  /** Its failure ends the function, or leads to the block's handler. False where failure is only a value: a status, a result. */
  readonly raises: boolean;
}

/** A variable, or a field of one, gets a value. `value` is -1 where there is none to see (`++`, a loop's element). */
export interface Assign extends Placed {
  readonly op: 'assign';
  readonly variable: Variable;
  /** The field of the variable that is set, '' for the variable itself. */
  readonly field: string;
  readonly value: number;
  /** The node of the variable whose field is set, or -1. */
  readonly of: number;
  /** What is assigned where no node says it: the argument of a callback, a destructured field, an element of a loop. */
  readonly given: Value | null;
}

/** Others may run here before this function goes on: `await`, `yield`. */
export interface Suspend extends Placed {
  readonly op: 'suspend';
}

/** What holds only up to the matching `leave`: a subshell, a `with` block, a callback run by a call. */
export interface Enter extends Placed {
  readonly op: 'enter';
  readonly scope: 'subshell' | 'with' | 'callback';
}

export interface Leave extends Placed {
  readonly op: 'leave';
  readonly enter: Enter;
}

/** A field of something that is no plain variable, or a computed element of anything, is set: `a.b.c = v`, `o[k] = v`, an attribute of JSX. */
export interface Store extends Placed {
  readonly op: 'store';
  /** The node of what holds it. */
  readonly of: number;
  /** The field's name, '' where it is computed. */
  readonly field: string;
  /** The node of the computed key, or -1. */
  readonly key: number;
  /** The node of what is put there, or -1. */
  readonly value: number;
}

/** A callback that runs in place gives its caller a value: the element that `map` makes, what the next `then` gets. */
export interface Give extends Placed {
  readonly op: 'give';
  /** The node of the call that runs the callback; of what a generator yields, the generator's own. */
  readonly to: number;
  /** The node of what is given. */
  readonly value: number;
}

export type Instruction = Call | Assign | Suspend | Enter | Leave | Store | Give;

/** How a block ends. Numbers are blocks of the same function. */
export type Next =
  | { readonly kind: 'go'; readonly to: number }
  /** `on` is the node of the condition; `negated` where `yes` is taken if it does not hold. */
  | { readonly kind: 'branch'; readonly on: number; readonly negated: boolean; readonly yes: number; readonly no: number }
  /**
   * Any of these, by something that is not followed: cases, a loop that may not run. Of a `switch`, `match` or `case`, `on` is the node of
   * its subject, and `cases` says of each block with which literals it is chosen; null: with anything else.
   */
  | {
      readonly kind: 'choose';
      readonly among: readonly number[];
      readonly on?: number;
      readonly cases?: readonly (readonly string[] | null)[];
      /** The patterns of a shell that choose a block, where they are no literals; null: what none of those before matches. */
      readonly patterns?: readonly (readonly string[] | null)[];
    }
  /** Leaves the function with a value; `value` is -1 where there is none. `failed` where a shell function returns a failure of its own. */
  | { readonly kind: 'return'; readonly value: number; readonly failed: boolean }
  /** Leaves with an exception that no handler of this function gets. */
  | { readonly kind: 'throw' }
  /** Ends the process. */
  | { readonly kind: 'exit'; readonly failed: boolean };

export interface Block {
  readonly index: number;
  readonly instructions: Instruction[];
  next: Next;
  /** The block that gets what calls in this one raise; -1: none, the function ends. */
  readonly handler: number;
  /** Filled when the function is finished: blocks that lead here, by whichever edge. */
  readonly from: number[];
}

export interface IrFunction {
  readonly index: number;
  readonly name: string;
  /** The function's node; the root for the file's own body. */
  readonly at: number;
  readonly outer: IrFunction | null;
  /**
   * In their order. Of a Python method the first is what it calls itself (`self`, `cls`), one variable for all methods of the class: no
   * argument fills it, so `parameter` of the others counts without it. `*rest` and `**rest` are one parameter each.
   */
  readonly parameters: readonly Variable[];
  readonly isAsync: boolean;
  /** Block 0 is the entry. Built when first asked for. */
  readonly blocks: readonly Block[];
}

/** What stands before a function or a class and changes what it is: a decorator, an attribute. */
export interface Decorator {
  readonly at: number;
  /** With imports resolved; of `@app.route('/')` the name of what is called, `flask.Flask().route`. */
  readonly name: string | null;
  /** As it is written, without its arguments. */
  readonly word: string;
  readonly arguments: readonly Value[];
}

/** The class that a method belongs to. */
export interface ClassOf {
  readonly name: string;
  /** What it extends, with imports resolved. */
  readonly bases: readonly string[];
  readonly decorators: readonly Decorator[];
}

/** A name that a file takes from another: `name` is what it is called there, 'default' or '*' for all of it. */
export interface Import {
  readonly from: string;
  readonly name: string;
  /** Null where everything is put into the file's own names (`from x import *`, `source x`). */
  readonly variable: Variable | null;
  readonly at: number;
}

/** What a language provides: the functions of a file, and what its nodes mean. */
export interface Program {
  readonly tree: FlatTree;
  /** The first one is the file's own body. */
  readonly functions: readonly IrFunction[];
  valueOf(node: number): Value;
  /** The callee's name with imports and aliases resolved (`fs.writeFileSync`, `os.chmod`, `chmod`), or null. */
  nameOf(call: Call): string | null;
  /** What it is called on, or null. */
  receiverOf(call: Call): Value | null;
  /** Positional arguments, in order. */
  argumentsOf(call: Call): readonly Value[];
  /** The value of a named argument: a keyword, a key of an options object, a shell option's word; null where it is not given. */
  optionOf(call: Call, name: string): Value | null;
  /** The function of this file that is called, or null. */
  targetOf(call: Call): IrFunction | null;
  /** The functions that hold a call with one of these last words themselves, told without building any blocks. */
  functionsCalling(words: ReadonlySet<string>): readonly IrFunction[];
  /** All functions that may hold a call of this one, told without building any blocks; some may not. */
  callersOf(target: IrFunction): readonly IrFunction[];
  /** Calls of a function of this file. */
  callsOf(target: IrFunction): readonly { readonly caller: IrFunction; readonly call: Call }[];
  /** All assignments to a variable in the file, whichever function they stand in. */
  definitionsOf(variable: Variable): readonly { readonly within: IrFunction; readonly assign: Assign }[];
}

/** Where calls of one word are looked at, whatever they are called on, and besides where they are called on what a library names. */
export interface GivenPlaces {
  readonly ofAnything: readonly (number | 'receiver')[];
  readonly ofNamed: readonly (number | 'receiver')[];
}

/** What else must be known to follow values: names of other files, types, decorators, what is piped. */
export interface FlowProgram extends Program {
  /**
   * Of `functionsCalling` one word, those where a call is given something else than written text and numbers at one of these places: by
   * position, or what it is called on. Where that is written text itself, it is nothing of a library.
   */
  functionsGiving?(word: string, places: GivenPlaces): readonly IrFunction[];
  /** The full name of what an expression stands for, where it is an import or of the platform (`flask.request.args`, `process.argv`); else null. */
  nameAt(node: number): string | null;
  /** The type that a parameter or variable is declared with, imports resolved (`express.Request`, `builtins.int`, `[int]` as `int`); else null. */
  typeOf(variable: Variable): string | null;
  /** Of a class of the file, by its name as a type: what its fields are declared to be; empty where it is none. */
  fieldTypesOf?(type: string): ReadonlyMap<string, string>;
  /** Of a class of the file: what it extends, with imports resolved. */
  basesOf?(type: string): readonly string[];
  /** Whether what `path` reads from a parameter is declared as something without syntax: a number, a truth value, one of a few words. */
  isClosed?(variable: Variable, path: readonly string[]): boolean;
  decoratorsOf(fn: IrFunction): readonly Decorator[];
  /** The declaration's own decorators of a parameter (`@Body() dto`), or what its default calls (`q: str = Query()`). */
  markOf(variable: Variable): Decorator | null;
  classOf(fn: IrFunction): ClassOf | null;
  /** What is called, as it is written: a variable, a field of a module or an object; in a shell the word that names the program, where it is no constant. */
  calleeOf(call: Call): Value | null;
  /** All named arguments: keywords, the keys of an options object; what is spread into them (`**kwargs`) is left out. */
  optionsOf(call: Call): ReadonlyMap<string, Value>;
  /** What is spread into the named arguments: `**kwargs`. */
  spreadOf?(call: Call): readonly Value[];
  /** What reaches a command by its standard input: a here-document, a here-string, the output of what is before it in a pipeline; else null. */
  inputOf(call: Call): Value | null;
  /** Where what functions print is what their calls give: the calls of a function whose results it prints, in no certain order. */
  printersOf?(fn: IrFunction): readonly Call[];
  /** Functions are commands: they answer by a status, and see the variables of whoever calls them. */
  readonly answersByStatus?: boolean;
  /** A word of a shell that stands for the names of files: `*.log`. */
  namesFiles?(word: Value): boolean;
  readonly imports: readonly Import[];
  /**
   * What other files can take: its name, and its value or the name and place it is passed on from. A name that begins with `*` passes on all
   * of a file: `*` the first one, `*./x` any more. What a file is as a whole (`module.exports = f`) is `default`.
   */
  readonly exports: ReadonlyMap<string, Value | { readonly from: string; readonly name: string }>;
}

/** The blocks that a block leads to, its handler excluded. */
export function successorsOf({ next }: Block): readonly number[] {
  switch (next.kind) {
    case 'go':
      return [next.to];
    case 'branch':
      return [next.yes, next.no];
    case 'choose':
      return next.among;
    default:
      return [];
  }
}

/** True where control can leave a block to its handler. */
export function raisesInto(block: Block): boolean {
  return block.handler >= 0 && block.instructions.some((one) => one.op === 'call' && one.raises);
}
