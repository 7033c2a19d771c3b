/** Which blocks every way to a block passes (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"). */
import { type Block, type IrFunction, raisesInto, successorsOf } from './program.ts';

/** By block: its immediate dominator; -1 for the entry and for what cannot be reached. */
export function immediateDominators({ blocks }: IrFunction): Int32Array {
  const order = reversePostorder(blocks);
  const position = new Int32Array(blocks.length).fill(-1);
  order.forEach((block, at) => {
    position[block] = at;
  });
  const dominator = new Int32Array(blocks.length).fill(-1);
  dominator[0] = 0;
  const meet = (a: number, b: number): number => {
    let left = a;
    let right = b;
    while (left !== right) {
      while (position[left]! > position[right]!) left = dominator[left]!;
      while (position[right]! > position[left]!) right = dominator[right]!;
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const block of order.slice(1)) {
      let found = -1;
      for (const from of blocks[block]!.from) {
        if (position[from]! < 0 || dominator[from]! < 0) continue;
        found = found < 0 ? from : meet(found, from);
      }
      if (dominator[block] !== found) {
        dominator[block] = found;
        changed = true;
      }
    }
  }
  dominator[0] = -1;
  return dominator;
}

/** The blocks that can be reached, each before what it leads to, loops aside. */
export function reversePostorder(blocks: readonly Block[]): number[] {
  const order: number[] = [];
  const seen = new Uint8Array(blocks.length);
  const stack: { block: number; next: readonly number[]; at: number }[] = [];
  const visit = (block: number) => {
    seen[block] = 1;
    const one = blocks[block]!;
    stack.push({ block, next: raisesInto(one) ? [...successorsOf(one), one.handler] : successorsOf(one), at: 0 });
  };
  visit(0);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const next = top.next[top.at++];
    if (next === undefined) {
      order.push(top.block);
      stack.pop();
    } else if (!seen[next]) visit(next);
  }
  return order.reverse();
}

/** True if every way to `later` passes `earlier`, given the immediate dominators of their function. */
export function dominates(
  earlier: { readonly block: number; readonly index: number },
  later: { readonly block: number; readonly index: number },
  dominator: Int32Array,
): boolean {
  if (earlier.block === later.block) return earlier.index <= later.index;
  for (let at = dominator[later.block]!; at >= 0; at = dominator[at]!) if (at === earlier.block) return true;
  return false;
}
