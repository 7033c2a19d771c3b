/** Assignments: what their targets get. */
import type { BlockBuilder } from '../blockBuilder.ts';
import type { Value } from '../values.ts';
import type { Lowered } from './expressions.ts';

const groups = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list']);
const MAX_DEPTH = 20;

/** Binds a target to the value of a node, or to what no node says (`given`). */
export function bindTarget(file: Lowered, builder: BlockBuilder, target: number, value: number, given: Value | null, depth = 0): void {
  const { nodes } = file;
  if (target < 0 || depth > MAX_DEPTH) return;
  const type = nodes.type(target);
  if (groups.has(type)) {
    bindEach(file, builder, target, value, given, depth + 1);
    return;
  }
  if (type === 'identifier') builder.assign(target, file.variables.at(target), value, { given });
  else if (type === 'list_splat_pattern' || type === 'parenthesized_expression' || type === 'as_pattern_target')
    bindTarget(file, builder, nodes.children(target)[0] ?? -1, type === 'list_splat_pattern' ? -1 : value, given, depth + 1);
  else {
    const place = placeOf(file, target);
    if (place) builder.assign(target, file.variables.at(place.root), value, { field: place.field, given });
  }
}

/** `a, b = 1, 2` binds one to one; anything else is taken apart at run time. */
function bindEach(file: Lowered, builder: BlockBuilder, target: number, value: number, given: Value | null, depth: number): void {
  const { nodes } = file;
  const names = nodes.children(target);
  const sources = value >= 0 && groups.has(nodes.type(value)) ? nodes.children(value) : [];
  const whole = given ?? (value >= 0 ? file.valueOf(value) : null);
  names.forEach((name, index) => {
    if (sources.length === names.length) bindTarget(file, builder, name, sources[index]!, null, depth);
    else bindTarget(file, builder, name, -1, whole ? { kind: 'field', of: whole, name: String(index), at: name } : null, depth);
  });
}

/** The variable at the root of `a.b.c` or `a.b[i]`, and the way from it: `b.c`, `b[]`. */
export function placeOf(file: Lowered, target: number): { readonly root: number; readonly field: string } | null {
  const { nodes } = file;
  let field = '';
  let at = target;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const type = nodes.type(at);
    if (type === 'identifier') return { root: at, field };
    if (type === 'attribute') {
      const name = nodes.text(nodes.child(at, 'attribute'));
      field = field === '' || field.startsWith('[') ? `${name}${field}` : `${name}.${field}`;
      at = nodes.child(at, 'object');
    } else if (type === 'subscript') {
      field = field === '' || field.startsWith('[') ? `[]${field}` : `[].${field}`;
      at = nodes.child(at, 'value');
    } else return null;
    if (at < 0) return null;
  }
  return null;
}
