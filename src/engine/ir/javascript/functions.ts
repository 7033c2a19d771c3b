/** The functions of a file: those that stand for themselves, and those that run as part of the function around them. */
import { functionTypes } from '../../lower/javascript/syntax.ts';
import type { Block, IrFunction } from '../program.ts';
import type { Variable } from '../values.ts';
import { nameOf, parametersOf, type Run, runOf } from './callbacks.ts';
import type { Nodes } from './nodes.ts';

export class LoweredFunction implements IrFunction {
  readonly index: number;
  readonly name: string;
  readonly at: number;
  readonly outer: IrFunction | null;
  readonly isAsync: boolean;
  private readonly makeBlocks: (fn: LoweredFunction) => readonly Block[];
  private readonly makeParameters: (fn: LoweredFunction) => readonly Variable[];
  private ownBlocks: readonly Block[] | null = null;
  private ownParameters: readonly Variable[] | null = null;
  /** True while its blocks are made: whoever asks for them then gets none. */
  isBuilding = false;

  constructor(
    index: number,
    at: number,
    name: string,
    isAsync: boolean,
    outer: IrFunction | null,
    makeBlocks: (fn: LoweredFunction) => readonly Block[],
    makeParameters: (fn: LoweredFunction) => readonly Variable[],
  ) {
    this.index = index;
    this.at = at;
    this.name = name;
    this.isAsync = isAsync;
    this.outer = outer;
    this.makeBlocks = makeBlocks;
    this.makeParameters = makeParameters;
  }

  get blocks(): readonly Block[] {
    if (this.ownBlocks) return this.ownBlocks;
    if (this.isBuilding) return [];
    this.isBuilding = true;
    this.ownBlocks = this.makeBlocks(this);
    this.isBuilding = false;
    return this.ownBlocks;
  }

  get parameters(): readonly Variable[] {
    this.ownParameters ??= this.makeParameters(this);
    return this.ownParameters;
  }
}

interface Makers {
  name(fn: number): string;
  blocks(fn: LoweredFunction): readonly Block[];
  parameters(fn: LoweredFunction): readonly Variable[];
  runsCallback(call: number, word: string, event: string | null): boolean;
}

export class Functions {
  readonly all: readonly LoweredFunction[];
  /** What `new Promise(…)` hands to its callback first, by the names it has there. */
  readonly resolvers: ReadonlySet<string>;
  private readonly nodes: Nodes;
  private allGetters: ReadonlySet<string> | null = null;
  private allNames: ReadonlySet<string> | null = null;
  private readonly byNode = new Map<number, LoweredFunction>();
  private readonly runs = new Map<number, Run>();

  constructor(nodes: Nodes, makers: Makers) {
    this.nodes = nodes;
    const { tree } = nodes;
    const all: LoweredFunction[] = [];
    const resolvers = new Set<string>();
    const add = (node: number, name: string, outer: LoweredFunction | null) => {
      const fn = new LoweredFunction(all.length, node, name, nodes.hasToken(node, 'async'), outer, makers.blocks, makers.parameters);
      all.push(fn);
      this.byNode.set(node, fn);
    };
    add(0, '', null);
    const isFunction: boolean[] = [];
    for (let node = 0; node < tree.count; node++) {
      const id = tree.type[node]!;
      isFunction[id] ??= tree.names.named[id]! && functionTypes.has(tree.names.types[id]!);
      if (!isFunction[id] || nodes.child(node, 'body') < 0) continue;
      const run = runOf(node, nodes, makers.runsCallback);
      if (run) {
        this.runs.set(node, run);
        const [resolve] = run === 'once' && this.promiseOf(node) >= 0 ? parametersOf(node, nodes) : [];
        if (resolve !== undefined) resolvers.add(nodes.text(nameOf(resolve, nodes)));
      } else add(node, makers.name(node), this.around(node));
    }
    this.all = all;
    this.resolvers = resolvers;
  }

  /** What functions are called. */
  get names(): ReadonlySet<string> {
    this.allNames ??= new Set(this.all.map(({ name }) => name));
    return this.allNames;
  }

  /** The names of fields that have a getter. */
  get getters(): ReadonlySet<string> {
    const isGetter = ({ at }: LoweredFunction) => this.nodes.type(at) === 'method_definition' && this.nodes.hasToken(at, 'get');
    this.allGetters ??= new Set(this.all.filter(isGetter).map(({ name }) => name));
    return this.allGetters;
  }

  /** The `new Promise(…)` that a function is written in as its callback, or -1. */
  promiseOf(fn: number): number {
    const { nodes } = this;
    const call = this.runs.get(fn) === 'once' ? nodes.parent(nodes.parent(nodes.wrapped(fn))) : -1;
    return call >= 0 && nodes.type(call) === 'new_expression' ? call : -1;
  }

  /** The function that a node belongs to; for a function's node the function itself. */
  of(node: number): LoweredFunction {
    for (let at = node; at > 0; at = this.nodes.parent(at)) {
      const found = this.byNode.get(at);
      if (found) return found;
    }
    return this.byNode.get(0)!;
  }

  /** The function around a function. */
  around(node: number): LoweredFunction {
    return this.of(this.nodes.parent(node));
  }

  at(node: number): LoweredFunction | null {
    return this.byNode.get(node) ?? null;
  }

  /** The functions in which something is run later: a callback, a promise's chain. */
  *withCallbacks(): Iterable<LoweredFunction> {
    for (const [node, run] of this.runs) if (run === 'once' || run === 'chain') yield this.of(node);
  }

  /** How a function's node runs within the function around it; null for a function of its own. */
  runOf(node: number): Run | null {
    return this.runs.get(node) ?? null;
  }
}
