/** What a file takes from other files, and what it lets them take: ES modules and CommonJS. */
import type { JavaScriptFile } from '../../lower/javascript/javaScriptFile.ts';
import { onlyValue } from '../../lower/javascript/names.ts';
import { argumentsOf, calleeOf, functionTypes, propertyOf, stringValue, unwrap, unwrapAwait } from '../../lower/javascript/syntax.ts';
import type { SyntaxNode } from '../../parse/syntaxNode.ts';
import type { FlowProgram, Import } from '../program.ts';
import type { Value, Variable } from '../values.ts';
import type { Variables } from './variables.ts';

type Exported = Value | { readonly from: string; readonly name: string };

/** What compilers put around `require`. */
const interop = /^(?:tslib(?:_\d)?\.)?(?:__importStar|__importDefault|_interopRequire\w*|_interopDefault\w*|__toESM)$/;
const named = new Set([
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'abstract_class_declaration',
  'enum_declaration',
]);

export class Modules {
  readonly imports: readonly Import[];
  private readonly file: JavaScriptFile;
  private readonly variables: Variables;
  private readonly meaning: (node: number) => Value;
  private readonly byModule = new Map<string, Variable>();
  private readonly byCall = new Map<number, Variable>();
  private readonly byVariable = new Map<Variable, Import>();
  private found: Map<string, Exported> | null = null;

  constructor(file: JavaScriptFile, variables: Variables, meaning: (node: number) => Value) {
    this.file = file;
    this.variables = variables;
    this.meaning = meaning;
    this.imports = [...this.imported(), ...this.required()];
    for (const one of this.imports) if (one.variable && !this.byVariable.has(one.variable)) this.byVariable.set(one.variable, one);
  }

  private *imported(): Iterable<Import> {
    for (const statement of this.file.root.children) {
      if (statement.type !== 'import_statement' || hasToken(statement, 'type')) continue;
      const clause = statement.namedChildren.find((child) => /^import_(?:require_)?clause$/.test(child.type));
      const source = statement.child('source') ?? clause?.child('source');
      if (!clause || source?.type !== 'string') continue;
      const from = stringValue(source);
      for (const part of clause.namedChildren) {
        if (part.type === 'identifier') yield this.import(from, clause.type === 'import_clause' ? 'default' : '*', part);
        else if (part.type === 'namespace_import' && part.namedChildren[0]) yield this.import(from, '*', part.namedChildren[0]);
        else if (part.type === 'named_imports') {
          for (const specifier of part.namedChildren) {
            const name = specifier.child('name');
            if (name && !hasToken(specifier, 'type')) yield this.import(from, nameText(name), specifier.child('alias') ?? name);
          }
        }
      }
    }
  }

  private import(from: string, name: string, identifier: SyntaxNode): Import {
    return { from, name, variable: this.variables.named(identifier.index), at: identifier.index };
  }

  /** Of `require('…')` and `import('…')`, wherever they stand. */
  private *required(): Iterable<Import> {
    for (const call of [...this.file.calls.named('require'), ...this.file.calls.named('import')]) {
      const from = this.moduleOf(call);
      // What a type is imported for is gone when the code runs.
      if (from === null || call.ancestor('type_annotation', 'type_arguments', 'type_alias_declaration', 'interface_declaration')) continue;
      const { name, held } = taken(call);
      if (held?.type === 'identifier') yield this.import(from, name, held);
      else if (held?.type === 'object_pattern' && name === '*') yield* this.destructured(from, held);
      else yield { from, name: '*', variable: this.unnamed(from, call.index), at: call.index };
    }
  }

  /** A file that is used without a name, `require('./routes')(app)`: the same for all places that use it so. */
  private unnamed(from: string, call: number): Variable {
    const variable = this.byModule.get(from) ?? this.variables.unnamed();
    this.byModule.set(from, variable);
    this.byCall.set(call, variable);
    return variable;
  }

  /** What a call of `require` stands for where what it gives has no name; else null. */
  requiredAt(call: number): Variable | null {
    return this.byCall.get(call) ?? null;
  }

  private *destructured(from: string, pattern: SyntaxNode): Iterable<Import> {
    for (const child of pattern.namedChildren) {
      const key = child.type === 'pair_pattern' ? child.child('key') : child.child('left');
      const value = child.type === 'pair_pattern' ? child.child('value') : null;
      const target = value?.type === 'assignment_pattern' ? value.child('left') : value;
      if (child.type === 'shorthand_property_identifier_pattern') yield this.import(from, child.text, child);
      else if (child.type === 'object_assignment_pattern' && key) yield this.import(from, key.text, key);
      else if (child.type === 'rest_pattern' && child.namedChildren[0]) yield this.import(from, '*', child.namedChildren[0]);
      else if (key && target?.type === 'identifier') yield this.import(from, nameText(key), target);
      else if (key) yield { from, name: nameText(key), variable: this.variables.unnamed(), at: child.index };
    }
  }

  /** The module that a call of `require` or `import` names; null for anything else. */
  private moduleOf(call: SyntaxNode): string | null {
    const callee = calleeOf(call);
    const [specifier] = argumentsOf(call);
    if (!callee || specifier?.type !== 'string') return null;
    if (callee.type === 'import') return stringValue(specifier);
    if (callee.type !== 'identifier' || callee.text !== 'require') return null;
    const binding = this.file.bindings.resolve(callee);
    return binding === null || /createRequire/.test(binding.value?.text.slice(0, 60) ?? '') ? stringValue(specifier) : null;
  }

  get exports(): FlowProgram['exports'] {
    if (!this.found) {
      this.found = new Map();
      for (const statement of this.file.root.children) if (statement.type === 'export_statement') this.exported(statement);
      if (/\bexports\b/.test(this.file.root.tree.text)) this.common();
    }
    return this.found;
  }

  private put(name: string, value: Exported): void {
    this.found?.set(name, value);
  }

  /** The first file that is passed on as a whole is `*`; any more are told apart by their own names. */
  private passOn(from: string): void {
    this.put(this.found?.has('*') ? `*${from}` : '*', { from, name: '*' });
  }

  private exported(statement: SyntaxNode): void {
    if (hasToken(statement, 'type')) return;
    const source = statement.child('source');
    const from = source ? stringValue(source) : null;
    const isDefault = hasToken(statement, 'default');
    const declaration = statement.child('declaration');
    if (declaration) this.declared(declaration, isDefault);
    const value = statement.child('value') ?? (hasToken(statement, '=') ? statement.namedChildren[0] : null);
    if (value) this.whole(value, isDefault);
    for (const child of statement.children) {
      if (child.type === '*' && from !== null) this.passOn(from);
      else if (child.type === 'namespace_export' && from !== null) {
        const name = child.namedChildren[0];
        if (name) this.put(nameText(name), { from, name: '*' });
      } else if (child.type === 'export_clause') {
        for (const specifier of child.namedChildren) this.specified(specifier, from);
      }
    }
  }

  private specified(specifier: SyntaxNode, from: string | null): void {
    const name = specifier.child('name');
    if (!name || hasToken(specifier, 'type')) return;
    const key = nameText(specifier.child('alias') ?? name);
    this.put(key, from === null ? this.given(name) : { from, name: nameText(name) });
  }

  private declared(declaration: SyntaxNode, isDefault: boolean): void {
    const name = declaration.child('name');
    if (named.has(declaration.type)) {
      const key = isDefault ? 'default' : name?.text;
      if (key) this.put(key, name ? this.given(name) : this.meaning(declaration.index));
      return;
    }
    for (const declarator of declaration.namedChildren) {
      if (declarator.type !== 'variable_declarator') continue;
      for (const identifier of [declarator.child('name'), ...(declarator.child('name')?.descendants() ?? [])]) {
        if (!identifier || !/^(?:identifier|shorthand_property_identifier_pattern)$/.test(identifier.type)) continue;
        if (identifier.parent?.type.endsWith('assignment_pattern') && identifier.field === 'right') continue;
        this.put(identifier.text, this.given(identifier));
      }
    }
  }

  /** What an expression that is exported stands for. */
  private given(node: SyntaxNode): Exported {
    const at = unwrap(node);
    if (
      /^(?:identifier|shorthand_property_identifier|type_identifier)/.test(at.type) ||
      at.type === 'shorthand_property_identifier_pattern'
    ) {
      const variable = this.variables.named(at.index);
      const known = this.byVariable.get(variable);
      if (known) return { from: known.from, name: known.name };
      const binding = this.variables.declarationOf(variable);
      const value =
        binding?.kind === 'function' ? binding.value : binding && binding.path.length === 0 ? onlyValue(binding, this.file.bindings) : null;
      const held = value && unwrap(value);
      return held && functionTypes.has(held.type) ? this.meaning(held.index) : { kind: 'variable', variable, at: at.index };
    }
    return this.requiredBy(at) ?? this.partOf(at) ?? this.meaning(at.index);
  }

  /** `lib.y` of a file that is taken as a whole. */
  private partOf(node: SyntaxNode): { readonly from: string; readonly name: string } | null {
    const object = node.type === 'member_expression' ? node.child('object') : null;
    const name = object?.type === 'identifier' ? propertyOf(node) : null;
    const known = object && name !== null ? this.byVariable.get(this.variables.named(object.index)) : undefined;
    return known?.name === '*' && name !== null ? { from: known.from, name } : null;
  }

  /** `require('./x')`, `require('./x').y`. */
  private requiredBy(node: SyntaxNode): { readonly from: string; readonly name: string } | null {
    const object = node.type === 'member_expression' ? node.child('object') : null;
    const call = object ? unwrapAwait(object) : node;
    const from = call.type === 'call_expression' ? this.moduleOf(call) : null;
    return from === null ? null : { from, name: (object && propertyOf(node)) ?? '*' };
  }

  /** `export default …`, `module.exports = …`: the keys of an object are names as well where the module itself is that object. */
  private whole(node: SyntaxNode, isDefault: boolean): void {
    const value = this.given(node);
    const isPassedOn = 'from' in value && value.name === '*' && !isDefault;
    if (isPassedOn) this.passOn(value.from);
    else this.put('default', value);
    const object = isDefault ? null : this.file.objectOf(node);
    for (const member of object?.namedChildren ?? []) {
      const key = member.child('key') ?? member.child('name');
      const held = member.child('value');
      if (member.type === 'shorthand_property_identifier') this.put(member.text, this.given(member));
      else if (member.type === 'method_definition' && key) this.put(nameText(key), this.meaning(member.index));
      else if (member.type === 'pair' && key && held && key.type !== 'computed_property_name') this.put(nameText(key), this.given(held));
      else if (member.type === 'spread_element' && member.namedChildren[0]) {
        const spread = this.given(member.namedChildren[0]);
        if ('from' in spread && spread.name === '*') this.passOn(spread.from);
      }
    }
  }

  /** `module.exports = …`, `exports.x = …`, `module.exports.x = …`. */
  private common(): void {
    for (const assignment of this.file.root.descendants('assignment_expression')) {
      const left = assignment.child('left');
      let right = assignment.child('right');
      while (right?.type === 'assignment_expression') right = right.child('right');
      const object = left && /^(?:member|subscript)_expression$/.test(left.type) ? left.child('object') : null;
      const property = left && object ? propertyOf(left) : null;
      if (!right || !object || property === null) continue;
      if (property === 'exports' && this.isGlobal(object, 'module')) this.whole(right, false);
      else if (this.isExports(object)) this.put(property, this.given(right));
    }
    for (const call of this.file.calls.named('defineProperty')) {
      const [object, name, how] = argumentsOf(call);
      const value = how?.type === 'object' ? definedBy(how) : null;
      if (object && name?.type === 'string' && value && this.isExports(object)) this.put(stringValue(name), this.given(value));
    }
    for (const call of this.file.calls.named('__exportStar')) {
      const [from] = argumentsOf(call);
      const passed = from ? this.requiredBy(unwrap(from)) : null;
      if (passed) this.passOn(passed.from);
    }
  }

  private isExports(object: SyntaxNode): boolean {
    if (object.type === 'identifier') return this.isGlobal(object, 'exports');
    const inner = object.type === 'member_expression' && propertyOf(object) === 'exports' ? object.child('object') : null;
    return inner !== null && this.isGlobal(inner, 'module');
  }

  private isGlobal(node: SyntaxNode, name: string): boolean {
    return node.type === 'identifier' && node.text === name && this.file.bindings.resolve(node) === null;
  }
}

/** What a call of `require` is read for, and the name or pattern that gets it: `const { a } = require('x').b`. */
function taken(call: SyntaxNode): { readonly name: string; readonly held: SyntaxNode | null } {
  let name = '*';
  let at = call;
  for (let up = at.parent; up; up = at.parent) {
    const passes =
      /^(?:await|parenthesized|as|non_null|satisfies)_expression$/.test(up.type) ||
      up.type === 'arguments' ||
      (up.type === 'call_expression' && at.type === 'arguments' && interop.test(up.child('function')?.text.slice(0, 60) ?? ''));
    const property = up.type === 'member_expression' && at.field === 'object' && name === '*' ? propertyOf(up) : null;
    if (property !== null) name = property;
    else if (up.type === 'variable_declarator') return { name, held: up.child('name') };
    else if (up.type === 'assignment_expression' && at.field === 'right') return { name, held: up.child('left') };
    else if (!passes) break;
    at = up;
  }
  return { name, held: null };
}

/** What a property gives that is defined: `{ value: x }`, `{ get: () => x }`, `{ get: function () { return x; } }`. */
function definedBy(how: SyntaxNode): SyntaxNode | null {
  for (const member of how.namedChildren) {
    const key = member.child('key')?.text ?? member.child('name')?.text;
    const value = member.type === 'method_definition' ? member : member.child('value');
    if (key === 'value') return value;
    if (key !== 'get' || !value) continue;
    const body = value.child('body');
    if (body?.type !== 'statement_block') return body;
    const [only] = body.namedChildren;
    return only?.type === 'return_statement' ? (only.namedChildren[0] ?? null) : null;
  }
  return null;
}

function nameText(name: SyntaxNode): string {
  return name.type === 'string' ? stringValue(name) : name.text;
}

function hasToken(node: SyntaxNode, token: string): boolean {
  return node.children.some((child) => !child.isNamed && child.type === token);
}
