/** Every call of a file by the last name of what is called, so that a check looks only at the few it knows. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { calleeOf } from './syntax.ts';

export class Calls {
  private readonly byName = new Map<string, number[]>();
  private readonly root: SyntaxNode;

  constructor(root: SyntaxNode) {
    this.root = root;
    const { tree } = root;
    const { types } = tree.names;
    for (let index = 0; index < tree.count; index++) {
      const type = types[tree.type[index]!]!;
      if (type !== 'call_expression' && type !== 'new_expression') continue;
      if (!tree.names.named[tree.type[index]!]) continue;
      const name = this.lastName(index, type === 'new_expression');
      if (name === null) continue;
      const list = this.byName.get(name);
      if (list) list.push(index);
      else this.byName.set(name, [index]);
    }
  }

  private lastName(call: number, isNew: boolean): string | null {
    const { tree } = this.root;
    const { types } = tree.names;
    const callee = isNew ? tree.next[call + 1]! : call + 1;
    if (callee >= tree.next[call]!) return null;
    const type = types[tree.type[callee]!]!;
    if (type === 'identifier') return tree.text.slice(tree.start[callee]!, tree.end[callee]!);
    if (type === 'member_expression') {
      let last = callee + 1;
      for (let child = last; child < tree.next[callee]!; child = tree.next[child]!) last = child;
      return tree.text.slice(tree.start[last]!, tree.end[last]!);
    }
    if (type === 'import') return 'import';
    if (type !== 'parenthesized_expression' && type !== 'non_null_expression' && type !== 'subscript_expression') return null;
    const node = calleeOf(new SyntaxNode(tree, call));
    if (node?.type === 'identifier') return node.text;
    const property = node?.child('property') ?? node?.child('index');
    return property ? property.text.replace(/^['"]|['"]$/g, '') : null;
  }

  /** Calls of `name(…)`, `x.name(…)` and `new name(…)`, in reading order. */
  named(name: string): SyntaxNode[] {
    return (this.byName.get(name) ?? []).map((index) => new SyntaxNode(this.root.tree, index));
  }

  /** The names that are called in this file. */
  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Calls of any of these names, in reading order. */
  of(names: Iterable<string>): SyntaxNode[] {
    const found: number[] = [];
    for (const name of names) found.push(...(this.byName.get(name) ?? []));
    return found.sort((a, b) => a - b).map((index) => new SyntaxNode(this.root.tree, index));
  }
}
