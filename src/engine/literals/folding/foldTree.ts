/** Works out which texts a program makes of its literals. */
import type { FlatTree } from '../../parse/flatTree.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { DerivedText } from '../derivedText.ts';
import { asWritten, type Spelled, SpelledBuilder } from '../spelled.ts';
import { isNumericStretch } from './escapes.ts';
import type { Argument, FoldingLanguage, Operand, Shape, Stretch, Write } from './shape.ts';
import { concatenated, constant, formatted, HOLE, perform, type TextValue, type Value } from './values.ts';

const MAX_DEPTH = 60;
/** How far up the name is looked for that a value is given to. PowerShell has a dozen levels between two of a program. */
const MAX_CLIMB = 40;
/** The longest text that is put together; keys take a tenth of it. */
const MAX_TEXT = 1 << 18;

/** Of one expression: ten thousand literals in a row have less. */
const MAX_NODES = 100_000;

/** The longest name that is looked for in a longer one. */
const MAX_RUN_ON = 200;

interface PlacedWrite extends Write {
  readonly at: number;
}

/** Names by the function that they belong to; read only when the first one is asked for. */
class Names {
  private readonly tree: FlatTree;
  private readonly language: FoldingLanguage;
  /** Functions in preorder, the file first, and the function around each. */
  private readonly scopes: number[] = [0];
  private readonly around: number[] = [-1];
  private readonly writers: number[] = [];
  private writes: Map<string, Map<number, PlacedWrite[]>> | null = null;

  constructor(tree: FlatTree, language: FoldingLanguage) {
    this.tree = tree;
    this.language = language;
  }

  /** Place in `scopes` of the innermost one around a node. */
  private scopeOf(node: number): number {
    let low = 0;
    let high = this.scopes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.scopes[middle]! < node) low = middle;
      else high = middle - 1;
    }
    while (low > 0 && this.tree.next[this.scopes[low]!]! <= node) low = this.around[low]!;
    return low;
  }

  /** In preorder. */
  addScope(node: number): void {
    const around = this.scopeOf(node);
    this.scopes.push(node);
    this.around.push(around);
  }

  /** In preorder. */
  addWriter(node: number): void {
    this.writers.push(node);
  }

  private read(): Map<string, Map<number, PlacedWrite[]>> {
    if (this.writes) return this.writes;
    this.writes = new Map();
    for (const at of this.writers) {
      for (const write of this.language.writesOf(new SyntaxNode(this.tree, at))) {
        const scope = write.isShared ? 0 : this.scopeOf(at);
        let byScope = this.writes.get(write.name);
        if (!byScope) {
          byScope = new Map();
          this.writes.set(write.name, byScope);
        }
        const known = byScope.get(scope);
        if (known) known.push({ ...write, at });
        else byScope.set(scope, [{ ...write, at }]);
      }
    }
    return this.writes;
  }

  /** Where a name got the value that it has at a node, and what was added since. */
  before(name: string, node: number): readonly PlacedWrite[] {
    const byScope = this.read().get(name);
    if (!byScope) return [];
    let scope = this.scopeOf(node);
    while (scope >= 0 && !byScope.has(scope)) scope = this.around[scope]!;
    const writes = byScope.get(scope) ?? [];
    let end = 0;
    for (let high = writes.length; end < high; ) {
      const middle = (end + high) >> 1;
      if (this.tree.next[writes[middle]!.at]! <= node) end = middle + 1;
      else high = middle;
    }
    let start = end - 1;
    while (start >= 0 && writes[start]!.how !== 'set') start--;
    if (start >= 0) return writes.slice(start, end);
    // A function above the place where the file gives the value.
    return writes.length === 1 && writes[0]!.how === 'set' && node < writes[0]!.at ? writes : [];
  }

  /** Every last addition to a text that is put together step by step. */
  *grown(): Generator<PlacedWrite> {
    for (const byScope of this.read().values()) {
      for (const writes of byScope.values()) {
        for (const [index, write] of writes.entries()) {
          const next = writes[index + 1];
          if (write.how === 'append' && (!next || next.how === 'set')) yield write;
        }
      }
    }
  }
}

class Folder {
  private readonly tree: FlatTree;
  private readonly language: FoldingLanguage;
  private readonly file: Spelled;
  private readonly names: Names;
  private readonly known = new Map<number, Value | null>();
  /** What became part of another text. */
  private readonly used = new Set<number>();
  /** Characters and pieces that may still be put together. */
  private budget: number;

  constructor(tree: FlatTree, language: FoldingLanguage) {
    this.tree = tree;
    this.language = language;
    this.file = asWritten(tree.text);
    this.names = new Names(tree, language);
    this.budget = 100_000 + 4 * tree.text.length;
  }

  *texts(): Generator<DerivedText> {
    const { tree, language } = this;
    const expressions: number[] = [];
    // By type id: 0 not known yet, then a set of bits.
    const kinds: number[] = [];
    for (let index = 0; index < tree.count; index++) {
      const type = tree.type[index]!;
      let kind = kinds[type];
      if (kind === undefined) {
        const name = tree.names.types[type]!;
        const isNamed = tree.names.named[type]!;
        kind = isNamed
          ? (language.expressions.has(name) ? 1 : 0) | (language.writers.has(name) ? 2 : 0) | (language.scopes.has(name) ? 4 : 0)
          : 0;
        kinds[type] = kind;
      }
      if (kind === 0) continue;
      if (kind & 4) this.names.addScope(index);
      if (kind & 1 && language.mayMake(tree, index)) expressions.push(index);
      if (kind & 2) this.names.addWriter(index);
    }
    let done = 0;
    for (const index of expressions) {
      if (index < done || this.used.has(index) || this.budget < 0) continue;
      const node = new SyntaxNode(tree, index);
      const value = this.valueOf(node, 0);
      if (value?.kind !== 'text') continue;
      if (!value.spelled.text.includes(HOLE)) done = tree.next[index]!;
      yield* this.derived(value, this.slotOf(node));
    }
    // `+=` is written so in every language.
    if (!tree.text.includes('+=')) return;
    for (const write of this.names.grown()) {
      if (this.budget < 0) return;
      const value = this.named(write.name, tree.next[write.at]!, 0);
      if (value?.kind === 'text') yield* this.derived(value, write.name);
    }
  }

  private *derived({ spelled, via }: TextValue, slot: string | null): Generator<DerivedText> {
    if (via.length > 0 && spelled.text.length > 1) yield { text: spelled.text, via, slot, startOf: spelled.startOf, endOf: spelled.endOf };
  }

  private slotOf(node: SyntaxNode): string | null {
    let child = node;
    for (let step = 0; step < MAX_CLIMB; step++) {
      const { parent } = child;
      if (!parent) return null;
      const name = this.language.nameFor(parent, child);
      if (name !== undefined) return name;
      child = parent;
    }
    return null;
  }

  private valueOf(node: SyntaxNode, depth: number): Value | null {
    const { index } = node;
    const known = this.known.get(index);
    if (known !== undefined) return known;
    // What needs itself is not known.
    this.known.set(index, null);
    if (depth > MAX_DEPTH || this.budget < 0) return null;
    const shape = this.tree.next[index]! - index > MAX_NODES ? null : this.language.shapeOf(node);
    const value = shape && this.worth(shape, index, depth + 1);
    const isTooLong = value?.kind === 'text' && value.spelled.text.length > MAX_TEXT;
    const kept = isTooLong ? null : value;
    if (kept?.kind === 'text') this.budget -= kept.spelled.text.length;
    else if (kept?.kind === 'list') this.budget -= kept.items.length;
    this.known.set(index, kept);
    return kept;
  }

  /** `a + b + c` leans to the left: what is between it and its first part are its own beginnings. */
  private useBeginnings(node: number, first: Argument | Stretch | undefined): void {
    if (first instanceof SyntaxNode) for (let inner = node + 1; inner < first.index; inner++) this.used.add(inner);
  }

  /** The value of a part of something, which need not be told on its own. */
  private part(operand: Operand, depth: number, around: number): Value | null {
    if (!(operand instanceof SyntaxNode)) return depth > MAX_DEPTH ? null : this.worth(operand, around, depth + 1);
    const value = this.valueOf(operand, depth);
    if (value) this.used.add(operand.index);
    return value;
  }

  private worth(shape: Shape, node: number, depth: number): Value | null {
    const part = (operand: Operand): Value | null => this.part(operand, depth, node);
    switch (shape.kind) {
      case 'same':
        return part(shape.as);
      case 'name':
        return this.named(shape.name, node, depth) ?? (shape.runsOn ? this.runOn(shape.name, node, depth) : null);
      case 'number':
        return { kind: 'number', value: shape.value, digits: this.written(this.tree.start[node]!, this.tree.end[node]!) };
      case 'pattern': {
        const pattern = readPattern(shape.source);
        return pattern === null ? null : { kind: 'pattern', pattern, isGlobal: shape.isGlobal };
      }
      case 'list':
        return { kind: 'list', items: shape.items.map(part) };
      case 'text':
        this.useBeginnings(node, shape.parts[0]);
        return this.textOf(shape.parts, depth, node);
      case 'format':
        return formatted(shape.style, part(shape.template), shape.values.map(part), (name) => {
          const value = shape.named.get(name);
          return value ? part(value) : null;
        });
      case 'done':
        if (shape.operation === 'chain') this.useBeginnings(node, shape.to[0]);
        return perform(
          shape.operation,
          shape.to.map((argument) => this.argument(argument, depth, node)),
        );
    }
  }

  private written(from: number, to: number): Spelled {
    const builder = new SpelledBuilder();
    builder.add(this.file, from, to);
    return builder.build();
  }

  private argument(argument: Argument, depth: number, around: number): Value | null {
    if (argument === null) return null;
    if (typeof argument === 'string') return constant(argument);
    if (typeof argument === 'number') return { kind: 'number', value: argument, digits: constant(String(argument)).spelled };
    return this.part(argument, depth, around);
  }

  private textOf(parts: readonly (Operand | Stretch)[], depth: number, around: number): TextValue | null {
    const values: (Value | null)[] = [];
    let run = new SpelledBuilder();
    let isEscaped = false;
    const close = (): void => {
      if (run.length > 0) values.push({ kind: 'text', spelled: run.build(), via: isEscaped ? ['escape'] : [] });
      run = new SpelledBuilder();
      isEscaped = false;
    };
    for (const part of parts) {
      if (part instanceof SyntaxNode || 'kind' in part) {
        close();
        values.push(this.part(part, depth, around));
      } else if (part.text === null) run.add(this.file, part.from, part.to);
      else {
        run.standsFor(part.text, this.file, part.from, part.to);
        isEscaped ||= isNumericStretch(this.file.text, part);
      }
    }
    close();
    return values.length === 0 ? constant('') : concatenated(values);
  }

  private given({ values, at }: PlacedWrite, depth: number): (Value | null)[] {
    return values.map((value) => (value instanceof SyntaxNode ? this.valueOf(value, depth) : this.part(value, depth, at)));
  }

  /**
   * `"$head3f9c…"`: the program does not get what its author meant, but both pieces stand there. The longest name that is one, and what
   * follows it.
   */
  private runOn(name: string, node: number, depth: number): TextValue | null {
    const end = this.tree.end[node]!;
    for (let length = name.length - 1; length > 0 && name.length <= MAX_RUN_ON; length--) {
      const value = this.named(name.slice(0, length), node, depth);
      if (value) return concatenated([value, { kind: 'text', spelled: this.written(end - name.length + length, end), via: [] }]);
    }
    return null;
  }

  private named(name: string, node: number, depth: number): Value | null {
    const writes = this.names.before(name, node);
    const [first, ...added] = writes;
    if (first?.values.length !== 1) return null;
    const start = this.given(first, depth)[0] ?? null;
    if (added.length === 0 || start === null) return start;
    this.budget -= added.length;
    if (start.kind === 'list') {
      const items = added.flatMap((write) =>
        this.given(write, depth).flatMap((item) => (write.how === 'append' && item?.kind === 'list' ? item.items : [item])),
      );
      this.budget -= start.items.length;
      return { kind: 'list', items: [...start.items, ...items] };
    }
    const whole = concatenated([start, ...added.map((write) => (write.values.length === 1 ? this.given(write, depth)[0]! : null))]);
    if (whole) this.budget -= whole.spelled.text.length;
    return whole;
  }
}

/** One character, a class of them, or a plain text: with these a pattern cannot take longer than the text is. Null for any other. */
function readPattern(source: string): RegExp | string | null {
  if (/^(?:\[(?:[^\]\\[-]|\\[^\nuxcpk])+-?\]|\\[sdwSDW])\+?$/.test(source)) return new RegExp(source, 'g');
  return /^(?:[^\\[\](){}.*+?^$|]|\\[^\w\s])+$/.test(source) ? source.replace(/\\(.)/g, '$1') : null;
}

/** All texts that are put together from several literals, or decoded. */
export function foldTree(tree: FlatTree, language: FoldingLanguage): Iterable<DerivedText> {
  return new Folder(tree, language).texts();
}
