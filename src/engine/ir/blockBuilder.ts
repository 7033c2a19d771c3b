/** Builds the blocks of one function. A lowering walks its tree once and says what happens; this keeps the graph. */
import { SearchBudgetSpent } from '../lower/searchBudget.ts';
import type { Assign, Block, Call, Enter, Give, Instruction, Leave, Next, Store, Suspend } from './program.ts';
import { raisesInto, successorsOf } from './program.ts';
import type { Value, Variable } from './values.ts';

/** Where `break` and `continue` lead, by the label they may name. */
interface Jump {
  readonly label: string;
  readonly onBreak: number;
  /** -1 for what is no loop: a switch, a labelled block. */
  readonly onContinue: number;
  /** `finally` blocks that are left on the way count from here. */
  readonly finallies: number;
}

interface Cases {
  readonly on: number;
  readonly cases: readonly (readonly string[] | null)[];
  readonly patterns?: readonly (readonly string[] | null)[];
}

/** A `finally` block that has to run when its statement is left, and the handler around that statement. */
interface Finally {
  readonly last: () => void;
  readonly handler: number;
}

/** Nested `finally` blocks are lowered once for each way through them; a file made to multiply them is given up. */
const MAX_BLOCKS = 50_000;

export class BlockBuilder {
  private readonly blocks: Block[] = [];
  private current: Block;
  private handler = -1;
  private readonly jumps: Jump[] = [];
  private finallies: Finally[] = [];

  constructor() {
    this.current = this.open();
  }

  /** A new block under the present handler; nothing leads to it yet. */
  private open(): Block {
    if (this.blocks.length >= MAX_BLOCKS) throw new SearchBudgetSpent();
    const block: Block = { index: this.blocks.length, instructions: [], next: { kind: 'throw' }, handler: this.handler, from: [] };
    this.blocks.push(block);
    return block;
  }

  /** A block to lead to later. */
  newBlock(): number {
    return this.open().index;
  }

  /** Ends the present block. What is emitted before the next `continueAt` is unreachable, and kept, as its own block. */
  private end(next: Next): void {
    this.current.next = next;
    this.current = this.open();
  }

  /** Goes on in a block. */
  continueAt(block: number): void {
    this.current = this.blocks[block]!;
  }

  /** Ends the present block by going to another, and goes on there. */
  goTo(block: number): void {
    this.current.next = { kind: 'go', to: block };
    this.continueAt(block);
  }

  /** Ends the present block by a jump; what follows it is unreachable. */
  jump(block: number): void {
    this.end({ kind: 'go', to: block });
  }

  branch(on: number, yes: number, no: number, negated = false): void {
    this.end({ kind: 'branch', on, negated, yes, no });
  }

  /** `of`: the subject of a `switch`, and the literals that choose each block. */
  choose(among: readonly number[], of: Cases | null = null): void {
    this.end({ kind: 'choose', among, ...of });
  }

  private emit<T extends Instruction>(instruction: T): T {
    this.current.instructions.push(instruction);
    return instruction;
  }

  private get block(): number {
    return this.current.index;
  }

  /** The index of what is emitted next. */
  private get index(): number {
    return this.current.instructions.length;
  }

  /** Inside a `try` the block ends after each call, so that the handler knows what had happened and what had not. */
  call(at: number, word: string, { awaited = false, raises = true } = {}): Call {
    const call = this.emit<Call>({ op: 'call', at, word, awaited, raises, block: this.block, index: this.index });
    if (this.handler >= 0 && raises) this.goTo(this.newBlock());
    if (awaited) this.suspend(at);
    return call;
  }

  assign(at: number, variable: Variable, value: number, { field = '', given = null as Value | null, of = -1 } = {}): Assign {
    return this.emit<Assign>({ op: 'assign', at, variable, field, of, value, given, block: this.block, index: this.index });
  }

  store(at: number, of: number, value: number, { field = '', key = -1 } = {}): void {
    this.emit<Store>({ op: 'store', at, of, field, key, value, block: this.block, index: this.index });
  }

  give(at: number, to: number, value: number): void {
    this.emit<Give>({ op: 'give', at, to, value, block: this.block, index: this.index });
  }

  suspend(at: number): void {
    this.emit<Suspend>({ op: 'suspend', at, block: this.block, index: this.index });
  }

  enter(at: number, scope: Enter['scope']): Enter {
    return this.emit<Enter>({ op: 'enter', at, scope, block: this.block, index: this.index });
  }

  leave(at: number, enter: Enter): void {
    this.emit<Leave>({ op: 'leave', at, enter, block: this.block, index: this.index });
  }

  /** Runs a loop's or switch's body with `break` and `continue` leading to these blocks. */
  within(label: string, onBreak: number, onContinue: number, body: () => void): void {
    this.jumps.push({ label, onBreak, onContinue, finallies: this.finallies.length });
    body();
    this.jumps.pop();
  }

  /** `levels` is the shell's `break 2`. */
  leaveLoop(kind: 'break' | 'continue', label = '', levels = 1): void {
    const fitting = this.jumps.filter((jump) =>
      label === '' ? (kind === 'break' && jump.label === '') || jump.onContinue >= 0 : jump.label === label,
    );
    const jump = fitting.at(-Math.min(levels, Math.max(fitting.length, 1)));
    this.leaving(jump?.finallies ?? 0, () => {
      if (!jump) this.end({ kind: 'throw' });
      else this.jump(kind === 'continue' && jump.onContinue >= 0 ? jump.onContinue : jump.onBreak);
    });
  }

  /** Runs the `finally` blocks that are left on the way, innermost first, then ends. */
  private leaving(downTo: number, end: () => void): void {
    const kept = [...this.finallies];
    const { handler } = this;
    while (this.finallies.length > downTo) {
      const left = this.finallies.pop()!;
      this.handler = left.handler;
      this.goTo(this.newBlock());
      left.last();
    }
    end();
    this.finallies = kept;
    this.handler = handler;
  }

  return(value = -1, failed = false): void {
    this.leaving(0, () => this.end({ kind: 'return', value, failed }));
  }

  exit(failed: boolean): void {
    this.end({ kind: 'exit', failed });
  }

  throw(): void {
    // A `finally` on the way has made itself the handler, so nothing is left out.
    this.end(this.handler >= 0 ? { kind: 'go', to: this.handler } : { kind: 'throw' });
  }

  /**
   * `try`. `handle` lowers the catch clauses (null: there are none), starting where raised errors lead to; `last` lowers the `finally`
   * block, once for each way out of the statement; `otherwise` what follows the body where nothing was raised, out of the clauses' reach.
   */
  attempt(body: () => void, handle: (() => void) | null, last: (() => void) | null, otherwise: (() => void) | null = null): void {
    const outer = this.handler;
    const after = this.newBlock();
    const escaped = last ? this.newBlock() : outer;
    if (last) this.finallies.push({ last, handler: outer });
    const level = this.finallies.length - (last ? 1 : 0);
    const away = () => this.leaving(level, () => this.jump(after));
    this.handler = escaped;
    const caught = handle ? this.newBlock() : escaped;
    this.handler = caught;
    this.goTo(this.newBlock());
    body();
    if (otherwise) {
      this.handler = escaped;
      this.goTo(this.newBlock());
      otherwise();
    }
    away();
    if (handle) {
      this.handler = escaped;
      this.continueAt(caught);
      handle();
      away();
    }
    this.finallies.length = level;
    this.handler = outer;
    if (last) {
      this.continueAt(escaped);
      last();
      this.throw();
    }
    this.continueAt(after);
  }

  /** The finished graph; control that falls off its end returns. */
  build(): readonly Block[] {
    this.current.next = { kind: 'return', value: -1, failed: false };
    for (const block of this.blocks) {
      for (const to of successorsOf(block)) this.blocks[to]!.from.push(block.index);
      if (block.handler >= 0 && raisesInto(block)) this.blocks[block.handler]!.from.push(block.index);
    }
    return this.blocks;
  }
}
