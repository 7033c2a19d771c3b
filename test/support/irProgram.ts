/** A program made by hand, so that the solvers can be tested without any language: nodes are numbers handed out as they are needed. */
import { BlockBuilder } from '../../src/engine/ir/blockBuilder.ts';
import type { Call, IrFunction, Program } from '../../src/engine/ir/program.ts';
import type { Value, Variable } from '../../src/engine/ir/values.ts';
import { FlatTree, GrammarNames } from '../../src/engine/parse/flatTree.ts';

export class HandMade {
  readonly values = new Map<number, Value>();
  private readonly functions: IrFunction[] = [];
  private readonly given = new Map<Call, readonly Value[]>();
  private nodes = 0;
  private variables = 0;
  builder = new BlockBuilder();

  variable(name: string, parameter = -1, owner: IrFunction | null = null): Variable {
    return { id: this.variables++, name, owner, parameter };
  }

  /** A node that stands for a value. */
  node(value: Value): number {
    this.values.set(++this.nodes, value);
    return this.nodes;
  }

  literal(text: string): Value {
    return { kind: 'literal', text, at: 0 };
  }

  read(variable: Variable): Value {
    return { kind: 'variable', variable, at: 0 };
  }

  call(word: string, given: readonly Value[] = [], options: { awaited?: boolean; raises?: boolean } = {}): Call {
    const call = this.builder.call(++this.nodes, word, options);
    this.given.set(call, given);
    return call;
  }

  set(variable: Variable, value: Value): void {
    this.builder.assign(++this.nodes, variable, this.node(value));
  }

  result(call: Call): Value {
    return { kind: 'result', call, at: call.at };
  }

  /** Lowers one function by `body`; calls of its name lead to it. */
  fn(name: string, parameters: readonly Variable[], body: () => void): IrFunction {
    this.builder = new BlockBuilder();
    body();
    const fn = {
      index: this.functions.length,
      name,
      at: ++this.nodes,
      outer: null,
      parameters,
      isAsync: false,
      blocks: this.builder.build(),
    };
    this.functions.push(fn);
    return fn;
  }

  program(): Program {
    const { functions, values, given } = this;
    const assigns = functions.flatMap((within) =>
      within.blocks.flatMap((block) => block.instructions.flatMap((one) => (one.op === 'assign' ? [{ within, assign: one }] : []))),
    );
    const calls = functions.flatMap((caller) =>
      caller.blocks.flatMap((block) => block.instructions.flatMap((call) => (call.op === 'call' ? [{ caller, call }] : []))),
    );
    const targetOf = (call: Call) => functions.find((fn) => fn.name === call.word) ?? null;
    return {
      tree: new FlatTree('', new GrammarNames([])),
      functions,
      valueOf: (node) => values.get(node) ?? { kind: 'unknown', at: node },
      nameOf: (call) => call.word,
      receiverOf: () => null,
      argumentsOf: (call) => given.get(call) ?? [],
      callersOf: (target) => functions.filter((fn) => calls.some(({ caller, call }) => caller === fn && targetOf(call) === target)),
      optionOf: () => null,
      targetOf,
      functionsCalling: (words) => functions.filter((fn) => calls.some(({ caller, call }) => caller === fn && words.has(call.word))),
      callsOf: (target) => calls.filter(({ call }) => targetOf(call) === target),
      definitionsOf: (variable) => assigns.filter(({ assign }) => assign.variable === variable),
    };
  }
}
