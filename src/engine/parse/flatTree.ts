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
  readonly currentDepth: number;
  /** The place in preorder. */
  readonly currentDescendantIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  /** To a node by its place in preorder. */
  gotoDescendant(index: number): void;
}

/** What a grammar's `node-types.json` says of one node type. */
export interface NodeTypeInfo {
  readonly type: string;
  readonly named: boolean;
  readonly subtypes?: readonly NodeTypeInfo[];
  /** Absent for tokens, which have no children. */
  readonly fields?: Readonly<Record<string, { readonly types: readonly NodeTypeInfo[] }>>;
}

/** Type ids of the grammars lie below; only that of errors does not. */
const MOST_TYPES = 1024;

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
  /** By type id: how many nodes below one of this type are left out. `not in` is one word to us, and two to the cursor. */
  readonly parts: number[] = [];
  /** By type id of the parent, then of the child: whether the child may fill a field; 0 is not known yet. */
  private readonly fielded: (Uint8Array | undefined)[] = [];
  private readonly infos: ReadonlyMap<string, NodeTypeInfo>;
  private readonly fieldKeys = new Map<number, ReadonlySet<string> | null>();

  constructor(infos: readonly NodeTypeInfo[]) {
    this.infos = new Map(infos.map((info) => [keyOf(info), info]));
  }

  /** Names the type the cursor stands on, which was not met before. */
  add(id: number, cursor: TreeCursor): void {
    const { nodeType: type, nodeIsNamed: named } = cursor;
    this.types[id] = type;
    this.named[id] = named;
    const info = this.infos.get(type);
    this.inner[id] = named && (info === undefined || info.fields !== undefined);
    this.parts[id] = this.inner[id] ? 0 : partsBelow(cursor);
  }

  mayFillField(parent: number, child: number): boolean {
    if (child >= MOST_TYPES) return true;
    this.fielded[parent] ??= new Uint8Array(MOST_TYPES);
    const children = this.fielded[parent];
    if (children[child] === 0)
      children[child] = (this.keysInFieldsOf(parent)?.has(keyOf({ type: this.types[child]!, named: this.named[child]! })) ?? true) ? 2 : 1;
    return children[child] === 2;
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

function partsBelow(cursor: TreeCursor): number {
  if (!cursor.gotoFirstChild()) return 0;
  let parts = 1;
  while (cursor.gotoNextSibling()) parts++;
  cursor.gotoParent();
  return parts;
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

  /** Appends the node the cursor stands on, below one that is to be found from `parent` upwards, and returns its index. */
  private push(cursor: TreeCursor, parent: number): number {
    const index = this.count++;
    if (index === this.type.length) this.grow();
    const id = cursor.nodeTypeId;
    const { names } = this;
    if (names.types[id] === undefined) names.add(id, cursor);
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    this.type[index] = id;
    this.start[index] = start;
    this.end[index] = end;
    this.parent[index] = parent;
    if (start === end && cursor.nodeIsMissing) this.missing.add(index);
    return index;
  }

  /** Asks which field of its parent a node fills that was just appended. */
  private readField(cursor: TreeCursor, node: number): void {
    const { names } = this;
    if (!names.mayFillField(this.type[this.parent[node]!]!, this.type[node]!)) return;
    const field = cursor.currentFieldId;
    this.field[node] = field;
    if (field > 0 && names.fields[field] === undefined) names.fields[field] = cursor.currentFieldName ?? '';
  }

  private depthOf(node: number): number {
    let depth = 0;
    for (let at = this.parent[node]!; at >= 0; at = this.parent[at]!) depth++;
    return depth;
  }

  /**
   * Finds the parent of the node the cursor went to, from an ancestor of the node before it upwards: the innermost that reaches beyond its
   * start. Only where it is empty and stands at an end, the cursor has to tell.
   */
  private placeBelow(cursor: TreeCursor, node: number, from: number): void {
    const start = this.start[node]!;
    const isEmpty = start === this.end[node]!;
    let parent = from;
    while (parent > 0 && this.end[parent]! <= start) {
      if (isEmpty && this.end[parent] === start && cursor.currentDepth > this.depthOf(parent)) break;
      this.next[parent] = node;
      parent = this.parent[parent]!;
    }
    this.parent[node] = parent;
  }

  /** Whether what follows a last child stands in an error, whose children no hidden nodes part: going there by number looks at all of them. */
  private isFollowedInError(last: number): boolean {
    let around = this.parent[last]!;
    while (around > 0 && this.end[around] === this.end[last]) around = this.parent[around]!;
    return this.type[around] === ERROR_TYPE;
  }

  /**
   * Walks the cursor's whole tree of so many nodes, without recursion: depth is the author's to choose, the stack is not. Each call of the
   * cursor costs as much as the parser spends on a node, so no way is gone whose end the offsets tell.
   */
  static from(cursor: TreeCursor, text: string, names: GrammarNames, size: number): FlatTree {
    const tree = new FlatTree(text, names);
    let node = tree.push(cursor, -1);
    let leftOut = 0;
    for (;;) {
      if (names.inner[tree.type[node]!] && cursor.gotoFirstChild()) {
        node = tree.push(cursor, node);
        tree.readField(cursor, node);
        continue;
      }
      tree.next[node] = tree.count;
      leftOut += names.parts[tree.type[node]!]!;
      if (tree.count + leftOut >= size) break;
      let parent = tree.parent[node]!;
      // What ends before its parent is hardly ever the last child.
      if (tree.end[node]! < tree.end[parent]! && cursor.gotoNextSibling()) {
        node = tree.push(cursor, parent);
      } else if (tree.isFollowedInError(node)) {
        while (!cursor.gotoNextSibling()) {
          cursor.gotoParent();
          tree.next[parent] = tree.count;
          parent = tree.parent[parent]!;
        }
        node = tree.push(cursor, parent);
      } else {
        cursor.gotoDescendant(tree.count + leftOut);
        const last = node;
        node = tree.push(cursor, parent);
        if (tree.start[node]! < tree.end[last]!) return FlatTree.stepByStep(cursor, text, names);
        tree.placeBelow(cursor, node, parent);
      }
      tree.readField(cursor, node);
    }
    if (cursor.currentDescendantIndex !== size - 1 - names.parts[tree.type[node]!]!) return FlatTree.stepByStep(cursor, text, names);
    for (let at = node; at >= 0; at = tree.parent[at]!) tree.next[at] = tree.count;
    return tree;
  }

  /** The same where a grammar has nodes below its words that the numbers do not tell of. */
  private static stepByStep(cursor: TreeCursor, text: string, names: GrammarNames): FlatTree {
    const tree = new FlatTree(text, names);
    cursor.gotoDescendant(0);
    let node = tree.push(cursor, -1);
    for (;;) {
      if (names.inner[tree.type[node]!] && cursor.gotoFirstChild()) node = tree.push(cursor, node);
      else {
        tree.next[node] = tree.count;
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) return tree;
          node = tree.parent[node]!;
          tree.next[node] = tree.count;
        }
        node = tree.push(cursor, tree.parent[node]!);
      }
      tree.readField(cursor, node);
    }
  }
}
