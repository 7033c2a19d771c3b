/** Words of a shell as values: parts with their quotes, expansions as operations on variables. */
import { readWord, type Word, type WordPart } from '../../lower/bash/words.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Part, Value, Variable } from '../values.ts';

/** What words mean in one function: whose variable a name is, and what a substitution prints. */
export interface Meanings {
  /** Null where no assignment of the file gives it a value. */
  variable(name: string, node: SyntaxNode): Variable | null;
  output(substitution: SyntaxNode): Value;
  status(expansion: SyntaxNode): Value;
  /** What `${!n}` stands for. */
  indirect(expansion: SyntaxNode): Value;
  /** Every parameter of the function, or of the script. */
  parameters(): readonly Variable[];
}

/** Expansions within expansions; deeper ones are not told apart. */
const MAX_DEPTH = 24;

/** `$#` and the like, which are numbers or change at every look. */
const UNTOLD = /^[#!_-]$/;

function partValue(part: WordPart, meanings: Meanings, depth: number): Value {
  const at = part.node.index;
  switch (part.kind) {
    case 'literal':
      return { kind: 'literal', text: part.text, at };
    case 'command':
      return meanings.output(part.node);
    case 'number':
      return arithmetic(part.node, meanings);
    case 'variable':
      return expansion(part, meanings, depth);
    case 'process':
      // The name of a file that holds what is printed.
      return { kind: 'operation', operator: part.node.text.slice(0, 2), operands: [meanings.output(part.node)], at };
    default:
      return { kind: 'unknown', at };
  }
}

/** `$(( … ))` gives the same again as long as its variables do; one that assigns does not. */
function arithmetic(node: SyntaxNode, meanings: Meanings): Value {
  const at = node.index;
  const { text } = node;
  if (/\+\+|--|[^=!<>]=[^=]/.test(text)) return { kind: 'unknown', at };
  const operands: Value[] = [{ kind: 'literal', text: text.replace(/[\s$]+/g, ''), at }];
  for (const name of node.descendants('variable_name', 'command_substitution')) {
    if (name.type !== 'variable_name' || operands.length > MAX_DEPTH) return { kind: 'unknown', at };
    operands.push(named(name.text, name, meanings));
  }
  return { kind: 'operation', operator: '$((', operands, at };
}

/** `$@`, `$*`: any of the parameters. */
export function anyParameter(meanings: Meanings, at: number): Value {
  const items = meanings.parameters().map((variable) => ({ kind: 'variable', variable, at }) as const);
  return { kind: 'element', of: { kind: 'list', items, at }, at };
}

export function named(name: string, node: SyntaxNode, meanings: Meanings): Value {
  const at = node.index;
  if (name === '?') return meanings.status(node);
  if (name === '@' || name === '*') return anyParameter(meanings, at);
  if (UNTOLD.test(name)) return { kind: 'unknown', at };
  const variable = meanings.variable(name, node);
  return variable ? { kind: 'variable', variable, at } : { kind: 'environment', name, at };
}

function expansion(part: WordPart & { kind: 'variable' }, meanings: Meanings, depth: number): Value {
  const { name, operator, node } = part;
  const at = node.index;
  if (name === '') return { kind: 'unknown', at };
  if (operator.startsWith('!')) return meanings.indirect(node);
  const of = named(name, node, meanings);
  const [first, ...given] = node.namedChildren;
  const value = first?.type === 'subscript' ? elementOf(of, first.child('index'), meanings, depth) : of;
  if (operator === '') return value;
  const operands = depth < MAX_DEPTH ? given.map((one) => operandValue(one, operator, meanings, depth + 1)) : [];
  return { kind: 'operation', operator: `\${${operator}}`, operands: [value, ...operands], at };
}

/** The word behind an operator: a pattern, a text, and in `${s:from:count}` a number. */
function operandValue(node: SyntaxNode, operator: string, meanings: Meanings, depth: number): Value {
  if (node.type === 'variable_name' && operator.startsWith(':')) return named(node.text, node, meanings);
  return wordValue(readWord(node), meanings, depth);
}

/** `${a[@]}` is any of its elements, `${a[0]}` a certain one. */
function elementOf(of: Value, index: SyntaxNode | null, meanings: Meanings, depth: number): Value {
  const { at } = of;
  const text = index?.text ?? '@';
  if (text === '@' || text === '*') return { kind: 'element', of, at };
  if (!index || depth >= MAX_DEPTH || index.type === 'number' || index.type === 'word') return { kind: 'field', of, name: text, at };
  return { kind: 'element', of, index: bareValue(wordValue(readWord(index), meanings, depth + 1)), at };
}

/** The value of a word. A plain literal is one; anything else keeps the quotes of its parts. */
export function wordValue(word: Word, meanings: Meanings, depth = 0): Value {
  const at = word.node.index;
  const parts: Part[] = [];
  for (const part of word.parts) {
    const { quoting } = part;
    if (part.kind !== 'literal') {
      parts.push({ value: partValue(part, meanings, depth), quoting });
      continue;
    }
    let { text } = part;
    if (parts.length === 0 && quoting === 'bare' && /^~(?:\/|$)/.test(text)) {
      parts.push({ value: { kind: 'environment', name: 'HOME', at: part.node.index }, quoting });
      text = text.slice(1);
    }
    const before = parts.at(-1);
    if (before?.value.kind === 'literal' && before.quoting === quoting)
      parts[parts.length - 1] = { value: { ...before.value, text: before.value.text + text }, quoting };
    else if (text !== '') parts.push({ value: { kind: 'literal', text, at: part.node.index }, quoting });
  }
  if (parts.every(({ value }) => value.kind === 'literal'))
    return { kind: 'literal', text: parts.map(({ value }) => (value.kind === 'literal' ? value.text : '')).join(''), at };
  return { kind: 'concat', parts, at };
}

/** A value that is one expansion, without its quotes: what an assignment copies and a test compares. */
export function bareValue(value: Value): Value {
  return value.kind === 'concat' && value.parts.length === 1 ? value.parts[0]!.value : value;
}

/** The values of an assignment: an array's words are a list. */
export function assignedValue(node: SyntaxNode, meanings: Meanings): Value {
  if (node.type !== 'array') return bareValue(wordValue(readWord(node), meanings));
  return { kind: 'list', items: node.namedChildren.map((item) => wordValue(readWord(item), meanings)), at: node.index };
}
