/**
 * Texts that the shell itself evaluates: arithmetic, in which an index such as `a[$(cmd)]` runs a command, and names of variables that are
 * held by variables. They act, so they are calls, by words that no command has.
 */
import { readWord } from '../../lower/bash/words.ts';
import type { FlatTree } from '../../parse/flatTree.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { Value } from '../values.ts';
import { bareValue, type Meanings, named, wordValue } from './wordValues.ts';

/** `$(( ))`, `(( ))`, `${s:x}`, `[[ a -eq b ]]`. */
export const ARITHMETIC = '((';
/** `${a[x]}`, `a[x]=…`. */
export const INDEX = '[]';
/** `${!n}`. */
export const INDIRECT = '${!}';

const numeric = /^-(?:eq|ne|lt|le|gt|ge)$/;

export function comparesNumbers(operator: string): boolean {
  return numeric.test(operator);
}

/** What a node evaluates: the word of its call and the nodes that are evaluated; null where it holds nothing but constants. */
export function evaluationAt(tree: FlatTree, index: number): { readonly word: string; readonly of: readonly SyntaxNode[] } | null {
  const node = new SyntaxNode(tree, index);
  switch (node.type) {
    case 'arithmetic_expansion':
      return isOpen(node) ? { word: ARITHMETIC, of: [node] } : null;
    case 'subscript': {
      const at = node.child('index');
      return at && !/^[@*]$/.test(at.text) && isOpen(at) ? { word: INDEX, of: [at] } : null;
    }
    case 'expansion': {
      // `${x}` has no more than its braces and a name.
      if (tree.next[index]! - index <= 4) return null;
      const { children } = node;
      const [, first] = children;
      if (first?.type === '!') {
        const name = children[2];
        const names = children[3]?.type === '*' || children[3]?.type === '@' || name?.type === 'subscript';
        return name?.type === 'variable_name' && !names ? { word: INDIRECT, of: [name] } : null;
      }
      if (!children.some(({ type, field }) => type === ':' && field === 'operator')) return null;
      const last = children.at(-1)!;
      const of = (last.start === last.end ? brokenOff(node) : node.namedChildren.slice(1)).filter(isOpen);
      return of.length > 0 ? { word: ARITHMETIC, of } : null;
    }
    default:
      return null;
  }
}

/** The grammar ends `${s:$from}` before the second dollar sign, and goes on as if it were another word. */
function brokenOff(node: SyntaxNode): readonly SyntaxNode[] {
  const { tree, end } = node;
  for (let index = tree.next[node.index]!; index < tree.count && tree.start[index] === end; index++) {
    const next = new SyntaxNode(tree, index);
    if (next.type === 'simple_expansion' || next.type === 'expansion') return [next];
  }
  return [];
}

/** Whether anything but numbers is in it. */
export function isOpen(node: SyntaxNode): boolean {
  const { tree } = node;
  for (let index = node.index; index < tree.next[node.index]!; index++) {
    const type = tree.names.types[tree.type[index]!]!;
    if (type === 'variable_name' || type === 'special_variable_name' || type === 'command_substitution') return true;
    if (type === 'word' && IDENTIFIER.test(tree.text.slice(tree.start[index]!, tree.end[index]!))) return true;
  }
  return false;
}

const IDENTIFIER = /[A-Za-z_]\w*/;
const identifiers = new RegExp(IDENTIFIER, 'g');

/** The values that an evaluation takes in, in the order of the text. */
export function evaluatedValues(of: readonly SyntaxNode[], meanings: Meanings): readonly Value[] {
  const values: Value[] = [];
  for (const node of of) {
    const { tree } = node;
    for (let index = node.index; index < tree.next[node.index]!; ) {
      const inner = new SyntaxNode(tree, index);
      switch (inner.type) {
        case 'variable_name':
          values.push(named(inner.text, inner, meanings));
          break;
        case 'word':
          for (const [name] of inner.text.matchAll(identifiers)) values.push(named(name, inner, meanings));
          break;
        case 'command_substitution':
          values.push(meanings.output(inner));
          break;
        case 'simple_expansion':
        case 'expansion':
        case 'string':
        case 'concatenation':
          values.push(bareValue(wordValue(readWord(inner), meanings)));
          break;
        default:
          index++;
          continue;
      }
      index = tree.next[index]!;
    }
  }
  return values;
}

/** `declare "$n=1"`, `unset "$n"`: the words that name variables and are no constants. */
export function namesGiven(declaration: SyntaxNode): readonly SyntaxNode[] {
  return declaration.namedChildren.filter(
    (child) => child.type !== 'variable_assignment' && child.type !== 'variable_name' && child.type !== 'word' && isOpen(child),
  );
}

/** Nodes that may be calls of these words, which no command is. */
export function* evaluationsOf(words: ReadonlySet<string>, root: SyntaxNode): Generator<SyntaxNode> {
  const types: string[] = [];
  if (words.has(ARITHMETIC)) types.push('arithmetic_expansion', 'c_style_for_statement', 'compound_statement', 'test_command');
  if (words.has(ARITHMETIC) || words.has(INDIRECT)) types.push('expansion');
  if (words.has(INDEX)) types.push('subscript');
  if ([...words].some((word) => declarations.test(word))) types.push('declaration_command', 'unset_command');
  if (types.length === 0) return;
  for (const node of root.descendants(...types)) {
    const { type } = node;
    if (type === 'compound_statement' && node.children[0]?.type !== '((') continue;
    if (type === 'test_command' && !node.text.startsWith('[[')) continue;
    if (type === 'expansion' && !words.has(evaluationAt(node.tree, node.index)?.word ?? '')) continue;
    yield node;
  }
}

const declarations = /^(?:declare|typeset|local|export|readonly|unset)$/;
