/** Places where a variable gets a value: assignments, loops, and commands that fill variables (`read`, `printf -v` …). */
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Command } from './commands.ts';
import type { ShellFunction } from './shellFile.ts';
import { literalOf } from './words.ts';

export interface Definition {
  readonly name: string;
  /** value: replaces; append: adds or sets one element; loop: one of the values at a time; input: read from outside; quoted: `printf -v x %q`. */
  readonly kind: 'value' | 'append' | 'loop' | 'input' | 'quoted' | 'number';
  readonly node: SyntaxNode;
  /** Words the value comes from; none for an empty value or where a command fills it. */
  readonly values: readonly SyntaxNode[];
  readonly local: boolean;
  readonly function: ShellFunction | null;
}

const readOptions = 'adinNptu';
const mapfileOptions = 'dnOsuCc';
const variableName = /^[A-Za-z_]\w*$/;

/** Names among the operands, where options of `valued` take a word. */
function namedOperands(command: Command, valued: string): string[] {
  const names: string[] = [];
  let skip = false;
  for (const word of command.arguments) {
    const text = literalOf(word);
    if (skip) {
      skip = false;
      continue;
    }
    if (text?.startsWith('-') && text.length > 1) {
      const last = text[text.length - 1]!;
      // The value of `read -a` is itself a variable.
      skip = valued.includes(last) && last !== 'a';
      continue;
    }
    if (text !== null && variableName.test(text)) names.push(text);
  }
  return names;
}

export function definitionsOf(command: Command, inside: ShellFunction | null): Definition[] {
  const { node } = command;
  const define = (name: string, kind: Definition['kind'], values: readonly SyntaxNode[] = []): Definition => ({
    name,
    kind,
    node,
    values,
    local: false,
    function: inside,
  });
  switch (command.name) {
    case 'read': {
      const names = namedOperands(command, readOptions);
      return (names.length ? names : ['REPLY']).map((name) => define(name, 'input'));
    }
    case 'mapfile':
    case 'readarray': {
      const names = namedOperands(command, mapfileOptions);
      return (names.length ? names : ['MAPFILE']).map((name) => define(name, 'input'));
    }
    case 'getopts': {
      const name = literalOf(command.arguments[1]);
      // The option letter itself is one of a constant list; its argument is the caller's.
      return [...(name ? [define(name, 'number')] : [])];
    }
    case 'printf': {
      if (literalOf(command.arguments[0]) !== '-v') return [];
      const name = literalOf(command.arguments[1]);
      const format = literalOf(command.arguments[2]);
      if (!name || !variableName.test(name)) return [];
      const quoted = format !== null && /%q|%d/.test(format) && !/%s|%b/.test(format);
      return [define(name, quoted ? 'quoted' : 'value', quoted ? [] : command.arguments.slice(2).map((word) => word.node))];
    }
  }
  return [];
}
