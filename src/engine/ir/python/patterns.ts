/** The patterns of `match`: the literals a case is for, and the names it binds. */
import { literalText } from '../../lower/python/strings.ts';
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { BlockBuilder } from '../blockBuilder.ts';
import type { Value } from '../values.ts';
import type { Lowered } from './expressions.ts';
import { memberOf, rowOf, sliceOf } from './targets.ts';

const MAX_DEPTH = 20;
/** Of these a pattern's one part is the subject itself. */
const ownTypes = /^(?:str|int|float|bool|bytes|bytearray|list|tuple|dict|set|frozenset)$/;

/** The patterns of a case clause; `case a, b` has several. */
export function patternsOf(file: Lowered, clause: number): number[] {
  return file.nodes.children(clause).filter((child) => file.nodes.type(child) === 'case_pattern');
}

/** The literals that choose a case; null where something else does. */
export function literalsOf(file: Lowered, clause: number): readonly string[] | null {
  const [pattern, more] = patternsOf(file, clause);
  return pattern === undefined || more !== undefined ? null : literalsIn(new SyntaxNode(file.nodes.tree, pattern), 0);
}

function literalsIn(pattern: SyntaxNode, depth: number): readonly string[] | null {
  if (depth > MAX_DEPTH) return null;
  switch (pattern.type) {
    case 'case_pattern':
    case 'union_pattern': {
      const found: string[] = [];
      let sign = '';
      for (const child of pattern.children) {
        if (child.type === '-') sign = '-';
        else if (child.isNamed && child.type !== 'comment') {
          const own = literalsIn(child, depth + 1);
          if (!own) return null;
          found.push(...own.map((text) => sign + text));
          sign = '';
        }
      }
      return found.length > 0 ? found : null;
    }
    case 'as_pattern':
      return pattern.namedChildren[0] ? literalsIn(pattern.namedChildren[0], depth + 1) : null;
    case 'tuple_pattern': {
      // One in parentheses is no tuple.
      const [inner, more] = pattern.namedChildren;
      return inner && !more && !pattern.children.some(({ type }) => type === ',') ? literalsIn(inner, depth + 1) : null;
    }
    case 'string':
    case 'concatenated_string': {
      const text = literalText(pattern);
      return text === null ? null : [text];
    }
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
      return [pattern.text];
    default:
      return null;
  }
}

/** True for `case _` and `case name`, which take whatever is left. */
export function takesAll(file: Lowered, clause: number): boolean {
  const [pattern, more] = patternsOf(file, clause);
  return (
    pattern !== undefined && more === undefined && file.nodes.child(clause, 'guard') < 0 && /^[^\W\d]\w*$/.test(capturing(file, pattern))
  );
}

/** The text of a pattern that is a name. */
function capturing({ nodes }: Lowered, pattern: number): string {
  const [inner] = nodes.children(pattern);
  return inner === undefined || nodes.type(inner) === 'dotted_name' ? nodes.text(pattern) : '';
}

/** Binds the names of a pattern to the parts of what is matched. */
export function bindPattern(file: Lowered, builder: BlockBuilder, pattern: number, matched: Value, depth = 0): void {
  const { nodes } = file;
  if (depth > MAX_DEPTH) return;
  const children = nodes.children(pattern);
  const inner = (child: number, value: Value): void => bindPattern(file, builder, child, value, depth + 1);
  const name = (at: number | undefined, given: Value): void => {
    if (at !== undefined && nodes.type(at) === 'identifier') builder.assign(at, file.variables.at(at), -1, { given });
  };
  switch (nodes.type(pattern)) {
    case 'case_pattern':
    case 'union_pattern':
      for (const child of children) inner(child, matched);
      return;
    case 'dotted_name':
      if (children.length === 1) name(children[0], matched);
      return;
    case 'splat_pattern':
      name(children[0], matched);
      return;
    case 'as_pattern':
      if (children[0] !== undefined) inner(children[0], matched);
      name(children.at(-1), matched);
      return;
    case 'tuple_pattern':
    case 'list_pattern':
      bindRow(file, builder, children, matched, depth + 1);
      return;
    case 'dict_pattern': {
      let of: Value = matched;
      for (const child of children) {
        if (nodes.tree.names.fields[nodes.tree.field[child]!] === 'key') {
          const key = file.valueOf(child);
          of =
            key.kind === 'literal'
              ? { kind: 'field', of: matched, name: key.text, at: child }
              : { kind: 'element', of: matched, index: key, at: child };
        } else inner(child, nodes.type(child) === 'splat_pattern' ? matched : of);
      }
      return;
    }
    case 'class_pattern': {
      const isOwn = ownTypes.test(nodes.text(children[0] ?? pattern));
      for (const child of children.slice(1)) {
        const [part] = nodes.children(child);
        const isNamed = part !== undefined && nodes.type(part) === 'keyword_pattern';
        const [word, value] = isNamed ? nodes.children(part) : [];
        if (word !== undefined && value !== undefined) inner(value, { kind: 'field', of: matched, name: nodes.text(word), at: child });
        else inner(child, isOwn ? matched : { kind: 'element', of: matched, at: child });
      }
      return;
    }
    default:
  }
}

/** The parts of a sequence, of which one may take the rest. */
export function bindRow(file: Lowered, builder: BlockBuilder, patterns: readonly number[], matched: Value, depth = 0): void {
  const { nodes } = file;
  const isRest = (pattern: number): boolean => {
    const inner = nodes.type(pattern) === 'case_pattern' ? nodes.children(pattern)[0] : pattern;
    return inner !== undefined && nodes.type(inner) === 'splat_pattern';
  };
  const star = patterns.findIndex(isRest);
  const row = rowOf(nodes, matched);
  patterns.forEach((pattern, index) => {
    const behind = patterns.length - index;
    const part =
      index === star
        ? sliceOf(matched, star, behind - 1, pattern)
        : patterns.length === 1
          ? oneOf(file, pattern, matched, row)
          : memberOf(matched, row, star >= 0 && index > star ? -behind : index, pattern);
    bindPattern(file, builder, pattern, part, depth);
  });
}

/** `(a)` is `a`, `(a,)` and `[a]` hold it. */
function oneOf({ nodes }: Lowered, pattern: number, matched: Value, row: readonly Value[] | null): Value {
  const around = nodes.tree.parent[pattern]!;
  const isGrouped = nodes.type(around) === 'tuple_pattern' && !nodes.hasToken(around, ',');
  return isGrouped ? matched : memberOf(matched, row, 0, pattern);
}
