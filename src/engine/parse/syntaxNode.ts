/** A view of one node of a flat tree, made only for nodes that a check looks at. */
import { ERROR_TYPE, type FlatTree } from './flatTree.ts';

export class SyntaxNode {
  readonly tree: FlatTree;
  /** Preorder position: of two nodes, the smaller index starts first. */
  readonly index: number;

  constructor(tree: FlatTree, index: number) {
    this.tree = tree;
    this.index = index;
  }

  /** The grammar's name of the node, `ERROR` where nothing fitted. */
  get type(): string {
    return this.tree.names.types[this.tree.type[this.index]!]!;
  }

  get isNamed(): boolean {
    return this.tree.names.named[this.tree.type[this.index]!]!;
  }

  get isError(): boolean {
    return this.tree.type[this.index] === ERROR_TYPE;
  }

  get isMissing(): boolean {
    return this.tree.missing.has(this.index);
  }

  get start(): number {
    return this.tree.start[this.index]!;
  }

  get end(): number {
    return this.tree.end[this.index]!;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** Name of the field this node fills in its parent, or ''. */
  get field(): string {
    return this.tree.names.fields[this.tree.field[this.index]!]!;
  }

  get parent(): SyntaxNode | null {
    const parent = this.tree.parent[this.index]!;
    return parent < 0 ? null : new SyntaxNode(this.tree, parent);
  }

  /** All children, punctuation included. */
  get children(): SyntaxNode[] {
    const { tree } = this;
    const end = tree.next[this.index]!;
    const children: SyntaxNode[] = [];
    for (let child = this.index + 1; child < end; child = tree.next[child]!) children.push(new SyntaxNode(tree, child));
    return children;
  }

  get namedChildren(): SyntaxNode[] {
    const { tree } = this;
    const { named } = tree.names;
    const end = tree.next[this.index]!;
    const children: SyntaxNode[] = [];
    for (let child = this.index + 1; child < end; child = tree.next[child]!) {
      if (named[tree.type[child]!]) children.push(new SyntaxNode(tree, child));
    }
    return children;
  }

  /** The first child that fills this field. */
  child(field: string): SyntaxNode | null {
    const { tree } = this;
    const { fields } = tree.names;
    const end = tree.next[this.index]!;
    for (let child = this.index + 1; child < end; child = tree.next[child]!) {
      if (fields[tree.field[child]!] === field) return new SyntaxNode(tree, child);
    }
    return null;
  }

  childrenOf(field: string): SyntaxNode[] {
    return this.children.filter((child) => child.field === field);
  }

  /** Every node below this one of one of these types, in reading order. */
  *descendants(...types: string[]): Generator<SyntaxNode> {
    const { tree } = this;
    const end = tree.next[this.index]!;
    // By type id: comparing names for every node would cost more than all else here.
    const wanted: boolean[] = [];
    for (let node = this.index + 1; node < end; node++) {
      const id = tree.type[node]!;
      wanted[id] ??= types.length === 0 || types.includes(tree.names.types[id]!);
      if (wanted[id]) yield new SyntaxNode(tree, node);
    }
  }

  /** The nearest node around this one (itself excluded) of one of these types. */
  ancestor(...types: string[]): SyntaxNode | null {
    const { tree } = this;
    for (let node = tree.parent[this.index]!; node >= 0; node = tree.parent[node]!) {
      if (types.includes(tree.names.types[tree.type[node]!]!)) return new SyntaxNode(tree, node);
    }
    return null;
  }

  get previousSibling(): SyntaxNode | null {
    const parent = this.tree.parent[this.index]!;
    if (parent < 0) return null;
    let previous = -1;
    for (let child = parent + 1; child < this.index; child = this.tree.next[child]!) previous = child;
    return previous < 0 ? null : new SyntaxNode(this.tree, previous);
  }

  get nextSibling(): SyntaxNode | null {
    const parent = this.tree.parent[this.index]!;
    const next = this.tree.next[this.index]!;
    return parent >= 0 && next < this.tree.next[parent]! ? new SyntaxNode(this.tree, next) : null;
  }

  contains(other: SyntaxNode): boolean {
    return other.index >= this.index && other.index < this.tree.next[this.index]!;
  }

  /** The same place in the same tree; views are made anew each time, so `===` does not tell. */
  equals(other: SyntaxNode | null): boolean {
    return other !== null && other.tree === this.tree && other.index === this.index;
  }
}

/** Another node of the same tree. */
export function nodeAt({ tree }: SyntaxNode, index: number): SyntaxNode {
  return new SyntaxNode(tree, index);
}
