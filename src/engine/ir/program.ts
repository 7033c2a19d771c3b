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

export type Instruction = Call | Assign | Suspend | Enter | Leave;

/** How a block ends. Numbers are blocks of the same function. */
export type Next =
  | { readonly kind: 'go'; readonly to: number }
  /** `on` is the node of the condition; `negated` where `yes` is taken if it does not hold. */
  | { readonly kind: 'branch'; readonly on: number; readonly negated: boolean; readonly yes: number; readonly no: number }
  /** Any of these, by something that is not followed: cases, a loop that may not run. */
  | { readonly kind: 'choose'; readonly among: readonly number[] }
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
  readonly parameters: readonly Variable[];
  readonly isAsync: boolean;
  /** Block 0 is the entry. Built when first asked for. */
  readonly blocks: readonly Block[];
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
