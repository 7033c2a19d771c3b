/** What the parts of the walk share: the pieces it makes, the functions it is in, the way on. */
import type { Origin, Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Arguments } from './calls.ts';
import type { Scope } from './scopes.ts';
import type { PythonValues, Question } from './values.ts';

/** A function of the file that is looked into, and what it was called with. */
export interface Frame {
  readonly function: Scope;
  readonly args: Arguments;
  readonly outer: Frame | null;
  readonly depth: number;
}

/** Goes on into an expression; what calls it hands on the frame and the depth it was given. */
export interface Walk {
  readonly values: PythonValues;
  readonly question: Question;
  visit(node: SyntaxNode, frame: Frame | null, depth: number): Piece[];
  all(nodes: readonly SyntaxNode[], frame: Frame | null, depth: number): Piece[];
}

export const text = (words: string, at: SyntaxNode): Piece[] => [{ kind: 'text', text: words, at }];
export const value = (at: SyntaxNode, origin: Origin): Piece[] => [{ kind: 'value', at, origin }];
export const safe = (at: SyntaxNode): Piece[] => value(at, { kind: 'safe' });
export const unknown = (at: SyntaxNode): Piece[] => value(at, { kind: 'unknown', at });
