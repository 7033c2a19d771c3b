/**
 * When two expressions name the same thing. A key is the text of a value with constants folded, joined paths written out, and every
 * variable replaced by what it was assigned, or by the assignments that reach the place: `"$d/x"`, `path.join(d, 'x')` and
 * `Path(d) / 'x'` are one form, and the same words after `d` was assigned anew are another thing.
 */
import { Definitions } from '../ir/definitions.ts';
import type { Assign, Call, IrFunction, Program } from '../ir/program.ts';
import type { Value, Variable } from '../ir/values.ts';
import { SearchBudget } from '../lower/searchBudget.ts';

/** Functions by name that do no more than make a name out of names. */
export interface NameFunctions {
  /** Join their arguments with a slash. */
  readonly joins: ReadonlySet<string>;
  /** Give their first argument (or what they are called on) in another form. */
  readonly same: ReadonlySet<string>;
  /** Give the same for the same arguments, whenever they are called: the directory of a name, the home directory. */
  readonly pure?: ReadonlySet<string>;
}

interface Position {
  readonly block: number;
  readonly index: number;
}

/** What a path begins with. */
export interface Root {
  readonly fn: IrFunction;
  readonly value: Value;
  /** Where in that function it is as it is. */
  readonly at: Position;
  readonly rest: string;
}

const STEPS = 500_000;
const MAX_DEPTH = 24;
/** A longer key is replaced by a name of its own, so that doubling (`a=$a$a`) ends. */
const MAX_LENGTH = 600;

export class ResourceKeys {
  private readonly program: Program;
  private readonly names: NameFunctions;
  private readonly definitions = new Map<IrFunction, Definitions>();
  private readonly ofAssign = new Map<Assign, string>();
  private readonly budget = new SearchBudget(STEPS);

  constructor(program: Program, names: NameFunctions) {
    this.program = program;
    this.names = names;
  }

  definitionsIn(fn: IrFunction): Definitions {
    let known = this.definitions.get(fn);
    if (!known) {
      known = new Definitions(fn);
      this.definitions.set(fn, known);
    }
    return known;
  }

  /** The key of a value as it is at a place of a function, or null where it names nothing that could be met again. */
  keyOf(fn: IrFunction, value: Value, at: Position): string | null {
    const key = this.key(fn, value, at, 0);
    return key === null ? null : tidy(key);
  }

  /**
   * What a path begins with: its first parts through joins, concatenations and assignments, down to what is no name made of names. Several
   * where a variable has several definitions; `rest` is the constant text that follows directly.
   */
  rootsOf(fn: IrFunction, value: Value, at: Position): readonly Root[] {
    const roots: Root[] = [];
    const seen = new Set<unknown>();
    const todo: { fn: IrFunction; value: Value; at: Position; rest: string }[] = [{ fn, value, at, rest: '' }];
    for (let next = todo.pop(); next; next = todo.pop()) {
      this.budget.spend();
      const { fn: within, value: one, at: where, rest } = next;
      const go = (inner: Value, more = '') => todo.push({ fn: within, value: inner, at: where, rest: more + rest });
      if (one.kind === 'concat' && one.parts[0]) {
        const texts = one.parts.slice(1).map((part) => part.value);
        const constant = texts.findIndex((text) => text.kind !== 'literal');
        const text = (constant < 0 ? texts : texts.slice(0, constant))
          .map((literal) => (literal.kind === 'literal' ? literal.text : ''))
          .join('');
        go(one.parts[0].value, text);
      } else if (one.kind === 'operation' && one.operator === '/' && one.operands[0]) go(one.operands[0], '/');
      else if (one.kind === 'choice') for (const among of one.among) go(among);
      else if (one.kind === 'result' && this.joinedFirst(one.call)) go(this.joinedFirst(one.call)!, '/');
      else if (one.kind === 'variable' && !seen.has(one.variable)) {
        seen.add(one.variable);
        const definitions = this.definitionsIn(within).reaching(one.variable, '', where);
        for (const definition of definitions) {
          const elsewhere = definition === 'entry' ? this.program.definitionsOf(one.variable) : [];
          const outer = elsewhere.length === 1 && elsewhere[0]!.within !== within ? elsewhere[0]! : null;
          const assign = definition === 'entry' ? (outer?.assign ?? null) : definition;
          const given = assign && (assign.given ?? (assign.value >= 0 ? this.program.valueOf(assign.value) : null));
          if (given && assign) todo.push({ fn: outer?.within ?? within, value: given, at: assign, rest });
          else roots.push({ fn: within, value: one, at: where, rest });
        }
      } else roots.push({ fn: within, value: one, at: where, rest });
    }
    return roots;
  }

  /** The first of the names that a call joins, or the one it gives back. */
  private joinedFirst(call: Call): Value | null {
    const name = this.program.nameOf(call);
    if (name === null || !(this.names.joins.has(name) || this.names.same.has(name))) return null;
    const receiver = this.program.receiverOf(call);
    const first = this.program.argumentsOf(call)[0] ?? null;
    return receiver && (first === null || isMethodOfPath(receiver)) ? receiver : first;
  }

  private key(fn: IrFunction, value: Value, at: Position, depth: number): string | null {
    this.budget.spend();
    if (depth > MAX_DEPTH) return null;
    const inner = (one: Value): string | null => this.key(fn, one, at, depth + 1);
    switch (value.kind) {
      case 'literal':
        return value.text;
      case 'environment':
        return `⟨env ${value.name}⟩`;
      case 'variable':
        return this.variable(fn, value.variable, at, depth);
      case 'field':
        return this.field(fn, value.of, value.name, at, depth);
      case 'concat': {
        let key = '';
        for (const { value: part } of value.parts) {
          const piece = inner(part);
          if (piece === null || key.length > MAX_LENGTH) return null;
          key += piece;
        }
        return key;
      }
      case 'operation': {
        const keys = value.operands.map(inner);
        if (keys.includes(null)) return null;
        return value.operator === '/' ? keys.join('/') : `⟨${value.operator} ${keys.join(' ')}⟩`;
      }
      case 'choice': {
        const keys = value.falls ? value.among.map(inner) : [null];
        return keys.includes(null) ? null : `⟨or ${keys.join(' ')}⟩`;
      }
      case 'element': {
        const index = value.index ? inner(value.index) : null;
        const of = index === null ? null : inner(value.of);
        return of === null ? null : `⟨[] ${of} ${index}⟩`;
      }
      case 'result':
        return this.result(fn, value, depth);
      case 'list': {
        const keys = value.items.map(inner);
        return keys.includes(null) ? null : `[${keys.join(',')}]`;
      }
      case 'record': {
        if (value.spread.length > 0) return null;
        const keys = [...value.entries].map(([name, entry]) => [name, inner(entry)] as const);
        if (keys.some(([, key]) => key === null)) return null;
        return `{${keys
          .map(([name, key]) => `${name}:${key}`)
          .sort()
          .join(',')}}`;
      }
      case 'argument':
        return `⟨argument ${value.of.at}.${value.index}⟩`;
      default:
        return null;
    }
  }

  private result(fn: IrFunction, value: Value & { kind: 'result' }, depth: number): string | null {
    const { call } = value;
    const { program } = this;
    const name = program.nameOf(call);
    const given = program.argumentsOf(call);
    const keys = (values: readonly Value[]) => values.map((one) => this.key(fn, one, call, depth + 1));
    if (name !== null && this.names.joins.has(name)) {
      const receiver = program.receiverOf(call);
      const joined = keys(receiver && /[a-z]/.test(name) && given.length > 0 && isMethodOfPath(receiver) ? [receiver, ...given] : given);
      return joined.includes(null) ? null : joined.join('/');
    }
    if (name !== null && this.names.same.has(name)) {
      const first = given[0] ?? program.receiverOf(call);
      return first ? this.key(fn, first, call, depth + 1) : null;
    }
    const receiver = program.receiverOf(call);
    const on = receiver ? this.key(fn, receiver, call, depth + 1) : '';
    const arguments_ = keys(given);
    if (on === null || arguments_.includes(null)) return null;
    return `⟨${name ?? `${on}.${call.word}`}(${on && name ? `${on};` : ''}${arguments_.join(',')})⟩`;
  }

  private variable(fn: IrFunction, variable: Variable, at: Position, depth: number): string {
    const reaching = this.definitionsIn(fn).reaching(variable, '', at);
    const [only] = reaching;
    if (reaching.length === 1 && only !== 'entry' && only) return this.assigned(fn, only, depth);
    if (reaching.length === 1) return this.onEntry(fn, variable, depth);
    return `⟨${variable.name} ${reaching.map((one) => (one === 'entry' ? 'entry' : one.at)).join('|')}⟩`;
  }

  /** A variable that the function has not set by then: a parameter, or set elsewhere in the file. */
  private onEntry(fn: IrFunction, variable: Variable, depth: number): string {
    if (variable.parameter >= 0 && variable.owner === fn && !variable.rest) return parameterKey(fn, variable.parameter);
    const all = this.program.definitionsOf(variable);
    const [only] = all;
    if (all.length === 1 && only && only.assign.field === '' && only.within !== fn) return this.assigned(only.within, only.assign, depth);
    return `⟨${variable.name} #${variable.id}⟩`;
  }

  private assigned(fn: IrFunction, assign: Assign, depth: number): string {
    const known = this.ofAssign.get(assign);
    if (known !== undefined) return known;
    const itself = `⟨${assign.variable.name} @${assign.at}⟩`;
    // A default says nothing of a parameter that is given.
    const given = assign.given;
    if (given?.kind === 'choice' && given.falls && given.among[0]?.kind === 'variable' && given.among[0].variable === assign.variable)
      return this.variable(fn, assign.variable, assign, depth + 1);
    // Whoever asks again while it is being computed gets the assignment itself, which ends cycles.
    this.ofAssign.set(assign, itself);
    const value = assign.given ?? (assign.value >= 0 ? this.program.valueOf(assign.value) : null);
    const key = value && this.isStable(value) ? this.key(fn, value, assign, depth + 1) : null;
    const result = key === null || key.length > MAX_LENGTH ? itself : key;
    this.ofAssign.set(assign, result);
    return result;
  }

  /** What a call gives is a thing of its own each time, unless the call only joins names. */
  private isStable(value: Value): boolean {
    switch (value.kind) {
      case 'result': {
        const name = this.program.nameOf(value.call);
        return name !== null && (this.names.joins.has(name) || this.names.same.has(name) || this.names.pure?.has(name) === true);
      }
      case 'concat':
        return value.parts.every((part) => this.isStable(part.value));
      case 'operation':
        return value.operator === '/' && value.operands.every((one) => this.isStable(one));
      case 'field':
        return this.isStable(value.of);
      case 'literal':
      case 'variable':
      case 'environment':
        return true;
      default:
        return false;
    }
  }

  private field(fn: IrFunction, of: Value, name: string, at: Position, depth: number): string | null {
    if (of.kind === 'variable') {
      const reaching = this.definitionsIn(fn).reaching(of.variable, name, at);
      const [only] = reaching;
      if (reaching.length === 1 && only !== 'entry' && only) return this.assigned(fn, only, depth);
      if (reaching.length > 1)
        return `⟨${of.variable.name}.${name} ${reaching.map((one) => (one === 'entry' ? 'entry' : one.at)).join('|')}⟩`;
    }
    const base = this.key(fn, of, at, depth + 1);
    return base === null ? null : `${base}.${name}`;
  }
}

/** Stands in a key for a parameter, and is replaced by the argument's key where the function is called. */
export function parameterKey(fn: IrFunction, index: number): string {
  return `⟨parameter ${fn.index}.${index}⟩`;
}

/** True for what `join` was called on as a method (`base.joinpath('x')`), not for a module (`path.join`). */
function isMethodOfPath(receiver: Value): boolean {
  return receiver.kind !== 'variable' || receiver.variable.parameter >= 0 || receiver.variable.owner !== null;
}

function tidy(key: string): string {
  const clean = key.replace(/\/{2,}/g, '/').replace(/(\/\.)+(?=\/)/g, '');
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}
