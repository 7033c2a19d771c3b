/** What a JavaScript file declares, what of it others can use, and what is only a promise yet. */
import type { Declaration } from '../../model/outline.ts';
import { calleeOf, functionTypes, propertyOf, unwrap } from '../lower/javascript/syntax.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { isConstant } from './javascriptStrength.ts';
import type { Tokens } from './javascriptTokens.ts';
import { digestOf, shownText } from './parts.ts';

const mostDeclarations = 2000;

export interface Declarations {
  readonly declarations: readonly Declaration[];
  readonly rest: string;
}

type Draft = Omit<Declaration, 'isPublic'> & { isPublic: boolean; readonly root: string };

const classTypes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);
const typeTypes = new Set(['interface_declaration', 'type_alias_declaration', 'enum_declaration', 'function_signature']);
const fieldTypes = new Set(['public_field_definition', 'field_definition', 'class_static_block']);

const isFunction = (node: SyntaxNode): boolean => functionTypes.has(node.type);
const code = (node: SyntaxNode): SyntaxNode[] => node.namedChildren.filter(({ type }) => type !== 'comment' && type !== 'empty_statement');

const notYet =
  /not[\s_-]*(?:yet[\s_-]*)?(?:been[\s_-]*)?(?:implemented|written|done|supported)|unimplemented|\btodo\b|\bstub\b|to be implemented|implement me/i;

/** How deep a value is looked into. */
const deepest = 6;

/** A value that nothing was computed for; of a promise what it holds, of a function what it gives. */
function isNothingYet(given: SyntaxNode, depth = 0): boolean {
  const node = unwrap(given);
  if (isConstant(node)) return true;
  if (depth > deepest) return false;
  if (isFunction(node)) return isStubBody(node.child('body'), node.child('parameters'), depth + 1);
  if (node.type === 'object' || node.type === 'array') {
    return code(node).every((member) => isNothingYet(member.type === 'pair' ? (member.child('value') ?? member) : member, depth + 1));
  }
  if (node.type === 'call_expression') {
    const callee = calleeOf(node)?.text.slice(0, 60) ?? '';
    if (callee === 'Promise.resolve' || callee === 'Object.freeze')
      return (node.child('arguments')?.namedChildren ?? []).every((value) => isNothingYet(value, depth + 1));
    return callee === 'Promise.reject' && notYet.test(node.text.slice(0, 300));
  }
  return (
    node.type === 'new_expression' && /^new (?:Map|Set|WeakMap|Array|Object)(?:<[^()]{0,100}>)?(?:\(\s*\))?$/.test(node.text.slice(0, 140))
  );
}

/** `super(message);`, `this.kind = kind;`: what it was given is kept. */
const keeps = /^(?:super\([\w$,\s.]*\)|this\.#?[\w$]+\s*=\s*[\w$]+)\s*;?$/;

function isKeeping(body: SyntaxNode | null): boolean {
  return body !== null && code(body).every((one) => one.type === 'expression_statement' && keeps.test(one.text.slice(0, 200)));
}

/** One of the parameters, handed back as it came. */
function isGiven(value: SyntaxNode, parameters: SyntaxNode | null): boolean {
  const names = (parameters?.namedChildren ?? []).map((parameter) => (parameter.child('pattern') ?? parameter).text);
  return value.type === 'identifier' && names.includes(value.text);
}

/** A body that does nothing yet: all that it does is throw, hand back what it was given, or give what nothing was computed for. */
function isStubBody(body: SyntaxNode | null, parameters: SyntaxNode | null, depth = 0): boolean {
  if (!body) return true;
  const isNothing = (value: SyntaxNode): boolean => isGiven(value, parameters) || isNothingYet(value, depth);
  if (body.type !== 'statement_block') return isNothing(body);
  const statements = code(body);
  if (statements.length === 0) return true;
  // `void name;` and a bare name keep a linter quiet of parameters that are not used yet.
  const last = statements.at(-1)!;
  const before = statements.slice(0, -1);
  if (!before.every((one) => one.type === 'expression_statement' && /^(?:void\s+)?[\w$]+\s*;?$/.test(one.text.slice(0, 100)))) return false;
  if (last.type === 'throw_statement') return true;
  if (last.type === 'return_statement') return code(last).every(isNothing);
  return last.type === 'expression_statement' && /^(?:void\s+)?[\w$]+\s*;?$|^['"]use strict['"]/.test(last.text.slice(0, 100));
}

export function readDeclarations(source: SourceText, tokens: Tokens, skippedStatements: ReadonlySet<number>): Declarations {
  const drafts: Draft[] = [];
  /** Local names that are handed out somewhere. */
  const exported = new Set<string>();
  const rest: string[] = [];

  function add(name: string, node: SyntaxNode, isPublic: boolean, isStub: boolean, signature: string, body: string, root = name): void {
    if (drafts.length < mostDeclarations)
      drafts.push({ name: shownText(name), line: source.lineAt(node.start), isPublic, isStub, signature, body, root });
  }

  function addFunction(name: string, fn: SyntaxNode, isPublic: boolean, root = name): void {
    const body = fn.child('body');
    const signature = digestOf([name, ...(body ? tokens.before(fn, body) : tokens.of(fn)).filter((word) => word !== '=>')]);
    const isStub = isStubBody(body, fn.child('parameters')) || (fn.child('name')?.text === 'constructor' && isKeeping(body));
    add(name, fn, isPublic, isStub, signature, tokens.digest(body), root);
  }

  function addClass(name: string, node: SyntaxNode, isPublic: boolean): void {
    const body = node.child('body');
    const members = body ? code(body) : [];
    const fields = members.filter(({ type }) => fieldTypes.has(type));
    const at = drafts.length;
    add(name, node, isPublic, false, digestOf([name, ...(body ? tokens.before(node, body) : [])]), tokens.digest(...fields));
    for (const member of members) {
      const called = member.child('name');
      if (!called || fieldTypes.has(member.type)) {
        const value = member.child('value') ?? null;
        if (called && value && isFunction(value))
          addFunction(`${name}.${called.text}`, value, isPublic && !isPrivate(member, called), name);
        continue;
      }
      const isShown = isPublic && !isPrivate(member, called);
      if (member.type === 'method_definition') addFunction(`${name}.${called.text}`, member, isShown, name);
      else if (/signature$/.test(member.type)) add(`${name}.${called.text}`, member, isShown, true, tokens.digest(member), '', name);
    }
    const isStub =
      fields.every((field) => {
        const value = field.child('value');
        return field.type !== 'class_static_block' && (!value || isNothingYet(value) || isFunction(value));
      }) && drafts.slice(at + 1).every((draft) => draft.isStub);
    const draft = drafts[at];
    if (draft) drafts[at] = { ...draft, isStub };
  }

  function addValue(name: string, at: SyntaxNode, value: SyntaxNode | null, type: SyntaxNode | null, isPublic: boolean, root = name): void {
    const inner = value ? unwrap(value) : null;
    if (inner && isFunction(inner)) addFunction(name, inner, isPublic, root);
    else if (inner && classTypes.has(inner.type)) addClass(name, inner, isPublic);
    else add(name, at, isPublic, !inner || isNothingYet(inner), digestOf([name, ...tokens.of(type)]), tokens.digest(value), root);
  }

  function addDeclarators(declaration: SyntaxNode, isPublic: boolean): boolean {
    let isAllImports = true;
    for (const declarator of declaration.namedChildren) {
      if (declarator.type !== 'variable_declarator') continue;
      const [name, value] = [declarator.child('name'), declarator.child('value')];
      if (!name || (value && takesModule(value))) continue;
      isAllImports = false;
      if (name.type === 'identifier') addValue(name.text, declarator, value, declarator.child('type'), isPublic);
      else for (const part of namesIn(name)) add(part, declarator, isPublic, false, digestOf([part]), tokens.digest(name, value));
    }
    return isAllImports;
  }

  /** A declaration of its own or behind `export`; false of another statement. */
  function readDeclaration(node: SyntaxNode, isPublic: boolean): boolean {
    const name = node.child('name')?.text;
    if (typeTypes.has(node.type)) add(name ?? 'default', node, isPublic, true, tokens.digest(node), '');
    else if (isFunction(node)) addFunction(name ?? 'default', node, isPublic);
    else if (classTypes.has(node.type)) addClass(name ?? 'default', node, isPublic);
    else if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') addDeclarators(node, isPublic);
    else if (node.type === 'ambient_declaration')
      add(name ?? node.namedChildren[0]?.child('name')?.text ?? 'declare', node, isPublic, true, tokens.digest(node), '');
    else if (node.type === 'internal_module' || node.type === 'module')
      add(name ?? 'namespace', node, isPublic, false, digestOf([name ?? '']), tokens.digest(node.child('body')));
    else return false;
    return true;
  }

  function readExport(node: SyntaxNode): void {
    const declaration = node.child('declaration');
    if (declaration) {
      readDeclaration(declaration, true);
      return;
    }
    const value = node.child('value') ?? (node.children.some(({ type }) => type === '=') ? (code(node).at(-1) ?? null) : null);
    if (value) {
      const inner = unwrap(value);
      if (inner.type === 'identifier') exported.add(inner.text);
      else if (isFunction(inner) || classTypes.has(inner.type)) readDeclaration(inner, true);
      else if (inner.type === 'object') handOut(inner);
      else addValue('default', node, value, null, true);
      return;
    }
    const from = node.child('source');
    const clause = node.namedChildren.find(({ type }) => type === 'export_clause');
    if (!from) {
      for (const one of clause?.namedChildren ?? []) {
        const name = one.child('name')?.text;
        if (name) exported.add(name);
      }
      return;
    }
    const space = node.namedChildren.find(({ type }) => type === 'namespace_export');
    const names = clause
      ? clause.namedChildren.map((one) => one.child('alias')?.text ?? one.child('name')?.text ?? '')
      : [space?.namedChildren[0]?.text ?? '*'];
    for (const name of names) add(name, node, true, true, digestOf([name, ...tokens.of(from)]), '');
  }

  /** The properties of an object that a module hands out. */
  function handOut(object: SyntaxNode): void {
    for (const part of code(object)) {
      if (part.type === 'shorthand_property_identifier') exported.add(part.text);
      else if (part.type === 'method_definition') addFunction(part.child('name')?.text ?? '', part, true);
      else if (part.type === 'pair') {
        const [key, value] = [part.child('key'), part.child('value')];
        if (!key || !value) continue;
        const name = key.text.replace(/^['"]|['"]$/g, '');
        const inner = unwrap(value);
        if (inner.type === 'identifier') exported.add(inner.text);
        else if (takesModule(inner)) add(name, part, true, true, digestOf([name, ...tokens.of(inner)]), '');
        else addValue(name, part, value, null, true);
      }
    }
  }

  /** `module.exports = …`, `exports.a = …`, `Cart.prototype.total = …`, `Cart.of = …`; false of another statement. */
  function readAssignment(expression: SyntaxNode): boolean {
    const targets: SyntaxNode[] = [];
    let value: SyntaxNode | null = expression;
    while (value?.type === 'assignment_expression' && targets.length < 8) {
      const left = value.child('left');
      if (left) targets.push(left);
      value = value.child('right');
    }
    if (!value || targets.length === 0) return false;
    const names = targets.map((target) => target.text.slice(0, 200).replace(/\s/g, ''));
    const whole = names.some((name) => name === 'module.exports' || name === 'exports');
    const part = names.flatMap((name) => /^(?:module\.)?exports\.([\w$.]+)$/.exec(name)?.[1] ?? []);
    const inner = unwrap(value);
    if (whole) {
      if (inner.type === 'identifier') exported.add(inner.text);
      else if (inner.type === 'object') handOut(inner);
      else if (takesModule(inner)) add('*', expression, true, true, digestOf(tokens.of(inner)), '');
      else if (isFunction(inner) || classTypes.has(inner.type)) readNamed(inner, 'default');
      else addValue('default', expression, value, null, true);
      return true;
    }
    if (part.length > 0) {
      if (inner.type === 'identifier') exported.add(inner.text);
      for (const name of part) {
        if (inner.type === 'identifier') continue;
        if (takesModule(inner)) add(name, expression, true, true, digestOf([name, ...tokens.of(inner)]), '');
        else addValue(name, expression, value, null, true);
      }
      return true;
    }
    const member = /^([A-Za-z_$][\w$]*)\.(?:prototype\.)?([\w$]+)$/.exec(names[0]!);
    if (!member || !isFunction(inner)) return false;
    addFunction(`${member[1]}.${member[2]}`, inner, false, member[1]!);
    return true;
  }

  function readNamed(node: SyntaxNode, otherwise: string): void {
    const name = node.child('name')?.text ?? otherwise;
    if (isFunction(node)) addFunction(name, node, true);
    else addClass(name, node, true);
  }

  for (const statement of code(new SyntaxNode(tokens.tree, 0))) {
    if (skippedStatements.has(statement.index) || statement.type === 'import_statement' || statement.type === 'hash_bang_line') continue;
    if (statement.type === 'export_statement') readExport(statement);
    else if (!readDeclaration(statement, false)) {
      const expression = statement.type === 'expression_statement' ? code(statement)[0] : undefined;
      const read =
        expression &&
        (expression.type === 'assignment_expression'
          ? readAssignment(expression)
          : isUse(expression) || readDeclaration(expression, false));
      if (!read) for (const word of tokens.of(statement)) rest.push(word);
    }
  }
  const declarations = drafts.map(({ root, ...draft }) => ({
    ...draft,
    isPublic: draft.isPublic || (exported.has(root) && !hidden.test(draft.name)),
  }));
  return { declarations, rest: digestOf(rest) };
}

const hidden = /\.(?:#|_)/;

function isPrivate(member: SyntaxNode, name: SyntaxNode): boolean {
  const access = member.namedChildren.find(({ type }) => type === 'accessibility_modifier')?.text;
  return name.type === 'private_property_identifier' || access === 'private';
}

/** `'use strict'` and a bare `require('a')`. */
function isUse(expression: SyntaxNode): boolean {
  return (expression.type === 'string' && /^.use [a-z]+.$/.test(expression.text)) || takesModule(expression);
}

/** Whether a value is a module or a part of one, and nothing else. */
function takesModule(given: SyntaxNode): boolean {
  let node = unwrap(given);
  for (let depth = 0; depth < 8; depth++) {
    if (node.type === 'await_expression') node = unwrap(node.namedChildren[0] ?? node);
    else if (node.type === 'member_expression' && node.child('object')) node = unwrap(node.child('object')!);
    else break;
  }
  return node.type === 'call_expression' && /^(?:require|import)$/.test(calleeOf(node)?.text ?? '') && propertyOf(node) === null;
}

function namesIn(pattern: SyntaxNode): string[] {
  const names: string[] = [];
  for (const node of pattern.descendants('identifier', 'shorthand_property_identifier_pattern'))
    if (names.length < 50) names.push(node.text);
  return names;
}
