/** A Python tree by numbers: what the lowering asks of it, without a view for every node. */
import type { FlatTree } from '../../parse/flatTree.ts';

/** What makes an expression more than a value: it acts, waits, or binds a name. */
const acting = new Set([
  'call',
  'await',
  'yield',
  'named_expression',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

export class PythonNodes {
  readonly tree: FlatTree;
  /** By node: how many acting nodes stand before it. Made when first asked for. */
  private acts: Uint32Array | null = null;

  constructor(tree: FlatTree) {
    this.tree = tree;
  }

  type(node: number): string {
    const { tree } = this;
    return tree.names.types[tree.type[node]!]!;
  }

  text(node: number): string {
    const { tree } = this;
    return tree.text.slice(tree.start[node]!, tree.end[node]!);
  }

  /** The first child that fills a field, or -1. */
  child(node: number, field: string): number {
    const { tree } = this;
    const { fields } = tree.names;
    const end = tree.next[node]!;
    for (let child = node + 1; child < end; child = tree.next[child]!) if (fields[tree.field[child]!] === field) return child;
    return -1;
  }

  /** All named children but comments. */
  children(node: number): number[] {
    const { tree } = this;
    const { named } = tree.names;
    const end = tree.next[node]!;
    const found: number[] = [];
    for (let child = node + 1; child < end; child = tree.next[child]!) {
      if (named[tree.type[child]!] && this.type(child) !== 'comment') found.push(child);
    }
    return found;
  }

  /** True where an unnamed child with this text stands directly in the node: `async`, `*`. */
  hasToken(node: number, text: string): boolean {
    const { tree } = this;
    const end = tree.next[node]!;
    for (let child = node + 1; child < end; child = tree.next[child]!) {
      if (!tree.names.named[tree.type[child]!] && this.type(child) === text) return true;
    }
    return false;
  }

  /** True where something happens in the node besides reading values. */
  acting(node: number): boolean {
    this.acts ??= this.countActs();
    return this.acts[this.tree.next[node]!]! > this.acts[node]!;
  }

  private countActs(): Uint32Array {
    const { tree } = this;
    const counts = new Uint32Array(tree.count + 1);
    const asked: (boolean | undefined)[] = [];
    for (let node = 0; node < tree.count; node++) {
      const id = tree.type[node]!;
      asked[id] ??= tree.names.named[id]! && acting.has(tree.names.types[id]!);
      counts[node + 1] = counts[node]! + (asked[id] ? 1 : 0);
    }
    return counts;
  }
}
