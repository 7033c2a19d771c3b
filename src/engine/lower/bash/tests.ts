/**
 * The tests in `[ … ]`, `[[ … ]]` and `test …`, one by one. They are read from the words in their order: the grammar's own
 * nesting does not follow the precedence of `!`, `-a`, `-o` and `=~`.
 */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Command } from './commands.ts';
import { literalOf, readWord, type Word } from './words.ts';

export interface Test {
  /** `-e`, `-f`, `=`, `=~`, `-eq` …; '' for a lone word. */
  readonly operator: string;
  readonly negated: boolean;
  readonly left: Word | null;
  /** The operand of a unary test, or what stands right of a binary one. */
  readonly right: Word;
  /** Index of the node that stands for this one test: its operator, or its lone word. */
  readonly at: number;
}

export interface Tests {
  readonly node: SyntaxNode;
  readonly all: readonly Test[];
  /** How they are joined; `mixed` says nothing of a single one. */
  readonly joined: 'alone' | 'and' | 'or' | 'mixed';
  readonly doubled: boolean;
}

const nested = new Set(['unary_expression', 'binary_expression', 'parenthesized_expression']);
const binary = /^(?:=|==|!=|=~|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;
const unary = /^-[a-zA-Z]$/;

type Token = { readonly word: Word } | { readonly operator: string; readonly at: number };

function tokensOf(node: SyntaxNode): Token[] {
  const { tree } = node;
  const tokens: Token[] = [];
  /** Where the last word ended. */
  let end = -1;
  const after = tree.next[node.index]!;
  for (let index = node.index + 1; index < after; ) {
    const child = new SyntaxNode(tree, index);
    if (nested.has(child.type)) {
      index++;
      continue;
    }
    index = tree.next[index]!;
    if (child.type === 'test_operator' || !child.isNamed) {
      if (!/^(?:\[\[?|\]\]?|)$/.test(child.type)) tokens.push({ operator: child.text, at: child.index });
      end = -1;
      continue;
    }
    const word = readWord(child);
    const before = tokens.at(-1);
    // The grammar leaves the pieces of a pattern such as `*"$x"*` side by side.
    if (child.start === end && before && 'word' in before)
      tokens[tokens.length - 1] = { word: { node: before.word.node, parts: [...before.word.parts, ...word.parts] } };
    else tokens.push({ word });
    end = child.end;
  }
  return tokens;
}

function parse(node: SyntaxNode, tokens: readonly Token[], doubled: boolean): Tests {
  const all: Test[] = [];
  let and = false;
  let or = false;
  let mixed = false;
  let negated = false;
  const operatorAt = (at: number): string => {
    const token = tokens[at];
    return token ? ('operator' in token ? token.operator : (literalOf(token.word) ?? '')) : '';
  };
  const nodeAt = (at: number): number => {
    const token = tokens[at]!;
    return 'word' in token ? token.word.node.index : token.at;
  };
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const operator = 'operator' in token || token.word.node.type === 'word' ? operatorAt(at) : '';
    const next = tokens[at + 1];
    if (operator === '!') {
      negated = !negated;
      at++;
    } else if (operator === '&&' || operator === '-a' || operator === '||' || operator === '-o') {
      if (operator === '&&' || operator === '-a') and = true;
      else or = true;
      negated = false;
      at++;
    } else if (operator === '(' || operator === ')' || operator === '\\(' || operator === '\\)') {
      mixed = true;
      at++;
    } else if (unary.test(operator) && next && 'word' in next) {
      all.push({ operator, negated, left: null, right: next.word, at: nodeAt(at) });
      at += 2;
    } else if ('word' in token) {
      const joint = operatorAt(at + 1);
      const right = tokens[at + 2];
      if (binary.test(joint) && right && 'word' in right) {
        all.push({ operator: joint, negated, left: token.word, right: right.word, at: nodeAt(at + 1) });
        at += 3;
      } else {
        all.push({ operator: '', negated, left: null, right: token.word, at: nodeAt(at) });
        at++;
      }
    } else at++;
  }
  return { node, all, joined: mixed || (and && or) ? 'mixed' : and ? 'and' : or ? 'or' : 'alone', doubled };
}

/** Reads a `test_command` node. */
export function readTests(node: SyntaxNode): Tests {
  return parse(node, tokensOf(node), node.children[0]?.type === '[[');
}

/** Reads the command `test …`. */
/** `test …`, and `sudo [ … ]`, where the bracket is a program. */
export function readTestCommand(command: Command): Tests {
  const words = command.name === '[' ? command.arguments.slice(0, -1) : command.arguments;
  return parse(
    command.node,
    words.map((word) => ({ word })),
    false,
  );
}
