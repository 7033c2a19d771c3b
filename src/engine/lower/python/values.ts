/** Takes a text apart into its own words and the values put in, following names backwards through the file. */
import type { Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { SearchBudget } from '../searchBudget.ts';
import { elementsOf } from './collections.ts';
import { Composer } from './composer.ts';
import type { PythonModel } from './model.ts';
import { nameOf } from './names.ts';
import type { PythonScopes } from './scopes.ts';

export interface Question {
  /** Calls that make a value harmless for the sink in question. */
  readonly clears: (name: string) => boolean;
  /** A replacement of one constant by another that does the same (a quote by an escaped one). */
  readonly clearsByReplacing?: (from: string, to: string) => boolean;
}

/** Steps of all questions of a file: some hundred for each of a thousand calls. */
const STEPS = 400_000;

const nothing: Question = { clears: () => false };

export class PythonValues {
  readonly scopes: PythonScopes;
  readonly model: PythonModel;
  readonly budget = new SearchBudget(STEPS);
  /** Functions whose callers are being asked, so that two that call each other come to an end. */
  readonly askedCallersOf = new Set<number>();

  constructor(scopes: PythonScopes, model: PythonModel) {
    this.scopes = scopes;
    this.model = model;
  }

  pieces(node: SyntaxNode, question: Question = nothing): Piece[] {
    return new Composer(this, question).compose(node);
  }

  /** The text, where nothing but constants makes it. */
  constant(node: SyntaxNode): string | null {
    const pieces = this.pieces(node);
    return pieces.every((piece) => piece.kind === 'text')
      ? pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
      : null;
  }

  /** The elements of a list written in the file, what is appended included; null where they cannot all be seen. */
  elements(node: SyntaxNode): readonly SyntaxNode[] | null {
    return elementsOf(this.scopes, node, 'grown');
  }

  name(node: SyntaxNode | null): string | null {
    return node && nameOf(this.scopes, node);
  }

  /** The dotted name of what a call calls. */
  callee(call: SyntaxNode): string | null {
    return this.name(call.child('function'));
  }
}
