/** Weighs what was put into a text: who steers it, and how sure that is. */
import type { python, SyntaxNode } from '../../src/engine/check.ts';

export type Steered = 'request' | 'remote' | 'argument' | 'input' | 'environment' | 'caller' | 'unknown';

export interface Culprit {
  readonly by: Steered;
  /** Where the value enters the text. */
  readonly at: SyntaxNode;
  /** Where it comes from. */
  readonly from: SyntaxNode;
}

const strength: readonly Steered[] = ['request', 'remote', 'argument', 'input', 'environment', 'caller', 'unknown'];

const origins: Readonly<Record<Steered, string>> = {
  request: 'comes from the request',
  remote: 'comes from another machine',
  argument: 'comes from the command line',
  input: 'is typed in',
  environment: 'comes from the environment',
  caller: 'is chosen by the caller',
  unknown: 'is not constant',
};

function steeredBy(origin: python.Origin): Culprit | null {
  if (origin.kind === 'safe') return null;
  const by = origin.kind === 'source' ? (origin.source as Steered) : origin.kind === 'parameter' ? 'caller' : 'unknown';
  return { by, at: origin.at, from: origin.at };
}

/** The values of a text that somebody may steer, the worst first. */
export function culpritsOf(pieces: readonly python.Piece[]): Culprit[] {
  const culprits: Culprit[] = [];
  for (const piece of pieces) {
    const found = piece.kind === 'value' ? steeredBy(piece.origin) : null;
    if (found && piece.kind === 'value') culprits.push({ ...found, at: piece.at });
  }
  return culprits.sort((a, b) => strength.indexOf(a.by) - strength.indexOf(b.by));
}

/** A short quotation for a trace: one line, no strings, for they may hold what must not be repeated. */
export function quoted(node: SyntaxNode): string {
  const text = node.text.replace(/(["'])[^\n]*\1/g, '$1…$1').replace(/\s+/g, ' ');
  return `\`${(text.length > 60 ? `${text.slice(0, 57)}…` : text).replaceAll('`', "'")}\``;
}

export function traceOf(culprit: Culprit, sink: SyntaxNode, ending: string): { at: SyntaxNode; text: string }[] {
  const steps = [{ at: culprit.from, text: `${quoted(culprit.from)} ${origins[culprit.by]}` }];
  if (!culprit.at.equals(culprit.from)) steps.push({ at: culprit.at, text: `${quoted(culprit.at)} is put into the text` });
  return [...steps, { at: sink, text: ending }];
}

/** True where the text has words of its own besides the values: it is put together here. */
export function isBuilt(pieces: readonly python.Piece[]): boolean {
  return pieces.some((piece) => piece.kind === 'text' && piece.text.trim() !== '');
}
