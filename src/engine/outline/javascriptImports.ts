/** What a JavaScript file takes from others: modules, scripts it runs, and what it puts in their place. */
import type { Import, TestDouble } from '../../model/outline.ts';
import { argumentsOf, calleeOf, propertyOf, stringValue, unwrap, unwrapAwait } from '../lower/javascript/syntax.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { shownText } from './parts.ts';

const mostImports = 1000;

/** A name in this file for something of a module. */
export interface BoundImport {
  readonly from: string;
  readonly name: string;
  readonly local: string;
}

export interface Imports {
  readonly imports: readonly Import[];
  readonly bound: readonly BoundImport[];
  readonly doubles: readonly TestDouble[];
  /** Paths that constants hold, as far as they are written out. */
  readonly paths: ReadonlyMap<string, string>;
}

export const PROGRAM = /\.(?:[cm]?[jt]sx?|sh|bash|bats|py|ps1|psm1|rb|go|rs|php|pl)$/;

const literalText = (node: SyntaxNode | null): string | null =>
  node?.type === 'string'
    ? stringValue(node)
    : node?.type === 'template_string' && !node.namedChildren.some(({ type }) => type === 'template_substitution')
      ? node.text.slice(1, -1)
      : null;

/** Pieces of a path that are looked at. */
const mostPieces = 12;

/** Names of the folder a file is in, and functions that only turn a path into another form of it. */
const here = /^(?:__dirname|import\.meta\.(?:dirname|url|dir))$/;
const joiners = /(?:^|\.)(?:join|resolve|fileURLToPath|URL|normalize|dirname|toString|pathToFileURL)$/;

/** A path that is written out: `'../a.js'`, `path.join(__dirname, '..', 'a.js')`, `new URL('../a.js', import.meta.url)`. */
export function pathOf(given: SyntaxNode, paths: ReadonlyMap<string, string>, depth = 0): string | null {
  const node = unwrapAwait(given);
  const literal = literalText(node);
  if (literal !== null) return literal;
  if (depth > 4) return null;
  if (node.type === 'identifier') return here.test(node.text) ? '.' : (paths.get(node.text) ?? null);
  if (node.type === 'member_expression') {
    if (here.test(node.text.slice(0, 40))) return '.';
    const object = node.child('object');
    return /^(?:pathname|href)$/.test(propertyOf(node) ?? '') && object ? pathOf(object, paths, depth + 1) : null;
  }
  if (node.type === 'template_string') {
    const pieces: string[] = [];
    for (const part of node.namedChildren.slice(0, mostPieces)) {
      const inner = part.type === 'template_substitution' ? part.namedChildren[0] : null;
      const piece = inner ? pathOf(inner, paths, depth + 1) : part.text;
      if (piece === null) return null;
      pieces.push(piece);
    }
    return pieces.join('');
  }
  if (node.type === 'binary_expression' && node.child('operator')?.text === '+') {
    const [left, right] = [node.child('left'), node.child('right')];
    const [a, b] = [left && pathOf(left, paths, depth + 1), right && pathOf(right, paths, depth + 1)];
    return a !== null && b !== null ? a + b : null;
  }
  if (node.type !== 'call_expression' && node.type !== 'new_expression') return null;
  const callee = calleeOf(node);
  const name = callee?.text.slice(0, 60) ?? '';
  if (name === 'process.cwd' || name === 'require.resolve' || name === 'import.meta.resolve') {
    const [one] = argumentsOf(node);
    return one ? pathOf(one, paths, depth + 1) : '';
  }
  if (!joiners.test(name)) return null;
  const given_ = argumentsOf(node).slice(0, mostPieces);
  // `new URL(path, base)` has its base behind.
  if (name === 'URL') return given_[0] ? relative([given_[1] ? '.' : '', pathOf(given_[0], paths, depth + 1)]) : null;
  const pieces = given_.map((one) => pathOf(one, paths, depth + 1));
  if (name.endsWith('dirname')) return pieces[0] === '.' || pieces[0] === undefined ? '.' : (pieces[0]?.replace(/\/?[^/]*$/, '') ?? null);
  return relative(pieces);
}

/** Pieces put together; what begins in the file's own folder begins with a dot. */
function relative(pieces: readonly (string | null)[]): string | null {
  if (pieces.includes(null)) return null;
  const parts: string[] = [];
  for (const part of pieces.join('/').split('/')) {
    if (part === '' || (part === '.' && parts.length > 0)) continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '.') parts.pop();
    else if (part === '..' && parts.at(-1) === '.') parts[parts.length - 1] = '..';
    else parts.push(part);
  }
  return parts.join('/');
}

/** The names a pattern takes, as they are called where they come from, and here. */
function takenBy(pattern: SyntaxNode): { name: string; local: string }[] {
  return pattern.namedChildren.flatMap((part) => {
    if (part.type === 'shorthand_property_identifier_pattern') return [{ name: part.text, local: part.text }];
    if (part.type === 'object_assignment_pattern') {
      const left = part.child('left');
      return left ? [{ name: left.text, local: left.text }] : [];
    }
    const [key, value] = [part.child('key'), part.child('value')];
    return key && value ? [{ name: key.text, local: value.text }] : [];
  });
}

function fromClause(statement: SyntaxNode): { name: string; local: string }[] {
  const required = statement.namedChildren.find(({ type }) => type === 'import_require_clause');
  if (required) return required.namedChildren.flatMap((child) => (child.type === 'identifier' ? [{ name: '*', local: child.text }] : []));
  const clause = statement.namedChildren.find(({ type }) => type === 'import_clause');
  return (clause?.namedChildren ?? []).flatMap((part) => {
    if (part.type === 'identifier') return [{ name: 'default', local: part.text }];
    if (part.type === 'namespace_import') return [{ name: '*', local: part.namedChildren[0]?.text ?? '' }];
    return part.namedChildren.flatMap((one) => {
      const name = one.child('name');
      return name ? [{ name: literalText(name) ?? name.text, local: one.child('alias')?.text ?? name.text }] : [];
    });
  });
}

/** Calls that start a program. */
const starters =
  /^(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|fork|execa|execaSync|execaNode|execaCommand|execaCommandSync|\$|run|runCli|execFileAsync|execAsync|execFilePromise|execPromise|Command|Worker)$/;

/** What is put in the place of a module. */
const moduleMocks = /^(?:mock|doMock|unstable_mockModule|setMock|module|mockModule|replaceEsm|registerMock|registerSubstitute|mockImport)$/;
const mockers = /^(?:jest|vi|vitest|mock|td|mockery|mm|t|test|rewiremock|import_)$/;
const members = /^(?:stub|mock|replace|replaceGetter|spyOn|method|getter|setter|define|value)$/;

export function readImports(tree: FlatTree, source: SourceText): Imports {
  const imports: Import[] = [];
  const bound: BoundImport[] = [];
  const doubles: TestDouble[] = [];
  const paths = new Map<string, string>();
  const started: SyntaxNode[] = [];
  const add = (
    from: string,
    taken: readonly { name: string; local: string }[],
    node: SyntaxNode,
    names = taken.map(({ name }) => name),
  ): void => {
    if (imports.length >= mostImports) return;
    imports.push({ from: shownText(from), names, line: source.lineAt(node.start) });
    for (const { name, local } of taken) bound.push({ from, name, local });
  };
  const replace = (target: string, node: SyntaxNode): void => {
    if (doubles.length < mostImports) doubles.push({ target: shownText(target), line: source.lineAt(node.start) });
  };

  for (const node of new SyntaxNode(tree, 0).descendants(
    'import_statement',
    'export_statement',
    'call_expression',
    'new_expression',
    'variable_declarator',
    'assignment_expression',
  )) {
    switch (node.type) {
      case 'import_statement': {
        const from = literalText(
          node.child('source') ?? node.namedChildren.find(({ type }) => type === 'import_require_clause')?.child('source') ?? null,
        );
        if (from !== null) add(from, fromClause(node), node);
        break;
      }
      case 'export_statement': {
        const from = literalText(node.child('source'));
        if (from === null) break;
        const clause = node.namedChildren.find(({ type }) => type === 'export_clause');
        const names = clause ? clause.namedChildren.flatMap((one) => one.child('name')?.text ?? []) : ['*'];
        add(from, [], node, names);
        break;
      }
      case 'variable_declarator': {
        const [name, value] = [node.child('name'), node.child('value')];
        if (name?.type !== 'identifier' || !value || paths.has(name.text)) break;
        const path = pathOf(value, paths);
        if (path !== null) paths.set(name.text, path);
        break;
      }
      case 'assignment_expression': {
        const [left, right] = [node.child('left'), node.child('right')];
        if (
          left?.type === 'member_expression' &&
          right?.type === 'call_expression' &&
          /^(?:jest|vi)\.fn$|^sinon\.(?:stub|fake)\b|^td\.func/.test(calleeOf(right)?.text.slice(0, 30) ?? '')
        )
          if (/^[\w$.]+$/.test(left.text.slice(0, 200)) && !/^(?:module|exports|this)\b/.test(left.text)) replace(left.text, node);
        break;
      }
      default:
        readCall(node);
    }
  }
  for (const call of started) readStart(call);
  return { imports, bound, doubles, paths };

  function readCall(call: SyntaxNode): void {
    const callee = calleeOf(call);
    if (!callee) return;
    const name = propertyOf(callee) ?? callee.text.slice(0, 100);
    const object = callee.type === 'member_expression' ? (callee.child('object')?.text.slice(0, 60) ?? '') : '';
    const given = argumentsOf(call);
    const first = given[0] ? unwrap(given[0]) : null;
    const from = literalText(first);
    if (
      (object === '' && (name === 'require' || name === 'import')) ||
      (object === 'jest' && /^require/.test(name)) ||
      (object === 'vi' && /^import/.test(name))
    ) {
      if (from !== null) add(from, requiredBy(call), call, namesOf(call));
      return;
    }
    if (starters.test(name) || (object === 'Bun' && name === 'spawn')) started.push(call);
    if (moduleMocks.test(name) && mockers.test(object.split('.').at(-1)!) && from !== null) replace(from, call);
    // Vitest takes the module as a dynamic import, too.
    else if (moduleMocks.test(name) && mockers.test(object) && first?.type === 'call_expression') {
      const inner = literalText(argumentsOf(first)[0] ?? null);
      if (inner !== null && first.text.startsWith('import')) replace(inner, call);
    } else if (
      /^(?:proxyquire|esmock|rewiremock|proxyquireStrict)$/.test(name) ||
      (/^proxyquire|^esmock/.test(object) && /^(?:load|strict|p)$/.test(name))
    )
      readStubs(given, call);
    else if (object === 'td' && name === 'replace' && from !== null) replace(from, call);
    else if (members.test(name) && /(?:^|\.)(?:sinon|sandbox|sb|jest|vi|td|mock|mocker|stubs?)$/.test(object))
      readMember(call, given, name, object);
  }

  /** `sinon.stub(cart, 'total')`, `mock.method(cart, 'total', …)`; a spy lets through unless it is told what to do instead. */
  function readMember(call: SyntaxNode, given: readonly SyntaxNode[], name: string, object: string): void {
    const [target, member] = given;
    if (!target || !/^[\w$.]+$/.test(target.text.slice(0, 200))) return;
    if (name === 'spyOn' && !/^mock(?!Clear|Reset|Restore|Name)/.test(propertyOf(call.parent ?? call) ?? '')) return;
    if (name === 'method' && given.length < 3) return;
    if (object.startsWith('jest') && name !== 'spyOn' && name !== 'replace') return;
    const part = literalText(member ?? null);
    if (part !== null) replace(`${target.text}.${part}`, call);
    else if (name === 'stub' || name === 'mock') replace(target.text, call);
  }

  /** `proxyquire('../src/cart', { './price': … })`: the file under test with others in the place of what it takes. */
  function readStubs(given: readonly SyntaxNode[], call: SyntaxNode): void {
    const [unit, ...stubs] = given;
    const from = literalText(unit ?? null);
    if (from === null) return;
    add(from, requiredBy(call), call, namesOf(call));
    for (const stub of stubs)
      for (const pair of stub.namedChildren) {
        const key = pair.child('key');
        if (stub.type === 'object' && key) replace(literalText(key) ?? key.text, call);
      }
  }

  function readStart(call: SyntaxNode): void {
    const list = call.child('arguments');
    if (!list) return;
    const looked = argumentsOf(call)
      .flatMap((one) => (one.type === 'array' ? one.namedChildren : [one]))
      .slice(0, mostPieces);
    if (list.type === 'template_string') looked.push(list);
    for (const one of looked) {
      if (one.type.includes('function')) continue;
      const path = pathOf(one, paths) ?? (one.type === 'template_string' ? one.text.slice(1, -1) : null);
      for (const word of path?.slice(0, 2000).split(/[\s"'`;&|]+/) ?? []) {
        if (PROGRAM.test(word) && !word.includes('${')) add(word, [], call);
      }
    }
  }
}

/** What of a whole module is used at once: `require('a').b`. */
function namesOf(call: SyntaxNode): string[] {
  const { pattern, member } = holderOf(call);
  if (member !== null) return [member];
  if (pattern?.type === 'object_pattern') return takenBy(pattern).map(({ name }) => name);
  return pattern || call.parent?.type !== 'expression_statement' ? ['*'] : [];
}

function requiredBy(call: SyntaxNode): { name: string; local: string }[] {
  const { pattern, member } = holderOf(call);
  if (pattern?.type === 'object_pattern') return takenBy(pattern);
  return pattern?.type === 'identifier' ? [{ name: member ?? '*', local: pattern.text }] : [];
}

function holderOf(call: SyntaxNode): { pattern: SyntaxNode | null; member: string | null } {
  let at = call;
  let member: string | null = null;
  for (let up = at.parent; up; up = at.parent) {
    if (up.type === 'member_expression' && up.child('object')?.equals(at)) member ??= propertyOf(up);
    else if (up.type !== 'await_expression' && up.type !== 'parenthesized_expression' && up.type !== 'as_expression') break;
    at = up;
  }
  const holder = at.parent;
  if (holder?.type === 'variable_declarator') return { pattern: holder.child('name'), member };
  return { pattern: null, member };
}
