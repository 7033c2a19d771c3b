/** Whether a write goes by what was read: what decides over it, and what it is made of. */
import { decisionsOver, fieldsBehind, type JudgeContext, type OrderEvent, type SyntaxNode } from '../../../src/engine/check.ts';
import {
  argumentsOf,
  calleeOf,
  functionTypes,
  type JavaScriptFile,
  type JavaScriptProgram,
  propertyOf,
  unwrap,
  unwrapAwait,
  WRITE,
} from '../../../src/engine/javascript.ts';
import { columnName, conditionText, dataOf, sqlOf, writtenFields } from '../../models/javascript/rowShapes.ts';
import type { StoreEvent, StoreFacts } from '../../models/storeEvents.ts';

type Event = OrderEvent<StoreEvent, StoreFacts>;
type Context = JudgeContext<StoreEvent, StoreFacts>;

/** `harmless`: whoever loses does something twice that may be done twice. */
export type Race = 'race' | 'harmless';

interface Dependence {
  /** Fields looked at by the branches that lead to the write; `*` for the reading as a whole. */
  readonly tested: ReadonlySet<string>;
  /** Fields that what is written is made of. */
  readonly used: ReadonlySet<string>;
}

export function dependenceOf(read: Event, write: Event, values: readonly SyntaxNode[], context: Context): Dependence {
  const { analysis, fn } = context;
  const { program, keys } = analysis;
  const tested = new Set<string>();
  for (const { block } of decisionsOver(fn, write.at)) {
    if (block.next.kind !== 'branch') continue;
    const at = { block: block.index, index: block.instructions.length };
    for (const field of fieldsBehind(program, keys, fn, program.valueOf(block.next.on), at, read.at)) tested.add(field);
  }
  const used = new Set<string>();
  const given = write.within === fn ? values.map((node) => program.valueOf(node.index)) : program.argumentsOf(write.at);
  for (const value of given) for (const field of fieldsBehind(program, keys, fn, value, write.at, read.at)) used.add(field);
  return { tested, used };
}

/** What an assignment writes; the arguments of a call. */
function valuesOf(write: Event, at: SyntaxNode): SyntaxNode[] {
  if (write.origin.word !== WRITE) return argumentsOf(at).filter((given) => !functionTypes.has(given.type));
  const up = at.parent;
  if (up?.type === 'update_expression') return [at];
  const right = up?.child('right');
  if (!right) return [];
  return up?.type === 'augmented_assignment_expression' ? [at, right] : [right];
}

const falsy = /^(?:false|null|undefined|0|''|""|\[\]|\{\}|void 0|new (?:Map|Set)\(\))$/;
/** Being ready, or done, twice costs little. */
const states =
  /(?:init|ready|load|connect|start|open|running|setup|boot|warm|registered|subscribed|promise|cache|timer|interval|listen|mounted|visible|state|status|finish|clos|end|dispos|destroy|stop|complete|done|schedul|set$|seen|visited|known|valid|checked|warned)/i;

/** True where what is written is what was waited for: a cache is filled, a connection kept. */
function isWhatWasAwaited(values: readonly SyntaxNode[], context: Context): boolean {
  const { program } = context.analysis;
  return values.some((node) => {
    if (!unwrapAwait(node).equals(node) || node.descendants('await_expression').next().done === false) return true;
    const identifiers = node.type === 'identifier' ? [node] : [...node.descendants('identifier', 'shorthand_property_identifier')];
    return identifiers.some((identifier) => {
      const value = program.valueOf(identifier.index);
      if (value.kind !== 'variable') return false;
      return program.definitionsOf(value.variable).some(({ assign }) => {
        const assigned = assign.given ?? (assign.value >= 0 ? program.valueOf(assign.value) : null);
        const of = assigned?.kind === 'field' || assigned?.kind === 'element' ? assigned.of : assigned;
        return of?.kind === 'result' && (of.call.awaited || of.call.word === 'then');
      });
    });
  });
}

/** A mark that says "taken", or by whom: a constant, a time, what the caller gave. Anything else was made to be kept. */
function isClaim(node: SyntaxNode | undefined, file: JavaScriptFile, fn: number): boolean {
  const at = node && unwrap(node);
  if (!at || falsy.test(at.text)) return false;
  if (file.constantOf(at) !== null || /^(?:Date\.now\(\)|new Date\(\)|performance\.now\(\))$/.test(at.text)) return true;
  if (at.type === 'member_expression') return isClaim(at.child('object') ?? undefined, file, fn);
  return at.type === 'identifier' && file.bindings.resolve(at)?.parameter?.fn.index === fn;
}

/** True where a deciding condition compares with the very value that is written: whether anything changes at all. */
function isCompared(value: SyntaxNode, write: Event, context: Context): boolean {
  const at = unwrap(value);
  if (!/^(?:identifier|shorthand_property_identifier|member_expression)$/.test(at.type)) return false;
  return decisionsOver(context.fn, write.at).some(({ block }) => {
    if (block.next.kind !== 'branch') return false;
    const condition = context.node(block.next.on).text;
    return condition.length < 500 && /[!=]==?|equals?\(/i.test(condition) && mentions(condition, at.text);
  });
}

function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w$.]/.test(text[at - 1] ?? ' ') && !/[\w$]/.test(text[at + name.length] ?? ' ')) return true;
  }
  return false;
}

const computing = new Set(['binary_expression', 'object', 'array', 'template_string', 'unary_expression', 'ternary_expression']);

/** True for a new value made of an old one here: `n - 1`, `[...list, one]`; not for what a function makes of it. */
function isComputed(node: SyntaxNode, file: JavaScriptFile, depth = 0): boolean {
  const at = unwrap(node);
  if (computing.has(at.type)) return !/^(?:\|\||\?\?)$/.test(at.child('operator')?.text ?? '');
  if (at.type === 'call_expression') {
    const callee = calleeOf(at);
    return (
      /^(?:Math\.\w+|Number|String|parseInt)$/.test(callee?.text ?? '') ||
      /^(?:concat|filter|slice|plus|minus|add|sub)$/.test(callee ? (propertyOf(callee) ?? '') : '')
    );
  }
  if (at.type !== 'identifier' || depth > 3) return false;
  const binding = file.bindings.resolve(at);
  return binding?.value != null && binding.path.length === 0 && !binding.parameter && isComputed(binding.value, file, depth + 1);
}

export function memoryRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const { word } = write.origin;
  // What a helper does to its object is for the helper to order.
  if (write.within !== context.fn || /^(?:delete|clear|pop|shift|splice)$/.test(word) || at.parent?.type === 'unary_expression')
    return null;
  const { file } = context.analysis.program as JavaScriptProgram;
  const values = valuesOf(write, at);
  const { tested, used } = dependenceOf(read, write, values, context);
  const isOwn = at.parent?.type === 'augmented_assignment_expression' || at.parent?.type === 'update_expression';
  const value = word === 'set' ? values[1] : values.at(-1);
  if (used.size > 0 && read.within === write.within && value && (isOwn || isComputed(value, file))) return 'race';
  if (tested.size === 0 || !value) return null;
  if (word === WRITE && isOwn) return 'race';
  if (isCompared(value, write, context)) return null;
  const isTaken =
    word === 'add' || word === 'push' || word === 'unshift' ? !isWhatWasAwaited([value], context) : isClaim(value, file, context.fn.at);
  if (!isTaken) return null;
  return states.test(write.data.verb) ? 'harmless' : 'race';
}

export function keyRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const values = valuesOf(write, at).slice(1);
  const { tested, used } = dependenceOf(read, write, values, context);
  if (used.size > 0) return 'race';
  // A cache that is filled anew is none the worse; a lock or a limit kept in one is.
  const names = `${calleeOf(at)?.text ?? ''} ${argumentsOf(at)[0]?.text ?? ''}`.slice(0, 300);
  if (write.within !== context.fn || (/cache/i.test(names) && !/lock|limit|count|attempt|quota|mutex|nonce|otp|once/i.test(names)))
    return null;
  const isDefault = write.origin.word.startsWith('set') && values[0] !== undefined && falsy.test(values[0].text);
  return tested.size === 0 || isDefault || isWhatWasAwaited(values, context) ? null : 'race';
}

/** There is room as long as few are there: counted first, taken after. Whether there are any at all is another question. */
export function countRace(read: Event, write: Event, _at: SyntaxNode, context: Context): Race | null {
  const { analysis, fn } = context;
  const { program, keys } = analysis;
  for (const { block } of decisionsOver(fn, write.at)) {
    if (block.next.kind !== 'branch') continue;
    const condition = context.node(block.next.on).text;
    if (!/[<>]/.test(condition) || /[<>]=?\s*0\b/.test(condition)) continue;
    const at = { block: block.index, index: block.instructions.length };
    if (fieldsBehind(program, keys, fn, program.valueOf(block.next.on), at, read.at).size > 0) return 'race';
  }
  return null;
}

/** The fields of a row's variable that are set before the row is saved, and what they are set to. */
function assignedFields(
  row: SyntaxNode | null,
  write: Event,
  context: Context,
): { readonly name: string; readonly values: SyntaxNode[] }[] {
  const value = row && context.analysis.program.valueOf(row.index);
  if (value && value.kind !== 'variable') return [];
  return context.fn.blocks.flatMap((block) =>
    block.instructions.flatMap((one) => {
      if (one.op === 'call') return one.at < write.at.at && row ? changedBy(context.node(one.at), row, context) : [];
      if (one.op !== 'assign' || (value && one.variable !== value.variable) || one.field === '' || one.at > write.at.at) return [];
      const target = context.node(one.at);
      const right = target.parent?.child('right');
      const isOwn = target.parent?.type !== 'assignment_expression';
      return [{ name: columnName(one.field), values: [...(isOwn ? [target] : []), ...(right ? [right] : [])] }];
    }),
  );
}

/** `row.list.push(x)`, `row.set('n', x)`, `Object.assign(row, { n: x })`. */
function changedBy(call: SyntaxNode, row: SyntaxNode, context: Context): { readonly name: string; readonly values: SyntaxNode[] }[] {
  const { file } = context.analysis.program as JavaScriptProgram;
  const callee = call.type === 'call_expression' ? calleeOf(call) : null;
  const object = callee?.type === 'member_expression' ? callee.child('object') : null;
  if (!callee || !object) return [];
  const method = propertyOf(callee) ?? '';
  const [first, second] = argumentsOf(call);
  if (callee.text === 'Object.assign' && first?.text === row.text) {
    const data = second && file.objectOf(second);
    return data ? data.namedChildren.flatMap((member) => fieldOf(member.child('key') ?? member, member.child('value') ?? member)) : [];
  }
  if (object.text === row.text && method === 'set' && first && second) return fieldOf(first, second);
  const holder = object.type === 'member_expression' ? object.child('object') : null;
  if (holder?.text !== row.text || !/^(?:push|unshift|addToSet|pull|splice|pop|shift|set|delete|add)$/.test(method)) return [];
  return [{ name: columnName(propertyOf(object) ?? ''), values: argumentsOf(call) }];
}

function fieldOf(key: SyntaxNode, value: SyntaxNode): { readonly name: string; readonly values: SyntaxNode[] }[] {
  return [{ name: columnName(key.text.replace(/^['"]|['"]$/g, '')), values: [value] }];
}

function inOneSpelling(fields: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...fields].map((field) => (field === '*' ? field : columnName(field))));
}

/** What a column is set to, where an object says so. */
function writtenValue(field: string, values: readonly SyntaxNode[], file: JavaScriptFile): SyntaxNode | null {
  for (const object of values) {
    if (object.type !== 'object') continue;
    for (const member of object.namedChildren) {
      if (member.type === 'shorthand_property_identifier' && columnName(member.text) === field) return member;
      if (member.type === 'pair' && columnName(member.child('key')?.text ?? '') === field) return member.child('value');
    }
    const inner = file.option(object, '$set');
    const found = inner ? writtenValue(field, [inner], file) : null;
    if (found) return found;
  }
  return null;
}

export function rowRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const { file } = context.analysis.program as JavaScriptProgram;
  const condition = conditionText(at, file).replace(/_/g, '').toLowerCase();
  if (/version|revision|\betag\b|updatedat/.test(condition)) return null;
  const written = new Set(writtenFields(at, file));
  const values = sqlOf(at, file) === null ? dataOf(at, file) : argumentsOf(at).slice(1);
  const [given] = argumentsOf(at);
  const entity = given && unwrap(given);
  const isEntity = entity?.type === 'identifier' && !/^(?:cb|callback|done|next)$/.test(entity.text);
  const saved = write.origin.word === 'save' ? (isEntity ? entity : calleeOf(at)?.child('object')) : null;
  const isFlush = write.origin.word === 'flush';
  for (const { name, values: more } of saved || isFlush ? assignedFields(saved ?? null, write, context) : []) {
    written.add(name);
    values.push(...more);
  }
  const found = dependenceOf(read, write, values, context);
  const [tested, used] = [inOneSpelling(found.tested), inOneSpelling(found.used)];
  // A helper gives one field of the row.
  if (read.within !== context.fn && used.has('*')) return 'race';
  for (const field of written) {
    if (!tested.has(field) && !used.has(field)) continue;
    const value = writtenValue(field, values, file);
    if (!used.has(field) && value && isCompared(value, write, context)) continue;
    // The write itself says what it expects to find.
    if (!new RegExp(`\\b${field}\\b`).test(condition)) return 'race';
  }
  return null;
}
