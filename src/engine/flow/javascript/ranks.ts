/** Which of two origins says more about who steers a value. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Origin, SourceKind } from './model.ts';

export const constant: Origin = { kind: 'constant' };

export function unknown(at: SyntaxNode): Origin {
  return { kind: 'unknown', at, steps: [] };
}

const rankOfSource: Readonly<Record<SourceKind, number>> = {
  request: 9,
  remote: 8,
  page: 7,
  argument: 7,
  input: 6,
  filename: 5,
  environment: 4,
};

function rank(origin: Origin): number {
  if (origin.kind === 'constant') return 0;
  if (origin.kind === 'unknown') return 1;
  return origin.kind === 'parameter' ? 2 : rankOfSource[origin.source];
}

/** The one of two origins that says more about who steers the value. */
export function worse(a: Origin, b: Origin): Origin {
  return rank(b) > rank(a) ? b : a;
}
