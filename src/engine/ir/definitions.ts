/** Reaching definitions: which assignments a variable can have its value from at a place. Looked up backwards, on demand. */
import type { Assign, IrFunction } from './program.ts';
import type { Variable } from './values.ts';

/** `entry`: the value it had when the function began. */
export type Definition = Assign | 'entry';

export class Definitions {
  private readonly fn: IrFunction;
  /** By place (variable and field): its assignments by block, in order. */
  private places: Map<string, Map<number, Assign[]>> | null = null;
  private readonly known = new Map<string, readonly Definition[]>();

  constructor(fn: IrFunction) {
    this.fn = fn;
  }

  private blocksOf(place: string): ReadonlyMap<number, readonly Assign[]> | undefined {
    if (!this.places) {
      this.places = new Map();
      for (const block of this.fn.blocks) {
        for (const one of block.instructions) {
          if (one.op !== 'assign') continue;
          const key = placeOf(one.variable, one.field);
          let byBlock = this.places.get(key);
          if (!byBlock) {
            byBlock = new Map();
            this.places.set(key, byBlock);
          }
          const list = byBlock.get(block.index);
          if (list) list.push(one);
          else byBlock.set(block.index, [one]);
        }
      }
    }
    return this.places.get(place);
  }

  /** The definitions of a variable, or of one of its fields, that reach a place; in the order of their nodes. */
  reaching(variable: Variable, field: string, at: { readonly block: number; readonly index: number }): readonly Definition[] {
    const place = placeOf(variable, field);
    const blocks = this.blocksOf(place);
    if (!blocks) return ENTRY;
    const before = blocks.get(at.block)?.findLast((one) => one.index < at.index);
    if (before) return [before];
    const key = `${place}@${at.block}`;
    let found = this.known.get(key);
    if (!found) {
      found = this.search(blocks, at.block);
      this.known.set(key, found);
    }
    return found;
  }

  private search(blocks: ReadonlyMap<number, readonly Assign[]>, start: number): readonly Definition[] {
    const found = new Set<Definition>();
    const seen = new Set<number>();
    const todo = [start];
    if (start === 0) found.add('entry');
    // The nearest first, so that two places with too many to tell differ where anything was assigned between them.
    for (const block of todo) {
      if (found.size > MAX_DEFINITIONS) break;
      for (const from of this.fn.blocks[block]!.from) {
        if (seen.has(from)) continue;
        seen.add(from);
        const last = blocks.get(from)?.at(-1);
        if (last) found.add(last);
        else {
          if (from === 0) found.add('entry');
          todo.push(from);
        }
      }
    }
    return [...found].sort((a, b) => (a === 'entry' ? -1 : a.at) - (b === 'entry' ? -1 : b.at));
  }
}

const MAX_DEFINITIONS = 32;
const ENTRY: readonly Definition[] = ['entry'];

function placeOf(variable: Variable, field: string): string {
  return `${variable.id}.${field}`;
}
