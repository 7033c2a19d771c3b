/**
 * From a table to a detection: lowers a file, finds the events that a language's binding knows, solves the table function by function, and
 * lets the check judge each pair.
 */
import type { CheckContext, Report, SyntaxContext, SyntaxDetection, SyntaxRules } from '../check.ts';
import type { Call, IrFunction, Program } from '../ir/program.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { type Asking, byKey, type EventModel, Events, type OrderEvent } from './events.ts';
import { type ModeModel, Modes } from './modes.ts';
import { type NameFunctions, ResourceKeys } from './resourceKey.ts';
import { type Pair, solve } from './solve.ts';
import { endingsOf, type OrderTable, startsOf } from './table.ts';

/** What a language's models offer: how to lower a file, and what its calls do to which things. One object a vocabulary, shared by checks. */
export interface Binding<E extends string, D> {
  lower(root: SyntaxNode, source: SourceText): Program;
  readonly events: EventModel<E, D>;
  readonly names: NameFunctions;
  readonly modes?: ModeModel;
  /** True for a question that answers by not raising (`access`, `stat`). */
  asksByRaising?(event: OrderEvent<E, D>): boolean;
  /** A text without a match holds nothing that this binding could see: then nothing is lowered. */
  readonly needs?: RegExp;
}

/** A file seen through a binding: computed once and shared by the checks that use it. */
export class OrderAnalysis<E extends string, D> {
  readonly program: Program;
  readonly keys: ResourceKeys;
  readonly binding: Binding<E, D>;
  private readonly events: Events<E, D>;
  private readonly asking: Asking<E, D>;
  private readonly modes: Modes | null;
  /** Events of a function by the thing they act on; every table asks for them. */
  private readonly groups = new Map<IrFunction, ReadonlyMap<string, readonly OrderEvent<E, D>[]>>();
  private readonly looked = new Map<ReadonlySet<string> | null, ReadonlySet<IrFunction>>();

  constructor(binding: Binding<E, D>, root: SyntaxNode, source: SourceText) {
    this.binding = binding;
    this.program = binding.lower(root, source);
    this.keys = new ResourceKeys(this.program, binding.names);
    this.asking = { asksByRaising: (event) => binding.asksByRaising?.(event) ?? false };
    this.events = new Events(this.program, this.keys, binding.events, this.asking);
    this.modes = binding.modes ? new Modes(this.program, binding.modes) : null;
  }

  /** The functions in which something may happen: those with calls the model knows, and those that call them. */
  get functions(): readonly IrFunction[] {
    return inOrder(this.reaching(this.binding.events.words));
  }

  /** The functions in which an event that begins a pair of the table may happen, and one that ends it. */
  functionsFor({ begin, end }: Ends): readonly IrFunction[] {
    const ending = this.reaching(end);
    if (ending.size === 0) return [];
    const beginning = this.reaching(begin);
    return inOrder([...ending].filter((fn) => beginning.has(fn)));
  }

  /** The functions that hold a call of one of these words, and those that call them. */
  private reaching(words: ReadonlySet<string> | null): ReadonlySet<IrFunction> {
    const known = this.looked.get(words);
    if (known) return known;
    const found = new Set(words === null ? this.program.functions : this.program.functionsCalling(words));
    this.looked.set(words, found);
    const todo = [...found];
    for (let fn = todo.pop(); fn; fn = todo.pop()) {
      for (const caller of this.program.callersOf(fn)) {
        if (found.has(caller)) continue;
        found.add(caller);
        todo.push(caller);
      }
    }
    return found;
  }

  eventsOf(fn: IrFunction): readonly OrderEvent<E, D>[] {
    return this.events.of(fn);
  }

  /** The modes that certainly hold where an act happens. */
  modesAt(event: OrderEvent<E, D>): ReadonlySet<string> {
    return this.modesAtCall(event.within, event.origin);
  }

  /** The same for any call: of a helper that acts, where what holds around its call is asked for. */
  modesAtCall(fn: IrFunction, call: Call): ReadonlySet<string> {
    return this.modes?.at(fn, call) ?? NO_MODES;
  }

  pairs<S extends string>(table: OrderTable<S, E>, fn: IrFunction): readonly Pair<E, D>[] {
    let groups = this.groups.get(fn);
    if (!groups) {
      groups = byKey(this.eventsOf(fn));
      this.groups.set(fn, groups);
    }
    return solve(this.program, this.keys, fn, table, groups, this.asking);
  }
}

const NO_MODES: ReadonlySet<string> = new Set();

function inOrder(functions: Iterable<IrFunction>): readonly IrFunction[] {
  return [...functions].sort((a, b) => a.index - b.index);
}

/** Words of the calls that can begin a pair, and of those that can end it. */
interface Ends {
  readonly begin: ReadonlySet<string> | null;
  readonly end: ReadonlySet<string> | null;
}

/** Without both ends on one thing there is no pair, so functions that lack the words of either need no look. */
function endsOf<S extends string, E extends string, D>(table: OrderTable<S, E>, model: EventModel<E, D>): Ends {
  const wordsOf: Readonly<Partial<Record<string, ReadonlySet<string>>>> = model.wordsOf ?? {};
  const union = (events: readonly string[]): ReadonlySet<string> | null => {
    const words = new Set<string>();
    for (const event of events) {
      const own = wordsOf[event];
      if (!own) return model.words;
      for (const word of own) words.add(word);
    }
    return words;
  };
  return { begin: union(startsOf(table)), end: union(endingsOf(table)) };
}

/** What a judge is given besides the pair. */
export interface JudgeContext<E extends string, D> extends Omit<CheckContext, 'report' | 'safeguard'> {
  readonly analysis: OrderAnalysis<E, D>;
  readonly fn: IrFunction;
  /** Shares computed things between checks, as in any rule. */
  readonly shared: SyntaxContext['shared'];
  readonly root: SyntaxNode;
  node(at: number | { readonly at: number }): SyntaxNode;
}

/** A check's part for one language: whose events, and when a pair is worth a word. Null: it is not. */
export interface OrderRule<E extends string, D> {
  readonly binding: Binding<E, D>;
  judge(pair: Pair<E, D>, context: JudgeContext<E, D>): Report | null;
}

type Lens<E extends string, D> = (root: SyntaxNode, source: SourceText) => OrderAnalysis<E, D>;
const lenses = new WeakMap<object, unknown>();

/** The one function that computes a binding's analysis, which is what `shared` remembers it by. */
export function lensOf<E extends string, D>(binding: Binding<E, D>): Lens<E, D> {
  const known = lenses.get(binding) as Lens<E, D> | undefined;
  if (known) return known;
  const lens: Lens<E, D> = (root, source) => new OrderAnalysis(binding, root, source);
  lenses.set(binding, lens);
  return lens;
}

function rulesOf<S extends string, E extends string, D>(table: OrderTable<S, E>, rule: OrderRule<E, D>): SyntaxRules[string] {
  const ends = endsOf(table, rule.binding.events);
  return (root, context) => {
    if (rule.binding.needs?.test(context.source.text) === false) return;
    const analysis = context.shared(lensOf(rule.binding));
    // A helper's own pair shows at each of its calls as well: it is one finding, where it stands. One helper that ends several pairs, in
    // different places, is several.
    const reported = new Set<number>();
    for (const fn of analysis.functionsFor(ends)) {
      const judged: JudgeContext<E, D> = {
        source: context.source,
        path: context.path,
        language: context.language,
        role: context.role,
        shared: context.shared,
        root,
        analysis,
        fn,
        node: (at) => new SyntaxNode(root.tree, typeof at === 'number' ? at : at.at),
      };
      for (const pair of analysis.pairs(table, fn)) {
        if (pair.first.at === pair.second.at && pair.first.within !== fn) continue;
        const report = rule.judge(pair, judged);
        if (!report || reported.has(report.at.start)) continue;
        reported.add(report.at.start);
        context.report(report);
      }
    }
  };
}

/** The detection of an order check: one table, a rule a language. */
export function order<S extends string, E extends string, D>(
  table: OrderTable<S, E>,
  rules: Readonly<Partial<Record<'bash' | 'js' | 'py' | 'ps', OrderRule<E, D>>>>,
): SyntaxDetection {
  const at = (type: string, rule: OrderRule<E, D> | undefined) => (rule ? { [type]: rulesOf(table, rule)! } : undefined);
  const { bash, js, py, ps } = rules;
  return {
    kind: 'syntax',
    ...(bash && { bash: at('program', bash)! }),
    ...(js && { js: at('program', js)! }),
    ...(py && { py: at('module', py)! }),
    ...(ps && { ps: at('program', ps)! }),
  };
}
