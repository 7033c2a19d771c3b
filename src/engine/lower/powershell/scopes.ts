/** Variables of a PowerShell file: where they are assigned, looped over and declared as parameters. */
import { SyntaxNode } from '../../parse/syntaxNode.ts';
import { SearchBudget } from '../searchBudget.ts';
import { aliasesIn } from './aliases.ts';
import { unwrap, variableName } from './tree.ts';

export interface Variable {
  readonly kind: 'assign' | 'augment' | 'loop' | 'parameter';
  readonly at: SyntaxNode;
  readonly value: SyntaxNode | null;
  /** Index of the function around, 0 for the script. */
  readonly scope: number;
  /** A parameter's attributes and type as written. */
  readonly attributes: string;
}

const most = 40;
/** Steps of all questions of a file. */
const STEPS = 200_000;

export class PowerShellFile {
  readonly commands: SyntaxNode[] = [];
  /** Method calls: `$x.Name(...)`, `[type]::Name(...)`. */
  readonly invocations: SyntaxNode[] = [];
  private readonly variables = new Map<string, Variable[]>();
  /** Index of a list of statements to its tests, for guards. */
  private readonly tests = new Map<number, readonly SyntaxNode[]>();
  readonly budget = new SearchBudget(STEPS);
  private named: ReadonlyMap<string, string> | null = null;

  constructor(root: SyntaxNode) {
    const { tree } = root;
    const wanted = new Set(['command', 'invokation_expression', 'assignment_expression', 'foreach_statement', 'script_parameter']);
    const asked: (boolean | undefined)[] = [];
    for (let index = 1; index < tree.count; index++) {
      const id = tree.type[index]!;
      asked[id] ??= wanted.has(tree.names.types[id]!) && tree.names.named[id]!;
      if (!asked[id]) continue;
      const node = new SyntaxNode(tree, index);
      if (node.type === 'command') this.commands.push(node);
      else if (node.type === 'invokation_expression') this.invocations.push(node);
      else this.bind(node);
    }
  }

  /** Other names that the file gives to commands, in lower case. */
  get aliases(): ReadonlyMap<string, string> {
    this.named ??= aliasesIn(this.commands);
    return this.named;
  }

  testsIn(list: SyntaxNode): readonly SyntaxNode[] {
    let tests = this.tests.get(list.index);
    if (!tests) {
      tests = list.namedChildren.filter((statement) => statement.type === 'if_statement');
      this.tests.set(list.index, tests);
    }
    return tests;
  }

  private bind(node: SyntaxNode): void {
    if (node.type === 'script_parameter') {
      const variable = node.namedChildren.find((child) => child.type === 'variable');
      const value = node.namedChildren.find((child) => child.type === 'script_parameter_default')?.namedChildren[0] ?? null;
      const attributes = node.namedChildren.find((child) => child.type === 'attribute_list')?.text ?? '';
      if (variable) this.add(variable, { kind: 'parameter', at: variable, value, scope: scopeOf(node), attributes });
    } else if (node.type === 'foreach_statement') {
      const [variable, iterable] = node.namedChildren;
      if (variable && iterable) this.add(variable, { kind: 'loop', at: variable, value: iterable, scope: scopeOf(node), attributes: '' });
    } else {
      const target = node.namedChildren[0];
      const left = target ? unwrapTarget(target) : null;
      const operator = node.namedChildren.find((child) => child.type === 'assignement_operator')?.text.trim();
      if (left) {
        const type = left.parent?.type === 'cast_expression' ? (left.parent.namedChildren[0]?.text ?? '') : '';
        const kind = operator === '=' ? 'assign' : 'augment';
        this.add(left, { kind, at: left, value: node.child('value'), scope: scopeOf(node), attributes: type });
      }
    }
  }

  private add(name: SyntaxNode, variable: Variable): void {
    const key = variableName(name);
    if (key === null) return;
    const list = this.variables.get(key);
    if (list) list.push(variable);
    else this.variables.set(key, [variable]);
  }

  /** What can be in a variable at a place: the assignments before it back to one that certainly ran, else the script's. */
  reaching(name: string, use: SyntaxNode): readonly Variable[] {
    const all = this.variables.get(name) ?? [];
    const scope = scopeOf(use);
    const found: Variable[] = [];
    let looked = 0;
    let high = all.length;
    for (let low = 0; low < high; ) {
      const middle = (low + high) >> 1;
      if (all[middle]!.at.index < use.index) low = middle + 1;
      else high = middle;
    }
    for (let position = high - 1; position >= 0 && looked < most; position--, looked++) {
      const variable = all[position]!;
      if (variable.scope !== scope || variable.value?.contains(use)) continue;
      found.push(variable);
      if (variable.kind !== 'augment' && isCertain(variable.at, use)) return found.reverse();
    }
    if (found.length > 0) return found.reverse();
    return scope === 0 ? [] : all.filter((variable) => variable.scope === 0).slice(-most);
  }
}

function unwrapTarget(target: SyntaxNode): SyntaxNode | null {
  let at = target;
  for (let depth = 0; depth < 24; depth++) {
    if (at.type === 'variable') return at;
    if (at.type === 'cast_expression') at = at.namedChildren.at(-1) ?? at;
    const inner = unwrap(at);
    const [child, more] = inner.namedChildren;
    if (inner.type === 'variable') return inner;
    if (inner.type !== 'cast_expression' && (!child || more)) return null;
    at = inner.type === 'cast_expression' ? inner : child!;
  }
  return null;
}

/** Index of the function around a node, 0 for the script. Script blocks share their surroundings' variables. */
export function scopeOf(node: SyntaxNode): number {
  return node.ancestor('function_statement', 'class_method_definition')?.index ?? 0;
}

/** An assignment that stands in a block around the use always ran before it. */
function isCertain(assignment: SyntaxNode, use: SyntaxNode): boolean {
  for (let at = assignment.parent; at; at = at.parent) {
    if (at.type === 'foreach_statement') return at.contains(use);
    if (/^(?:statement_block|script_block|script_block_body|program)$/.test(at.type)) return at.contains(use);
  }
  return false;
}
