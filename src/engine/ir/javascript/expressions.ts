/** Lowers expressions: what acts in them, in the order in which it acts. */
import { BlockBuilder } from '../blockBuilder.ts';
import { noteFlattened } from '../flattening.ts';
import type { Block, Call } from '../program.ts';
import type { Value } from '../values.ts';
import { AssignmentLowering } from './assignments.ts';
import { isChain, nameOf, parametersOf } from './callbacks.ts';
import type { LoweredFunction } from './functions.ts';

/** The words of the calls that stand for reading and for writing a shared place. */
export const READ = ' read';
export const WRITE = ' write';

/** What nests deeper is read as a straight line. */
const MAX_DEPTH = 400;

type Handler = (node: number) => void;

/** Calls of the language that end the process, and whether their argument tells of success. */
const exits: Readonly<Record<string, 'status' | 'failed'>> = {
  'process.exit': 'status',
  'process.abort': 'failed',
  'Deno.exit': 'status',
};

/** A callback that is lowered in place: the label by which it is left, and the call that its value is given to, or -1. */
interface Frame {
  readonly label: string;
  readonly to: number;
}

export abstract class ExpressionLowering extends AssignmentLowering {
  /** The callbacks that are lowered in place, innermost last. */
  protected readonly frames: Frame[] = [];
  /** The name of the field, where what is lowered is its getter. */
  protected getter = '';
  private readonly handlers: (Handler | null)[] = [];
  private depth = 0;

  protected abstract readonly table: Readonly<Record<string, Handler>>;
  protected abstract body(fn: number): void;

  /** The blocks of one function. To be asked again only when it is done. */
  lower(fn: LoweredFunction): readonly Block[] {
    this.builder = new BlockBuilder();
    this.getter = this.nodes.type(fn.at) === 'method_definition' && this.nodes.hasToken(fn.at, 'get') ? fn.name : '';
    if (fn.at === 0) this.inOrder(0);
    else {
      this.parameters(fn.at, (index) => {
        const variable = fn.parameters[index];
        return variable?.name === '' ? { kind: 'variable', variable, at: fn.at } : null;
      });
      this.body(fn.at);
    }
    return this.builder.build();
  }

  /** Lowers a statement or an expression. */
  protected visit(node: number): void {
    if (node < 0) return;
    const id = this.nodes.tree.type[node]!;
    let handler = this.handlers[id];
    if (handler === undefined) {
      handler = this.nodes.tree.names.named[id] ? (this.table[this.nodes.tree.names.types[id]!] ?? null) : null;
      this.handlers[id] = handler;
    }
    this.depth++;
    if (this.parts.accesses?.get(node) === 'read') this.reading(node);
    else if (this.depth > MAX_DEPTH) this.straight(node);
    else if (handler) handler(node);
    else this.inOrder(node);
    this.depth--;
  }

  /** A shared place is read: an act of its own, for it may be another value later. */
  private reading(node: number): void {
    this.inOrder(node);
    this.parts.calls.set(node, this.builder.call(node, READ, { raises: false }));
  }

  /** `x += await y` reads before it waits; without a wait the two are one act. */
  private readFirst(target: number, right: number): void {
    const { next } = this.nodes.tree;
    if (this.parts.accesses?.get(target) !== 'both') return;
    for (let at = right; at < next[right]!; at++) {
      if (this.nodes.type(at) !== 'await_expression') continue;
      this.reading(target);
      return;
    }
  }

  private written(target: number): void {
    const access = this.parts.accesses?.get(target);
    if (access === 'write' || access === 'both') this.builder.call(target, WRITE, { raises: false });
  }

  protected inOrder(node: number): void {
    const { next, names, type } = this.nodes.tree;
    const end = next[node]!;
    for (let child = node + 1; child < end; child = next[child]!) if (names.named[type[child]!]) this.visit(child);
  }

  /** An expression; nothing where nothing acts in it. */
  protected expression(node: number): void {
    if (node >= 0 && this.nodes.hasWork(node)) this.visit(node);
  }

  /** Every call below a node as it is written, whatever decides over it. */
  private straight(node: number): void {
    noteFlattened(this.nodes.tree, node);
    const end = this.nodes.tree.next[node]!;
    for (let at = node; at < end; at++) {
      const type = this.nodes.type(at);
      if (type === 'call_expression' || type === 'new_expression') this.emit(at, false);
      else if (type === 'await_expression') this.builder.suspend(at);
      else if (at > node && this.parts.functions.at(at)) at = this.nodes.tree.next[at]! - 1;
    }
  }

  /** Handlers for the expressions in which something may act or decide. */
  protected readonly expressions: Readonly<Record<string, Handler>> = {
    call_expression: (node) => this.call(node, this.nodes.isAwaitedInside(node)),
    new_expression: (node) => this.call(node, false),
    await_expression: (node) => {
      const inner = this.nodes.unwrap(this.nodes.firstChild(node));
      if (inner >= 0 && this.nodes.type(inner) === 'call_expression') return this.call(inner, true);
      this.expression(inner);
      this.builder.suspend(node);
    },
    yield_expression: (node) => {
      this.inOrder(node);
      this.builder.suspend(node);
    },
    assignment_expression: (node) => this.assignment(node),
    augmented_assignment_expression: (node) => this.augmented(node),
    update_expression: (node) => {
      const target = this.nodes.child(node, 'argument');
      this.assignTo(target, node, null);
      this.written(target);
    },
    jsx_attribute: (node) => {
      const { nodes, builder } = this;
      const [name, given] = nodes.children(node);
      if (name === undefined || given === undefined) return;
      const value = nodes.type(given) === 'jsx_expression' ? nodes.firstChild(given) : given;
      this.expression(value);
      if (value < 0 || !nodes.isActive(node) || nodes.isConstant(value)) return;
      const tag = nodes.parent(node);
      const element = nodes.type(tag) === 'jsx_opening_element' ? nodes.parent(tag) : tag;
      builder.store(node, element, value, { field: nodes.text(name) });
    },
    binary_expression: (node) => this.binary(node),
    ternary_expression: (node) => {
      const { nodes, builder } = this;
      const [yes, no] = [nodes.child(node, 'consequence'), nodes.child(node, 'alternative')];
      if (!nodes.hasWork(yes) && !nodes.hasWork(no)) return this.inOrder(node);
      const [then, otherwise, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
      this.condition(nodes.child(node, 'condition'), then, otherwise);
      builder.continueAt(then);
      this.expression(yes);
      builder.jump(after);
      builder.continueAt(otherwise);
      this.expression(no);
      builder.goTo(after);
    },
  };

  /** A condition, with `&&`, `||` and `!` as ways of their own. */
  protected condition(node: number, yes: number, no: number): void {
    const { nodes, builder } = this;
    const at = nodes.unwrap(node);
    const type = nodes.type(at);
    if (this.depth >= MAX_DEPTH || at < 0) {
      this.expression(at);
      builder.choose([yes, no]);
      return;
    }
    this.depth++;
    const operator = type === 'binary_expression' || type === 'unary_expression' ? nodes.text(nodes.child(at, 'operator')) : '';
    if (operator === '!') this.condition(nodes.child(at, 'argument'), no, yes);
    else if (operator === '&&' || operator === '||' || operator === '??') {
      const further = builder.newBlock();
      this.condition(nodes.child(at, 'left'), operator === '&&' ? further : yes, operator === '&&' ? no : further);
      builder.continueAt(further);
      this.condition(nodes.child(at, 'right'), yes, no);
    } else {
      this.expression(at);
      if (type === 'true') builder.jump(yes);
      else builder.branch(at, yes, no);
    }
    this.depth--;
  }

  private binary(node: number): void {
    const { nodes, builder } = this;
    const operator = nodes.text(nodes.child(node, 'operator'));
    const right = nodes.child(node, 'right');
    if ((operator !== '&&' && operator !== '||' && operator !== '??') || !nodes.hasWork(right)) {
      this.inOrder(node);
      return;
    }
    const [further, after] = [builder.newBlock(), builder.newBlock()];
    this.condition(nodes.child(node, 'left'), operator === '&&' ? further : after, operator === '&&' ? after : further);
    builder.continueAt(further);
    this.expression(right);
    builder.goTo(after);
  }

  private assignment(node: number): void {
    const { nodes } = this;
    const left = nodes.child(node, 'left');
    const right = nodes.child(node, 'right');
    this.target(left);
    this.expression(right);
    this.assignTo(left, right, null);
    this.written(left);
  }

  /** What has to be found out before something can be assigned to a place. */
  private target(left: number): void {
    const { nodes } = this;
    if (left < 0 || !nodes.type(left).endsWith('_expression')) return;
    this.expression(nodes.child(left, 'object'));
    this.expression(nodes.child(left, 'index'));
  }

  private augmented(node: number): void {
    const { nodes, builder } = this;
    const left = nodes.child(node, 'left');
    const right = nodes.child(node, 'right');
    const operator = nodes.text(nodes.child(node, 'operator'));
    this.target(left);
    this.readFirst(left, right);
    if (operator !== '||=' && operator !== '??=' && operator !== '&&=') {
      this.expression(right);
      this.assignTo(left, node, null);
      this.written(left);
      return;
    }
    const [further, after] = [builder.newBlock(), builder.newBlock()];
    const isAnd = operator === '&&=';
    builder.branch(left, isAnd ? further : after, isAnd ? after : further);
    builder.continueAt(further);
    this.expression(right);
    this.assignTo(left, right, null);
    this.written(left);
    builder.goTo(after);
  }

  /** Emits a call that has its arguments. */
  private emit(node: number, awaited: boolean): Call {
    const { calls } = this.parts;
    const call = this.builder.call(node, this.parts.wordOf(node), { awaited });
    // In a `finally` block, which is lowered once for each way through it, the first one stands for all.
    if (!calls.has(node)) calls.set(node, call);
    return call;
  }

  private call(node: number, awaited: boolean): void {
    const { nodes, builder } = this;
    if (isChain(node, nodes)) {
      this.chain(node, awaited);
      return;
    }
    const callee = nodes.callee(node);
    const isMember = callee >= 0 && nodes.type(callee).endsWith('_expression') && nodes.child(callee, 'object') >= 0;
    const after = isMember && nodes.child(callee, 'optional_chain') >= 0 ? builder.newBlock() : -1;
    if (isMember) {
      const object = nodes.child(callee, 'object');
      this.expression(object);
      if (after >= 0) {
        const there = builder.newBlock();
        builder.branch(object, there, after);
        builder.continueAt(there);
      }
      this.expression(nodes.child(callee, 'index'));
    } else if (callee >= 0 && !this.parts.functions.runOf(callee)) this.expression(callee);
    const run: number[] = [];
    for (const given of nodes.arguments(node)) {
      const inner = nodes.unwrap(given);
      if (this.parts.functions.runOf(inner)) run.push(inner);
      else this.expression(given);
    }
    const call = this.emit(node, awaited);
    const promise = this.promiseOf(callee);
    const [settledWith] = nodes.arguments(node);
    if (promise >= 0 && settledWith !== undefined) builder.give(node, promise, settledWith);
    const there = this.calledThere(callee);
    // `(function (x) { … }).call(this, x)` gives its second argument first.
    const from = nodes.property(callee) === 'call' ? 1 : 0;
    if (there >= 0) this.inline(there, node, (index) => this.givenTo(call, node, index + from));
    for (const fn of run) this.callback(fn, call, node);
    const exit = exits[nodes.text(callee)];
    if (exit) {
      const [status] = nodes.arguments(node);
      builder.exit(exit === 'failed' || (status !== undefined && nodes.text(status) !== '0'));
    }
    if (after >= 0) builder.goTo(after);
  }

  /** The `new Promise(…)` that a call of what it hands to its callback first settles, or -1. */
  private promiseOf(callee: number): number {
    const { nodes } = this;
    const { functions, variables } = this.parts;
    if (callee < 0 || nodes.type(callee) !== 'identifier' || !functions.resolvers.has(nodes.text(callee))) return -1;
    const parameter = variables.binding(callee)?.parameter;
    return parameter?.index === 0 ? functions.promiseOf(parameter.fn.index) : -1;
  }

  /** The function that is called where it stands: the callee itself, or what `call` is read off. */
  private calledThere(callee: number): number {
    const { functions } = this.parts;
    if (callee < 0) return -1;
    if (functions.runOf(callee) === 'there') return callee;
    const object = this.nodes.child(callee, 'object');
    const inner = object < 0 ? -1 : this.nodes.unwrap(object);
    return inner >= 0 && functions.runOf(inner) === 'there' ? inner : -1;
  }

  private givenTo(call: Call, node: number, index: number): Value {
    const given = this.nodes.arguments(node)[index];
    return given === undefined ? { kind: 'argument', of: call, index, at: node } : this.parts.values.of(given);
  }

  /** Lowers a callback into the call it was handed to. */
  private callback(fn: number, call: Call, node: number): void {
    const { nodes, builder } = this;
    const { functions, values } = this.parts;
    const callee = nodes.callee(node);
    if (functions.runOf(fn) === 'each') {
      const isFirst = nodes.unwrap(nodes.arguments(node)[0] ?? -1) === fn;
      const list = isFirst ? nodes.child(callee, 'object') : (nodes.arguments(node)[0] ?? -1);
      const element: Value = { kind: 'element', of: values.of(list), at: node };
      const which = nodes.word(node).startsWith('reduce') ? 1 : 0;
      this.maybeAgain(() =>
        this.inline(fn, node, (index) => (index === which ? element : { kind: 'argument', of: call, index, at: node })),
      );
      return;
    }
    const isPromise = nodes.type(node) === 'new_expression';
    const parameters = parametersOf(fn, nodes);
    const isErrorFirst = parameters[0] !== undefined && /^_?e(?:r|rr|rror|x)?\d?$/i.test(nodes.text(nameOf(parameters[0], nodes)));
    if (!isPromise && !call.awaited) builder.suspend(node);
    this.inline(fn, isPromise ? -1 : node, (index) => {
      const argument: Value = { kind: 'argument', of: call, index, at: node };
      // An error says that the answer is no.
      return index === 0 && isErrorFirst ? { kind: 'operation', operator: '!', operands: [argument], at: node } : argument;
    });
  }

  /** Something that runs any number of times. */
  protected maybeAgain(body: () => void): void {
    const { builder } = this;
    const head = builder.newBlock();
    const [inside, after] = [builder.newBlock(), builder.newBlock()];
    builder.goTo(head);
    builder.choose([inside, after]);
    builder.continueAt(inside);
    body();
    builder.jump(head);
    builder.continueAt(after);
  }

  /** Something that runs or does not. */
  private maybe(body: () => void): void {
    const { builder } = this;
    const [inside, after] = [builder.newBlock(), builder.newBlock()];
    builder.choose([inside, after]);
    builder.continueAt(inside);
    body();
    builder.goTo(after);
  }

  /** Lowers a function's body in place; its `return` gives its value to a call, and goes on behind it. */
  private inline(fn: number, to: number, given: (index: number) => Value | null): void {
    const { builder } = this;
    const label = `#${fn}`;
    const enter = builder.enter(fn, 'callback');
    this.parameters(fn, given);
    const after = builder.newBlock();
    this.frames.push({ label, to });
    builder.within(label, after, -1, () => this.body(fn));
    this.frames.pop();
    builder.goTo(after);
    builder.leave(fn, enter);
  }

  /** `p.then(f, g)`, `p.catch(g)`, `p.finally(f)`: what a promise runs when it is settled. */
  private chain(node: number, awaited: boolean): void {
    const { nodes, builder } = this;
    const callee = nodes.callee(node);
    const receiver = nodes.child(callee, 'object');
    const method = nodes.property(callee);
    const given = nodes.arguments(node);
    // Callbacks that only say something about the outcome leave the question open for who looks at what they say.
    const isQuiet = given.every((one) => !nodes.hasWork(one));
    const [first, second] = given;
    const [kept, rejected] = method === 'then' ? [first, second] : method === 'catch' ? [undefined, first] : [first, undefined];
    const to = method === 'finally' ? -1 : node;
    if (isQuiet || (rejected !== undefined && !nodes.hasWork(rejected) && kept === undefined)) {
      this.expression(receiver);
      this.emit(node, awaited);
      if (kept !== undefined && this.tells(kept)) this.settled(kept, to, this.parts.values.of(receiver));
      if (rejected !== undefined && this.tells(rejected)) this.maybe(() => this.settled(rejected, to, { kind: 'unknown', at: node }));
      return;
    }
    const after = builder.newBlock();
    if (rejected !== undefined) {
      builder.attempt(
        () => this.expression(receiver),
        () => {
          this.settled(rejected, to, { kind: 'unknown', at: node });
          builder.jump(after);
        },
        null,
      );
    } else this.expression(receiver);
    this.emit(node, awaited);
    if (!awaited) builder.suspend(node);
    if (kept !== undefined) this.settled(kept, to, this.parts.values.of(receiver));
    builder.goTo(after);
  }

  /** Whether what a callback gives is more than a constant. */
  private tells(given: number): boolean {
    const { nodes } = this;
    const fn = nodes.unwrap(given);
    const body = this.parts.functions.runOf(fn) ? nodes.child(fn, 'body') : -1;
    return body >= 0 && !nodes.isConstant(body) && nodes.children(body).length > 0;
  }

  private settled(given: number, to: number, value: Value): void {
    const fn = this.nodes.unwrap(given);
    if (this.parts.functions.runOf(fn)) this.inline(fn, to, (index) => (index === 0 ? value : null));
    else this.expression(given);
  }
}
