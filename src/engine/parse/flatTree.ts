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

/** What a grammar's `node-types.json` says of one node type. */
export interface NodeTypeInfo {
  readonly type: string;
  readonly named: boolean;
  readonly subtypes?: readonly NodeTypeInfo[];
  /** Absent for tokens, which have no children. */
  readonly fields?: Readonly<Record<string, { readonly types: readonly NodeTypeInfo[] }>>;
}

const keyOf = ({ type, named }: NodeTypeInfo): string => (named ? type : `"${type}`);

/**
 * Names of node types and fields of one grammar, filled as they are met; ids are those of the grammar itself. What the grammar
 * says of its node types spares the walk most of its questions: tokens have no children, and few nodes can fill a field.
 */
export class GrammarNames {
  readonly types: string[] = [];
  readonly named: boolean[] = [];
  readonly fields: string[] = [''];
  /** By type id: whether a node of this type can have children. */
  readonly inner: boolean[] = [];
  /** By type id of the parent, then of the child: whether the child may fill a field. */
  private readonly fielded: (boolean[] | undefined)[] = [];
  private readonly infos: ReadonlyMap<string, NodeTypeInfo>;
  private readonly fieldKeys = new Map<number, ReadonlySet<string> | null>();

  constructor(infos: readonly NodeTypeInfo[]) {
    this.infos = new Map(infos.map((info) => [keyOf(info), info]));
  }

  /** Names a type id that was not met before. */
  add(id: number, type: string, named: boolean): void {
    this.types[id] = type;
    this.named[id] = named;
    const info = this.infos.get(type);
    this.inner[id] = named && (info === undefined || info.fields !== undefined);
  }

  mayFillField(parent: number, child: number): boolean {
    this.fielded[parent] ??= [];
    const children = this.fielded[parent];
    children[child] ??= this.keysInFieldsOf(parent)?.has(keyOf({ type: this.types[child]!, named: this.named[child]! })) ?? true;
    return children[child];
  }

  /** The node types in the fields of a type, or null where the grammar does not tell: an error, say. */
  private keysInFieldsOf(parent: number): ReadonlySet<string> | null {
    let keys = this.fieldKeys.get(parent);
    if (keys === undefined) {
      const fields = this.infos.get(this.types[parent]!)?.fields;
      keys = fields ? new Set(Object.values(fields).flatMap(({ types }) => this.expand(types))) : null;
      this.fieldKeys.set(parent, keys);
    }
    return keys;
  }

  /** Types with all that a supertype such as `expression` stands for. */
  private expand(types: readonly NodeTypeInfo[]): string[] {
    return types.flatMap((type) => [keyOf(type), ...this.expand(this.infos.get(keyOf(type))?.subtypes ?? [])]);
  }
}

/** Tree-sitter's symbol of an error node, `(TSSymbol)-1`. */
export const ERROR_TYPE = 0xffff;

/** Real code has a node for about three characters. */
const CHARACTERS_A_NODE = 3;

export class FlatTree {
  /** Number of nodes. Node 0 is the root. */
  count = 0;
  type: Uint16Array;
  field: Uint8Array;
  /** Offsets in UTF-16 code units; `end` is exclusive. */
  start: Uint32Array;
  end: Uint32Array;
  parent: Int32Array;
  /** The first node after this one's subtree: the next sibling, if it has the same parent. */
  next: Int32Array;
  /** Nodes that the parser made up to go on; they have no text. */
  readonly missing = new Set<number>();
  /** What was computed of this tree, kept here so that it goes with the tree: a table of trees would keep both until the next full collection. */
  readonly facts = new Map<unknown, unknown>();
  readonly text: string;
  readonly names: GrammarNames;

  constructor(text: string, names: GrammarNames) {
    this.text = text;
    this.names = names;
    const capacity = 64 + Math.ceil(text.length / CHARACTERS_A_NODE);
    this.type = new Uint16Array(capacity);
    this.field = new Uint8Array(capacity);
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
  }

  /** Error and missing nodes. */
  countErrors(): number {
    let errors = this.missing.size;
    for (let index = 0; index < this.count; index++) if (this.type[index] === ERROR_TYPE) errors++;
    return errors;
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
    if (names.types[id] === undefined) names.add(id, cursor.nodeType, cursor.nodeIsNamed);
    if (parent >= 0 && names.mayFillField(this.type[parent]!, id)) {
      const field = cursor.currentFieldId;
      this.field[index] = field;
      if (field > 0 && names.fields[field] === undefined) names.fields[field] = cursor.currentFieldName ?? '';
    }
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    this.type[index] = id;
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
      if (names.inner[tree.type[node]!] && cursor.gotoFirstChild()) {
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
