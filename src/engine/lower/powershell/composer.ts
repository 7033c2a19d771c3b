/** Takes a PowerShell text apart into its own words and the values put in. */
import type { Origin, Piece } from '../../flow/origin.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import { argumentsOf, commandName, operandsOf } from './commands.ts';
import { isGuarded } from './guards.ts';
import type { PowerShellFile, Variable } from './scopes.ts';
import { literalOf, unwrap, variableName } from './tree.ts';

export interface PowerShellModel {
  /** The kind of source a command's output is, by its name in lower case; null where nothing is known. */
  commandSource(name: string, command: SyntaxNode): string | null;
  /** The same for a method (`downloadstring`) of anything. */
  methodSource(method: string): string | null;
  /** The same for variables of the system (`env:…`, `args`). */
  variableSource(name: string): string | null;
  /** Variables of the system that nobody outside steers. */
  readonly ownVariables: RegExp;
  /** Commands, casts and members that give nothing of the text on. */
  readonly harmlessTypes: RegExp;
  readonly harmlessMembers: RegExp;
  readonly clearingMethods: RegExp;
  /** Commands that give what is piped or passed on. */
  readonly passingCommands: RegExp;
}

const DEPTH = 24;
const VISITS = 400;

export function composePowerShell(file: PowerShellFile, model: PowerShellModel, node: SyntaxNode): Piece[] {
  return new Composer(file, model).visit(node, 0);
}

const text = (words: string, at: SyntaxNode): Piece[] => [{ kind: 'text', text: words, at }];
const value = (at: SyntaxNode, origin: Origin): Piece[] => [{ kind: 'value', at, origin }];
const safe = (at: SyntaxNode): Piece[] => value(at, { kind: 'safe' });
const unknown = (at: SyntaxNode): Piece[] => value(at, { kind: 'unknown', at });
const from = (at: SyntaxNode, source: string): Piece[] => value(at, { kind: 'source', source, at });

class Composer {
  private readonly file: PowerShellFile;
  private readonly model: PowerShellModel;
  private visits = 0;
  private readonly open = new Set<number>();

  constructor(file: PowerShellFile, model: PowerShellModel) {
    this.file = file;
    this.model = model;
  }

  private all(nodes: readonly SyntaxNode[], depth: number): Piece[] {
    return nodes.flatMap((node) => this.visit(node, depth));
  }

  visit(outer: SyntaxNode, depth: number): Piece[] {
    const node = unwrap(outer);
    if (depth > DEPTH || ++this.visits > VISITS) return unknown(node);
    this.file.budget.spend();
    const constant = literalOf(node);
    if (constant !== null) return text(constant, node);
    const next = depth + 1;
    switch (node.type) {
      case 'expandable_string_literal':
      case 'expandable_here_string_literal':
        return this.expandable(node, next);
      case 'generic_token':
        return this.all([...node.descendants('variable')].slice(0, 20), next);
      case 'variable':
        return this.variable(node, next);
      case 'sub_expression':
      case 'array_expression':
      case 'statement_list':
      case 'array_literal_expression':
        return this.all(node.namedChildren, next);
      case 'pipeline_chain':
        return this.pipeline(node, next);
      case 'command':
        return this.command(node, next);
      case 'invokation_expression':
        return this.invocation(node, next);
      case 'member_access':
      case 'element_access':
        return this.member(node, next);
      case 'cast_expression':
        if (this.model.harmlessTypes.test(node.namedChildren[0]?.text ?? '')) return safe(node);
        return this.all(node.namedChildren.slice(1), next);
      default:
        return this.operation(node, next);
    }
  }

  /** The grammar gives no nodes to the plain stretches of a string: they are what lies between the others. */
  private expandable(node: SyntaxNode, depth: number): Piece[] {
    const here = node.type === 'expandable_here_string_literal';
    const pieces: Piece[] = [];
    let at = node.start + (here ? 2 : 1);
    const end = node.end - (here ? 2 : 1);
    const plain = (to: number): void => {
      if (to > at) pieces.push({ kind: 'text', text: node.tree.text.slice(at, to).replace(/`(.)/g, '$1'), at: node });
    };
    for (const part of node.namedChildren) {
      plain(part.start);
      pieces.push(...this.visit(part, depth));
      at = part.end;
    }
    plain(end);
    return pieces;
  }

  private variable(node: SyntaxNode, depth: number): Piece[] {
    const name = variableName(node);
    if (name === null || this.model.ownVariables.test(name) || isGuarded(this.file, node, name)) return safe(node);
    const source = this.model.variableSource(name);
    if (source) return from(node, source);
    const bindings = this.file.reaching(name, node);
    if (bindings.length === 0) return unknown(node);
    return bindings.flatMap((binding) => this.binding(binding, node, depth));
  }

  private binding(binding: Variable, use: SyntaxNode, depth: number): Piece[] {
    if (this.model.harmlessTypes.test(binding.attributes)) return safe(use);
    if (binding.kind === 'parameter') {
      if (isBounded(binding.attributes)) return safe(use);
      return binding.scope === 0 ? from(use, 'argument') : value(use, { kind: 'parameter', at: use });
    }
    if (!binding.value) return unknown(use);
    if (this.open.has(binding.at.index)) return [];
    this.open.add(binding.at.index);
    const pieces = this.visit(binding.value, depth);
    this.open.delete(binding.at.index);
    return pieces;
  }

  private pipeline(node: SyntaxNode, depth: number): Piece[] {
    const elements = node.namedChildren;
    // The output is the last command's; filters give on what they are fed.
    for (let position = elements.length - 1; position >= 0; position--) {
      const element = unwrap(elements[position]!);
      const name = element.type === 'command' ? commandName(element) : null;
      if (position > 0 && name !== null && this.model.passingCommands.test(name)) continue;
      return this.visit(element, depth);
    }
    return unknown(node);
  }

  private command(node: SyntaxNode, depth: number): Piece[] {
    const name = commandName(node);
    if (name === null) return unknown(node);
    // A range of numbers reads like a word where a command may stand.
    if (/^-?\d+\.\./.test(name)) return safe(node);
    const source = this.model.commandSource(name, node);
    if (source) return from(node, source);
    const args = argumentsOf(node);
    if (this.model.passingCommands.test(name)) {
      const parts = [...args.positional, ...args.named.values()];
      return parts.length > 0
        ? parts.flatMap((part, position) => [...(position > 0 ? text('\\', part) : []), ...this.visit(part, depth)])
        : unknown(node);
    }
    return unknown(node);
  }

  private invocation(node: SyntaxNode, depth: number): Piece[] {
    const method = memberOf(node);
    if (this.model.harmlessMembers.test(method) || this.model.clearingMethods.test(method)) return safe(node);
    const source = this.model.methodSource(method);
    if (source) return from(node, source);
    const [object] = node.namedChildren;
    const args = node.namedChildren.find((child) => child.type === 'argument_list');
    const list = args?.namedChildren[0]?.namedChildren ?? [];
    if (object?.type === 'type_literal') {
      return /^\[(?:string|io\.path|system\.io\.path|system\.string)\]$/i.test(object.text) ? this.all(list, depth) : unknown(node);
    }
    if (
      !/^(?:trim|trimstart|trimend|tolower|toupper|tostring|replace|split|substring|insert|padleft|padright|invoke)$/.test(method) ||
      !object
    ) {
      return this.part(node, object, depth);
    }
    return this.all(method === 'replace' || method === 'insert' ? [object, ...list.slice(1)] : [object], depth);
  }

  private member(node: SyntaxNode, depth: number): Piece[] {
    const method = memberOf(node);
    if (node.type === 'member_access' && this.model.harmlessMembers.test(method)) return safe(node);
    // As an argument, a call stands as its member and a list beside it.
    const source = node.type === 'member_access' ? this.model.methodSource(method) : null;
    return source ? from(node, source) : this.part(node, node.namedChildren[0], depth);
  }

  /** A part of something is outside data where the whole is. */
  private part(node: SyntaxNode, whole: SyntaxNode | undefined, depth: number): Piece[] {
    const found = whole ? this.visit(whole, depth) : [];
    for (const kind of ['source', 'parameter'] as const) {
      const piece = found.find((one) => one.kind === 'value' && one.origin.kind === kind);
      if (piece) return [piece];
    }
    return found.length > 0 && found.every((piece) => piece.kind === 'text' || piece.origin.kind === 'safe') ? safe(node) : unknown(node);
  }

  private operation(node: SyntaxNode, depth: number): Piece[] {
    const parts = node.namedChildren;
    const sign = node.children.find((child) => !child.isNamed)?.text;
    const operator = parts.find((part) => /_operator$/.test(part.type))?.text.toLowerCase();
    if (/^additive/.test(node.type) && (sign === '+' || sign === '?')) return this.all(operandsOf(node, sign), depth);
    if (operator === '-f') {
      const [template, , ...values] = parts;
      return template ? this.all([template, ...values], depth) : unknown(node);
    }
    if (/^-[ic]?replace$/.test(operator ?? '')) {
      const [object, , change] = parts;
      const [pattern, replacement] = change ? unwrapList(change) : [];
      // Quotes doubled, or everything but a few letters thrown away: made for the place it goes to.
      const what = pattern ? literalOf(pattern) : null;
      if (what !== null && /^\[\^|^['"]$/.test(what)) return safe(node);
      return this.all([object!, ...(replacement ? [replacement] : [])], depth);
    }
    if (/^-[ic]?(?:join|split)$/.test(operator ?? ''))
      return this.all(
        parts.filter((part) => !/_operator$/.test(part.type)),
        depth,
      );
    if (operator !== undefined || /^(?:logical|bitwise|multiplicative|range|additive)/.test(node.type)) return safe(node);
    return parts.length > 0 && /^(?:pipeline|expression_with_unary_operator)$/.test(node.type) ? this.all(parts, depth) : unknown(node);
  }
}

function unwrapList(node: SyntaxNode): SyntaxNode[] {
  const list = unwrap(node);
  return list.type === 'array_literal_expression' ? list.namedChildren : [list];
}

/** The last member name of `$x.Name`, `[type]::Name(...)`, in lower case. */
export function memberOf(node: SyntaxNode): string {
  return node.namedChildren.find((child) => child.type === 'member_name')?.text.toLowerCase() ?? '';
}

/** Attributes that let only listed or closed values through. */
function isBounded(attributes: string): boolean {
  if (/\[\s*ValidateSet\s*\(/i.test(attributes)) return true;
  const pattern = /\[\s*ValidatePattern\s*\(\s*(["'])([^"']{1,200})\1/i.exec(attributes)?.[2];
  return pattern !== undefined && /^\^(?:\[[\w\-.\\]{1,60}\][+*]?|\\[dw][+*]?|\{\d+(?:,\d*)?\}|[\w-])+\$$/.test(pattern);
}
