/** Commands with the name they have after quotes, backticks and constants are resolved, and their arguments. */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { literalOf, unwrap } from './tree.ts';

/** The name of a command in lower case, or null where it is computed. Backticks inside a word mean nothing. */
export function commandName(command: SyntaxNode): string | null {
  const given = command.child('command_name');
  const [written] = given?.type === 'command_name_expr' ? given.namedChildren : [];
  // `& bash` holds a plain name as `bash` does.
  const name = written?.type === 'command_name' ? written : given;
  if (!name) return null;
  if (name.type === 'command_name')
    return name.text
      .replaceAll('`', '')
      .replace(/^["']|["']$/g, '')
      .toLowerCase();
  const expression = name.namedChildren[0];
  const text = expression ? foldConstant(expression) : null;
  return text === null ? null : text.toLowerCase();
}

/** A constant, also one put together with `+` or `-f` from constants. */
function foldConstant(node: SyntaxNode): string | null {
  const at = unwrap(node);
  if (at.type === 'path_command_name') return /\$/.test(at.text) ? null : at.text;
  if (!/^additive(?:_argument)?_expression$/.test(at.type)) return literalOf(at);
  const texts = operandsOf(at, '+').map(literalOf);
  return texts.length > 1 && texts.every((text) => text !== null) ? texts.join('') : null;
}

/** The operands of a chain such as `a + b + c`, which leans to the left; none for another operator. */
export function operandsOf(node: SyntaxNode, operator: string): SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let at = node;
  for (;;) {
    const parts = at.children;
    const sign = parts.find((part) => !part.isNamed);
    if (parts.length !== 3 || sign?.text !== operator) {
      operands.push(at);
      return operands.reverse();
    }
    operands.push(parts[2]!);
    at = unwrap(parts[0]!);
  }
}

export interface CommandArguments {
  readonly positional: readonly SyntaxNode[];
  /** By the parameter's name in lower case, without the dash. */
  readonly named: ReadonlyMap<string, SyntaxNode>;
}

/** A parameter takes the value that follows it; a switch takes none, which only its command knows (`isSwitch`). */
export function argumentsOf(command: SyntaxNode, isSwitch: (name: string) => boolean = () => false): CommandArguments {
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  let open: string | null = null;
  for (const element of command.child('command_elements')?.namedChildren ?? []) {
    if (element.type === 'command_argument_sep' || element.type === 'redirection' || element.type === 'comment') continue;
    if (element.type === 'command_parameter') {
      const name = element.text
        .replace(/^[-–]+/, '')
        .replace(/:$/, '')
        .toLowerCase();
      open = isSwitch(name) ? null : name;
    } else if (open !== null) {
      named.set(open, element);
      open = null;
    } else positional.push(element);
  }
  return { positional, named };
}

/** What stands before a command in its pipeline; null for the first. */
export function pipedInto(command: SyntaxNode): SyntaxNode | null {
  const chain = command.parent;
  if (chain?.type !== 'pipeline_chain') return null;
  const elements = chain.namedChildren;
  const position = elements.findIndex((element) => element.equals(command));
  return position > 0 ? elements[position - 1]! : null;
}
