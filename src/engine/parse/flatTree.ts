/**
 * A syntax tree as typed arrays, in preorder. Built once by one walk of a cursor, then every pass works on integers:
 * crossing into the parser for each node costs several times the parse itself, a pass over these arrays a few percent of it.
 */

/** What both cores (native and WebAssembly) offer of tree-sitter's cursor, and all that is used of it. */
export interface TreeCursor {
  readonly nodeType: string;
  readonly nodeTypeId: number;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null | undefined;
  readonly currentFieldId: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Names of node types and fields of one grammar, filled as they are met; ids are those of the grammar itself. */
export class GrammarNames {
  readonly types: string[] = [];
  readonly named: boolean[] = [];
  readonly fields: string[] = [''];
}

/** Tree-sitter's symbol of an error node, `(TSSymbol)-1`. */
export const ERROR_TYPE = 0xffff;

const INITIAL_CAPACITY = 4096;

export class FlatTree {
  /** Number of nodes. Node 0 is the root. */
  count = 0;
  type = new Uint16Array(INITIAL_CAPACITY);
  field = new Uint8Array(INITIAL_CAPACITY);
  /** Offsets in UTF-16 code units; `end` is exclusive. */
  start = new Uint32Array(INITIAL_CAPACITY);
  end = new Uint32Array(INITIAL_CAPACITY);
  parent = new Int32Array(INITIAL_CAPACITY);
  /** The first node after this one's subtree: the next sibling, if it has the same parent. */
  next = new Int32Array(INITIAL_CAPACITY);
  /** Nodes that the parser made up to go on; they have no text. */
  readonly missing = new Set<number>();
  readonly text: string;
  readonly names: GrammarNames;

  constructor(text: string, names: GrammarNames) {
    this.text = text;
    this.names = names;
  }

  private grow(): void {
    const capacity = this.type.length * 2;
    const copy = <A extends Uint16Array | Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.type = copy(this.type, new Uint16Array(capacity));
    this.field = copy(this.field, new Uint8Array(capacity));
    this.start = copy(this.start, new Uint32Array(capacity));
    this.end = copy(this.end, new Uint32Array(capacity));
    this.parent = copy(this.parent, new Int32Array(capacity));
    this.next = copy(this.next, new Int32Array(capacity));
  }

  /** Appends the node the cursor stands on and returns its index. */
  private push(cursor: TreeCursor, parent: number): number {
    const index = this.count++;
    if (index === this.type.length) this.grow();
    const id = cursor.nodeTypeId;
    const { names } = this;
    if (names.types[id] === undefined) {
      names.types[id] = cursor.nodeType;
      names.named[id] = cursor.nodeIsNamed;
    }
    const field = cursor.currentFieldId;
    if (field > 0 && names.fields[field] === undefined) names.fields[field] = cursor.currentFieldName ?? '';
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    this.type[index] = id;
    this.field[index] = field;
    this.start[index] = start;
    this.end[index] = end;
    this.parent[index] = parent;
    if (start === end && cursor.nodeIsMissing) this.missing.add(index);
    return index;
  }

  /** Walks the cursor's whole tree, without recursion: depth is the author's to choose, the stack is not. */
  static from(cursor: TreeCursor, text: string, names: GrammarNames): FlatTree {
    const tree = new FlatTree(text, names);
    let node = tree.push(cursor, -1);
    for (;;) {
      // An anonymous node is a token of the grammar's text and has no children: one crossing less for about half the nodes.
      if (names.named[tree.type[node]!] && cursor.gotoFirstChild()) {
        node = tree.push(cursor, node);
        continue;
      }
      tree.next[node] = tree.count;
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return tree;
        node = tree.parent[node]!;
        tree.next[node] = tree.count;
      }
      node = tree.push(cursor, tree.parent[node]!);
    }
  }
}
