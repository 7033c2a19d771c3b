/** Every call of a file by the last name of what is called, so that a check looks only at the few it knows. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf, calleeOf, propertyOf, stringValue, unwrapAwait } from './syntax.ts';

const kindOfType: Readonly<Record<string, number>> = {
  call_expression: 1,
  new_expression: 2,
  import_specifier: 3,
  import_clause: 3,
  pair_pattern: 3,
  variable_declarator: 3,
};

/** What a callee may be wrapped in; `await f<T>(x)` is read as a call of `await f`. */
const wrapping = new Set(['parenthesized_expression', 'non_null_expression', 'subscript_expression', 'await_expression']);

export class Calls {
  private readonly byName = new Map<string, number[]>();
  private readonly aliases = new Map<string, Set<string>>();
  private readonly root: SyntaxNode;

  constructor(root: SyntaxNode) {
    this.root = root;
    const { tree } = root;
    // What to do with a node of a type, by the type's id: 0 nothing, 1 call, 2 `new`, 3 alias.
    const kinds: number[] = [];
    for (let index = 0; index < tree.count; index++) {
      const id = tree.type[index]!;
      let kind = kinds[id];
      if (kind === undefined) {
        kind = tree.names.named[id] ? (kindOfType[tree.names.types[id]!] ?? 0) : 0;
        kinds[id] = kind;
      }
      if (kind === 0) continue;
      if (kind === 3) {
        this.readAlias(new SyntaxNode(tree, index));
        continue;
      }
      const name = this.lastName(index, kind === 2);
      if (name === null) continue;
      const list = this.byName.get(name);
      if (list) list.push(index);
      else this.byName.set(name, [index]);
    }
  }

  /** Notes `import { exec as run }`, `const { exec: run } = …`, `const run = cp.exec`, `const run = promisify(exec)`, `const run = require('x')`. */
  private readAlias(node: SyntaxNode): void {
    const { type } = node;
    if (type === 'import_specifier') this.addAlias(node.child('name')?.text, node.child('alias')?.text);
    else if (type === 'pair_pattern') this.addAlias(node.child('key')?.text, node.child('value')?.text);
    else if (type === 'import_clause') {
      const source = node.parent?.child('source');
      const [first] = node.namedChildren;
      if (source && first?.type === 'identifier') this.addAlias(stringValue(source).replace(/^node:/, ''), first.text);
    } else {
      const name = node.child('name');
      const value = node.child('value');
      if (name?.type !== 'identifier' || !value) return;
      let original = unwrapAwait(value);
      if (original.type === 'call_expression' && /(?:promisify|pify|\.bind)$/i.test(calleeOf(original)?.text.slice(-40) ?? '')) {
        const callee = calleeOf(original);
        original = (callee && propertyOf(callee) === 'bind' ? callee.child('object') : argumentsOf(original)[0]) ?? original;
      }
      if (original.type === 'call_expression') {
        const [module] = calleeOf(original)?.text === 'require' ? argumentsOf(original) : [];
        if (module?.type === 'string') this.addAlias(stringValue(module).replace(/^node:/, ''), name.text);
      } else this.addAlias(original.type === 'identifier' ? original.text : (propertyOf(original) ?? undefined), name.text);
    }
  }

  private addAlias(original: string | undefined, local: string | undefined): void {
    if (!original || !local || original === local || local.length > 100) return;
    const list = this.aliases.get(original);
    if (list) list.add(local);
    else this.aliases.set(original, new Set([local]));
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
    if (type === 'import' || type === 'super') return type;
    if (!wrapping.has(type)) return null;
    const node = calleeOf(new SyntaxNode(tree, call));
    if (node?.type === 'identifier') return node.text;
    const property = node?.child('property') ?? node?.child('index');
    return property ? property.text.replace(/^['"]|['"]$/g, '') : null;
  }

  /** Calls of `name(…)`, `x.name(…)` and `new name(…)`, in reading order. */
  named(name: string): SyntaxNode[] {
    return (this.byName.get(name) ?? []).map((index) => new SyntaxNode(this.root.tree, index));
  }

  /** Calls of functions whose last name fits, in reading order; each name is asked about once. */
  where(fits: (name: string) => boolean): SyntaxNode[] {
    const found: number[] = [];
    for (const [name, calls] of this.byName) if (fits(name)) for (const index of calls) found.push(index);
    return found.sort((a, b) => a - b).map((index) => new SyntaxNode(this.root.tree, index));
  }

  /** Calls of any of these names, or of what they are called here, in reading order. What is called is for the caller to look at. */
  of(names: Iterable<string>): SyntaxNode[] {
    const called = new Set(names);
    // An alias of an alias is found in the next round.
    for (const name of called) for (const alias of this.aliases.get(name) ?? []) called.add(alias);
    const found: number[] = [];
    for (const name of called) for (const index of this.byName.get(name) ?? []) found.push(index);
    return found.sort((a, b) => a - b).map((index) => new SyntaxNode(this.root.tree, index));
  }
}
