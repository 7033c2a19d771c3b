/** Whether a write goes by what was read: what decides over it, and what it is made of. */
import { decisionsOver, fieldsBehind, type JudgeContext, type OrderEvent, type SyntaxNode } from '../../../src/engine/check.ts';
import { argumentsOf, calleeOf, functionTypes, type JavaScriptProgram, unwrapAwait, WRITE } from '../../../src/engine/javascript.ts';
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
/** Being ready twice costs little. */
const beginnings =
  /(?:init|ready|load|connect|start|open|running|setup|boot|warm|registered|subscribed|promise|cache|timer|interval|listen|mounted|visible|state|status)/i;

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

export function memoryRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const values = valuesOf(write, at);
  const { tested, used } = dependenceOf(read, write, values, context);
  if (used.size > 0) return 'race';
  if (tested.size === 0) return null;
  const { word } = write.origin;
  if (word !== WRITE) {
    if (/^(?:delete|clear|pop|shift|splice)$/.test(word)) return null;
    return isWhatWasAwaited(word === 'set' ? values.slice(1) : values, context) ? null : 'race';
  }
  const last = values.at(-1);
  if (!last || at.parent?.type === 'unary_expression' || falsy.test(last.text) || isWhatWasAwaited(values, context)) return null;
  return beginnings.test(write.data.verb) ? 'harmless' : 'race';
}

export function keyRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const values = valuesOf(write, at).slice(1);
  const { tested, used } = dependenceOf(read, write, values, context);
  if (used.size > 0) return 'race';
  return tested.size === 0 || isWhatWasAwaited(values, context) ? null : 'race';
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
function assignedFields(row: SyntaxNode, write: Event, context: Context): { readonly name: string; readonly values: SyntaxNode[] }[] {
  const value = context.analysis.program.valueOf(row.index);
  if (value.kind !== 'variable') return [];
  return context.fn.blocks.flatMap((block) =>
    block.instructions.flatMap((one) => {
      if (one.op !== 'assign' || one.variable !== value.variable || one.field === '' || one.at > write.at.at) return [];
      const target = context.node(one.at);
      const right = target.parent?.child('right');
      const isOwn = target.parent?.type !== 'assignment_expression';
      return [{ name: columnName(one.field), values: [...(isOwn ? [target] : []), ...(right ? [right] : [])] }];
    }),
  );
}

function inOneSpelling(fields: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...fields].map((field) => (field === '*' ? field : columnName(field))));
}

export function rowRace(read: Event, write: Event, at: SyntaxNode, context: Context): Race | null {
  const { file } = context.analysis.program as JavaScriptProgram;
  const condition = conditionText(at, file).replace(/_/g, '').toLowerCase();
  if (/version|revision|\betag\b|updatedat/.test(condition)) return null;
  const written = new Set(writtenFields(at, file));
  const values = sqlOf(at, file) === null ? dataOf(at, file) : argumentsOf(at).slice(1);
  const saved = write.origin.word === 'save' ? (argumentsOf(at)[0] ?? calleeOf(at)?.child('object')) : null;
  for (const { name, values: more } of saved ? assignedFields(saved, write, context) : []) {
    written.add(name);
    values.push(...more);
  }
  const found = dependenceOf(read, write, values, context);
  const [tested, used] = [inOneSpelling(found.tested), inOneSpelling(found.used)];
  // A helper gives one field of the row.
  if (read.within !== context.fn && used.has('*')) return 'race';
  for (const field of written) {
    if (!tested.has(field) && !used.has(field)) continue;
    // The write itself says what it expects to find.
    if (!new RegExp(`\\b${field}\\b`).test(condition)) return 'race';
  }
  return null;
}
