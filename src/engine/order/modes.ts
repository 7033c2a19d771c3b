/**
 * What certainly holds at a place, whichever way control came: a lock that is held, a private umask, an open transaction. A mode set inside
 * a scope (a subshell, a `with` block, a callback) ends with it.
 */
import { reversePostorder } from '../ir/dominators.ts';
import type { Block, Call, IrFunction, Program } from '../ir/program.ts';

export interface ModeChange {
  readonly mode: string;
  readonly on: boolean;
}

/** Which modes calls set and clear. Data of a library. */
export type ModeModel = (call: Call, fn: IrFunction, program: Program) => readonly ModeChange[];

type ModeSet = ReadonlySet<string>;

const NONE: ModeSet = new Set();
const MAX_ROUNDS = 12;

export class Modes {
  private readonly program: Program;
  private readonly model: ModeModel;
  private readonly known = new Map<IrFunction, ReadonlyMap<Call, ModeSet>>();
  private readonly computing = new Set<IrFunction>();

  constructor(program: Program, model: ModeModel) {
    this.program = program;
    this.model = model;
  }

  /** The modes that hold just before a call, those that hold at every call of its function included. */
  at(fn: IrFunction, call: Call): ModeSet {
    return this.of(fn).get(call) ?? NONE;
  }

  private of(fn: IrFunction): ReadonlyMap<Call, ModeSet> {
    const known = this.known.get(fn);
    if (known) return known;
    if (this.computing.has(fn)) return new Map();
    this.computing.add(fn);
    const found = this.compute(fn, this.onEntry(fn));
    this.computing.delete(fn);
    this.known.set(fn, found);
    return found;
  }

  private onEntry(fn: IrFunction): ModeSet {
    let modes: ModeSet | null = null;
    for (const { caller, call } of this.program.callsOf(fn)) modes = common(modes, this.at(caller, call));
    return modes ?? NONE;
  }

  private compute(fn: IrFunction, entry: ModeSet): ReadonlyMap<Call, ModeSet> {
    const at = new Map<Call, ModeSet>();
    const leaving: (ModeSet | null)[] = fn.blocks.map(() => null);
    const entered = new Map<unknown, ModeSet>();
    const order = reversePostorder(fn.blocks);
    for (let changed = true, round = 0; changed && round < MAX_ROUNDS; round++) {
      changed = false;
      for (const index of order) {
        const block = fn.blocks[index]!;
        let modes: ModeSet | null = index === 0 ? entry : null;
        // Null: not reached yet, so it takes nothing away.
        for (const from of block.from) modes = leaving[from] ? common(modes, leaving[from]) : modes;
        const after = this.through(block, fn, modes ?? NONE, at, entered);
        const before = leaving[index];
        if (before && before.size === after.size && [...before].every((mode) => after.has(mode))) continue;
        leaving[index] = after;
        changed = true;
      }
    }
    return at;
  }

  private through(block: Block, fn: IrFunction, arriving: ModeSet, at: Map<Call, ModeSet>, entered: Map<unknown, ModeSet>): ModeSet {
    let modes = arriving;
    for (const one of block.instructions) {
      if (one.op === 'enter') entered.set(one, modes);
      else if (one.op === 'leave') modes = entered.get(one.enter) ?? NONE;
      else if (one.op === 'call') {
        at.set(one, modes);
        const changes = this.model(one, fn, this.program);
        if (changes.length === 0) continue;
        const next = new Set(modes);
        for (const { mode, on } of changes) {
          if (on) next.add(mode);
          else next.delete(mode);
        }
        modes = next;
      }
    }
    return modes;
  }
}

function common(a: ModeSet | null, b: ModeSet): ModeSet {
  return a === null || a === b ? b : new Set([...a].filter((mode) => b.has(mode)));
}
