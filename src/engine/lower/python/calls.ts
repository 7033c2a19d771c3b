/** The arguments of a call, by position and by name. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';

export interface Arguments {
  readonly positional: readonly SyntaxNode[];
  readonly named: ReadonlyMap<string, SyntaxNode>;
  /** `*args` or `**kwargs`: what is passed is not all visible. */
  readonly spread: boolean;
}

export function argumentsOf(call: SyntaxNode): Arguments {
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  let spread = false;
  const list = call.child('arguments');
  // `f(x for x in y)` has the generator in the place of the list.
  if (list?.type === 'generator_expression') return { positional: [list], named, spread };
  for (const argument of list?.namedChildren ?? []) {
    if (argument.type === 'keyword_argument') named.set(argument.child('name')!.text, argument.child('value')!);
    else if (argument.type === 'list_splat' || argument.type === 'dictionary_splat') spread = true;
    else if (argument.type !== 'comment') positional.push(argument);
  }
  return { positional, named, spread };
}

/** The argument a function knows under this name or, before that, this position. */
export function argument(args: Arguments, position: number, ...names: string[]): SyntaxNode | null {
  for (const name of names) {
    const value = args.named.get(name);
    if (value) return value;
  }
  return args.positional[position] ?? null;
}
