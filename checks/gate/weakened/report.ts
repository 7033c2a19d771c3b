/** What all parts of this check say, and to whom. */
import type { CheckContext, Report } from '../../../src/engine/check.ts';
import type { GateKind } from '../../models/gates.ts';
import { vectors } from '../../models/vectors.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a gate does not stop anything. */
export interface Hole {
  readonly at: Span;
  /** In words of the code: `|| true`. */
  readonly text: string;
}

export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replaceAll('`', "'");
  return `\`${line.length > 60 ? `${line.slice(0, 57)}…` : line}\``;
}

/** A scan that stops is worth what it would have found; a test or a linter finds holes in passing. */
export function vectorOf(kind: GateKind): string {
  return kind === 'security' ? vectors.securityGate : vectors.qualityGate;
}

/** A gate where it stands: with a hole it is open. */
export function tellGate(context: CheckContext, key: string, kind: GateKind, what: string, at: Span, hole: Hole | null): void {
  const place = hole?.at ?? at;
  const report: Report = {
    at: place,
    vector: vectorOf(kind),
    message: `${what} no longer stops anything when it fails: ${hole ? `${quoted(hole.text)} lets the run go on` : 'its failure is passed over'}.`,
    trace: [{ at: place, text: hole ? `with ${quoted(hole.text)} the run goes on, whatever ${what} says` : `${what} stands here` }],
  };
  context.safeguard({ key, isHeld: hole === null, report });
}
