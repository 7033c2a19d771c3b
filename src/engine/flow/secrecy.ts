/** What names tell of values that must not be shown, and which operations leave nothing of them to see. */
import type { FlowProgram, IrFunction } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { EVERY } from './contexts.ts';
import { mustNotBeShown, type SourceKind, unite } from './fact.ts';
import type { Interpretation } from './interpretation.ts';
import { type Condition, constantOf, isWritten, type Known, steered, UNKNOWN } from './known.ts';
import type { Unit } from './programFlow.ts';

/** What tells nothing of what it was made of. */
export const HIDDEN: Known = { ...UNKNOWN, cleared: EVERY };

/** As many characters as may be told of a secret, to tell it from others. */
const SHOWN = 6;

/** What a value is a part of, in the program's words. */
export function holderOf(value: Value): string {
  switch (value.kind) {
    case 'variable':
      return value.variable.name;
    case 'field':
      return value.name;
    case 'result':
      return value.call.word;
    case 'environment':
      return value.name;
    default:
      return '';
  }
}

const shownIn = new WeakMap<FlowProgram, ReadonlyMap<string, readonly number[]>>();

/** What a value of this name is in a file: some names say it by themselves, others by what the function does with them. */
export function heldAs({ program, model }: Unit, fn: IrFunction, name: string, holder: string): SourceKind | null {
  const { secrecy } = model;
  if (!secrecy) return null;
  const kind = secrecy.held(name, holder);
  if (kind !== null || holder !== '') return kind;
  let names = shownIn.get(program);
  if (!names) {
    names = secrecy.heldIn(program.tree.text);
    shownIn.set(program, names);
  }
  const { tree } = program;
  const isSent = fn.at > 0 && names.get(name)?.some((at) => tree.start[fn.at]! <= at && at < tree.end[fn.at]!);
  return isSent ? 'named-secret' : null;
}

/** A value by whose name it must not be shown, unless it is known to be none such: written out, hidden, a thing. */
export function asNamed(here: Interpretation, known: Known, name: string, holder: string, at: number): Known {
  const { secrecy } = here.unit.model;
  if (!secrecy || (known.type !== null && known.type !== 'text')) return known;
  const kind = heldAs(here.unit, here.fn, name, holder);
  if (kind === null || known.bodies.length > 0 || (holder === '' && isModule(known.name)) || isWritten(known) || isHidden(known))
    return known;
  for (const fact of known.facts.values()) if (mustNotBeShown(fact.kind)) return known;
  const words = holder === '' ? name : `${holder}.${name}`;
  const facts = unite(known.facts, here.flow.sourceAt(here.unit, at, kind, words));
  return here.withProven({ ...steered(facts, at), fields: known.fields, name: known.name });
}

function isHidden({ facts, cleared }: Known): boolean {
  if (facts.size === 0) return cleared === EVERY;
  for (const fact of facts.values()) if (fact.cleared !== EVERY) return false;
  return true;
}

/** True of the first or the last few characters. */
export function isShort(bounds: readonly Known[]): boolean {
  const [from, to] = bounds.map((bound) => {
    const text = constantOf(bound);
    return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
  });
  if (typeof from === 'number' && from < 0) return from >= -SHOWN;
  return typeof to === 'number' && to >= 0 && to - (from ?? 0) <= SHOWN;
}

/** True of a pattern that leaves nothing, or no more than a few characters at an end, of what it replaces. */
export function hidesAll(pattern: string, replacement: string | null): boolean {
  if (replacement === null || /\$[&1-9<]|\\[1-9g]/.test(replacement)) return false;
  const written = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  const [body, flags] = written ? [written[1]!, written[2]!] : [pattern, 'g'];
  if (/^\^?(?:\.|\[\\[sS]\\[sS]\]|\\S|\\w|\[\^\])[*+]\$?$/.test(body)) return true;
  if (!flags.includes('g')) return false;
  return /^(?:\.|\[\\[sS]\\[sS]\]|\\S|\\w|\[\^\])(?:\(\?[=!]\.\{[1-4]\}\$?\)|\(\?=\.{1,4}\$?\))?$/.test(body);
}

/** A value that is tested itself: where it is nothing, there is nothing to show. */
export function ofNothing(here: Interpretation, known: Known): Condition | null {
  if (!here.unit.model.secrecy || known.facts.size === 0) return null;
  return { yes: [], no: [{ facts: known.facts, variable: -1, cleared: EVERY, equals: null }] };
}

/** A file that was taken as a whole. */
function isModule(name: string | null): boolean {
  return name !== null && /^\.{1,2}\/[^()]*$/.test(name);
}
