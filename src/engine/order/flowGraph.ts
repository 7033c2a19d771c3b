/** What the solver asks of a function's graph for every thing again, computed once: order, loops, whose answer each branch follows. */
import { answersOf } from '../facts.ts';
import { reversePostorder } from '../ir/dominators.ts';
import { type Block, type Call, type IrFunction, type Program, successorsOf } from '../ir/program.ts';
import { type Answer, answerOf, callsBehind } from './answers.ts';
import type { ResourceKeys } from './resourceKey.ts';

/** A stretch of the reverse postorder, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class FlowGraph {
  /** Blocks in reverse postorder. */
  readonly order: readonly number[];
  /** By block: its place in that order, -1 for what cannot be reached. */
  private readonly position: Int32Array;
  private readonly program: Program;
  private readonly keys: ResourceKeys;
  private readonly fn: IrFunction;
  private readonly loops: readonly Stretch[];
  private branchAnswers: ReadonlyMap<number, Answer> | null = null;
  private readonly behind = new Map<number, ReadonlySet<Call>>();
  private deciding: ReadonlyMap<Call, readonly number[]> | null = null;
  private ending: Uint8Array | null = null;
  private readonly leading = new Map<number, boolean>();

  constructor(program: Program, keys: ResourceKeys, fn: IrFunction) {
    this.program = program;
    this.keys = keys;
    this.fn = fn;
    this.order = reversePostorder(fn.blocks);
    this.position = new Int32Array(fn.blocks.length).fill(-1);
    for (const [at, block] of this.order.entries()) this.position[block] = at;
    this.loops = this.findLoops();
  }

  private findLoops(): Stretch[] {
    const loops: Stretch[] = [];
    for (const [at, block] of this.order.entries()) {
      for (const from of this.fn.blocks[block]!.from) {
        const last = this.position[from]!;
        if (last >= at) loops.push({ from: at, to: last });
      }
    }
    return loops;
  }

  /**
   * The blocks, in order, that control can pass on its way between some of these: the stretch from the first to the last, and the loops
   * that reach into it. What lies outside knows nothing of them, or nothing more.
   */
  regionOf(blocks: Iterable<number>): Stretch {
    let from = this.order.length;
    let to = -1;
    for (const block of blocks) {
      const at = this.position[block]!;
      if (at < 0) continue;
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
    for (let grown = true; grown; ) {
      grown = false;
      for (const loop of this.loops) {
        if (loop.from > to || loop.to < from || (loop.from >= from && loop.to <= to)) continue;
        from = Math.min(from, loop.from);
        to = Math.max(to, loop.to);
        grown = true;
      }
    }
    return { from, to };
  }

  positionOf(block: number): number {
    return this.position[block]!;
  }

  isWithin(block: number, { from, to }: Stretch): boolean {
    const at = this.position[block]!;
    return at >= from && at <= to;
  }

  /** The call whose answer a block's branch follows. */
  answerAt(block: number): Answer | null {
    return this.answers().get(block) ?? null;
  }

  private answers(): ReadonlyMap<number, Answer> {
    if (this.branchAnswers) return this.branchAnswers;
    const answers = new Map<number, Answer>();
    for (const block of this.fn.blocks) {
      const on = this.conditionOf(block);
      const answer = on === null ? null : answerOf(this.program, this.keys, this.fn, on, endOf(block));
      if (answer) answers.set(block.index, answer);
    }
    this.branchAnswers = answers;
    return answers;
  }

  private conditionOf({ next }: Block) {
    return next.kind === 'branch' ? this.program.valueOf(next.on) : null;
  }

  /** The calls that a block's branch, or the value it returns, depends on otherwise. */
  callsBehind(block: number): ReadonlySet<Call> {
    let calls = this.behind.get(block);
    if (!calls) {
      const one = this.fn.blocks[block]!;
      const { next } = one;
      const value = next.kind === 'return' && next.value >= 0 ? this.program.valueOf(next.value) : this.conditionOf(one);
      calls = value ? callsBehind(this.program, this.keys, this.fn, value, endOf(one)) : NO_CALLS;
      this.behind.set(block, calls);
    }
    return calls;
  }

  /** The blocks whose branch or return depends on a call. */
  decidedBy(call: Call): readonly number[] {
    if (!this.deciding) {
      const deciding = new Map<Call, number[]>();
      const add = (one: Call, block: number) => {
        const list = deciding.get(one);
        if (list) list.push(block);
        else deciding.set(one, [block]);
      };
      for (const { index, next } of this.fn.blocks) {
        if (next.kind !== 'branch' && next.kind !== 'return') continue;
        const answer = this.answerAt(index);
        for (const one of new Set([...(answer ? [answer.call, answer.by] : []), ...this.callsBehind(index)])) add(one, index);
      }
      this.deciding = deciding;
    }
    return this.deciding.get(call) ?? NO_BLOCKS;
  }

  /** Whether the function cannot end between two blocks, exceptions of others aside. */
  alwaysLeads(from: number, to: number): boolean {
    const key = from * this.fn.blocks.length + to;
    let known = this.leading.get(key);
    if (known === undefined) {
      const seen = new Set([from]);
      known = true;
      for (const index of seen) {
        if (index === to) continue;
        const next = successorsOf(this.fn.blocks[index]!);
        if (next.length === 0) known = false;
        for (const one of next) seen.add(one);
      }
      this.leading.set(key, known);
    }
    return known;
  }

  /** Whether the function can end from a block on as if all were well. */
  canEnd(block: number): boolean {
    if (!this.ending) {
      const { blocks } = this.fn;
      const ending = new Uint8Array(blocks.length);
      const todo = blocks.filter(({ next }) => (next.kind === 'return' || next.kind === 'exit') && !next.failed).map(({ index }) => index);
      for (const index of todo) ending[index] = 1;
      for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
        for (const from of blocks[index]!.from) {
          if (ending[from]) continue;
          ending[from] = 1;
          todo.push(from);
        }
      }
      this.ending = ending;
    }
    return this.ending[block] === 1;
  }
}

const NO_CALLS: ReadonlySet<Call> = new Set();
const NO_BLOCKS: readonly number[] = [];

function endOf({ index, instructions }: Block): { readonly block: number; readonly index: number } {
  return { block: index, index: instructions.length };
}

/** The graph of a function, the same one whoever asks. */
export function flowGraphOf(program: Program, keys: ResourceKeys, fn: IrFunction): FlowGraph {
  const known = answersOf<IrFunction, FlowGraph>(program.tree, flowGraphOf);
  let graph = known.get(fn);
  if (!graph) {
    graph = new FlowGraph(program, keys, fn);
    known.set(fn, graph);
  }
  return graph;
}
