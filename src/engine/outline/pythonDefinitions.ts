/** The tests and the other definitions of a Python file, at module level and in classes, below conditions too. */
import type { Declaration } from '../../model/outline.ts';
import { literalText } from '../lower/python/strings.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { digestOf, shownText } from './parts.ts';
import { callArguments, isDocstring, type PythonFile } from './pythonFile.ts';
import { bothMarks, decoratorsOf, type Mark, markOfStatements, marksOf } from './pythonMarks.ts';
import { isStubClass, isStubFunction, isStubValue } from './pythonStubs.ts';
import { type Stretch, stretchOf } from './tokenStream.ts';

export interface FoundCase {
  /** The function, without its decorators. */
  readonly node: SyntaxNode;
  readonly name: string;
  readonly mark: Mark;
  readonly body: string;
}

export interface Definitions {
  readonly cases: readonly FoundCase[];
  readonly declarations: readonly Declaration[];
  /** What is neither rest nor more than once anywhere: cases, declarations, `__all__`. */
  readonly stretches: readonly Stretch[];
}

interface Place {
  readonly block: SyntaxNode;
  /** Of the classes around, joined by dots and by ` > `. */
  readonly owner: string;
  readonly title: string;
  readonly isPublic: boolean;
  readonly isInClass: boolean;
  readonly holdsTests: boolean;
  readonly mark: Mark;
  /** A digest of the decorators of the classes around, if there are any. */
  readonly around: readonly string[];
}

const clauses = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'except_group_clause',
  'finally_clause',
  'case_clause',
  'if_statement',
  'try_statement',
  'with_statement',
  'for_statement',
  'while_statement',
  'match_statement',
]);

const isPrivate = (name: string): boolean => name.startsWith('_') && !/^__\w+__$/.test(name);

/** The names in `__all__`, or null where it is not there or is computed. */
function exportedNames(root: SyntaxNode): ReadonlySet<string> | null {
  const names = new Set<string>();
  let isGiven = false;
  for (const statement of root.namedChildren) {
    const made = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    if (!made || !isExportList(made)) continue;
    isGiven = true;
    const value = made.type === 'call' ? (callArguments(made).positional[0] ?? null) : made.child('right');
    const elements =
      value?.type === 'list' || value?.type === 'tuple' ? value.namedChildren : made.type === 'call' && value ? [value] : null;
    for (const element of elements ?? []) {
      const name = literalText(element);
      if (name !== null) names.add(name);
      else if (element.type !== 'comment') return null;
    }
    if (!elements) return null;
  }
  return isGiven ? names : null;
}

/** `__all__ = …`, `__all__ += …`, `__all__.extend(…)`. */
function isExportList(node: SyntaxNode): boolean {
  if (node.type === 'assignment' || node.type === 'augmented_assignment') return node.child('left')?.text === '__all__';
  return node.type === 'call' && /^__all__\.(?:extend|append)$/.test(node.child('function')?.text.slice(0, 40) ?? '');
}

/** Classes that test classes of the same file build on: their tests run there. */
function basesOfTests(root: SyntaxNode): ReadonlySet<string> {
  const bases = new Set<string>();
  for (const node of root.descendants('class_definition')) {
    const given = node.child('superclasses');
    const said = `${node.child('name')?.text ?? ''} ${given?.text.slice(0, 500) ?? ''}`;
    if (given && /test/i.test(said)) for (const { type, text } of given.namedChildren) if (type === 'identifier') bases.add(text);
  }
  return bases;
}

/** The blocks that a compound statement runs in the place where it stands. */
function innerBlocks(statement: SyntaxNode): SyntaxNode[] {
  const blocks: SyntaxNode[] = [];
  const open = [statement];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const child of at.namedChildren) {
      if (child.type === 'block' && at.type !== 'match_statement') blocks.push(child);
      else if (child.type === 'block' || clauses.has(child.type)) open.push(child);
    }
  }
  return blocks;
}

export function readDefinitions(file: PythonFile): Definitions {
  const { root, tokens } = file;
  const cases: FoundCase[] = [];
  const declarations: (Declaration & { readonly at: number })[] = [];
  const stretches: Stretch[] = [];
  const exported = exportedNames(root);
  const builtOn = basesOfTests(root);
  const tables = new Map<string, string>();

  /** A table that a module variable holds is part of the test that goes through it. */
  const tableDigest = (name: string): string => {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const value = file.values.get(name);
    const digest = value && !isStubValue(value) ? digestOf(tokens.wordsOf(stretchOf(value))) : '';
    tables.set(name, digest);
    return digest;
  };
  const tablesIn = (node: SyntaxNode): string[] =>
    [node, ...node.descendants('identifier')].flatMap((one) =>
      file.values.has(one.text) && one.parent!.type !== 'attribute' ? [tableDigest(one.text)] : [],
    );

  const add = (name: string, node: SyntaxNode, declaration: Omit<Declaration, 'name' | 'line'>): void => {
    declarations.push({ name: shownText(name), line: file.lineOf(node), ...declaration, at: node.index });
  };

  const addCase = (node: SyntaxNode, name: string, place: Place): void => {
    const decorators = decoratorsOf(node);
    const loops = [...node.descendants('for_statement')].flatMap((loop) => (loop.child('right') ? [loop.child('right')!] : []));
    const words = [
      ...place.around,
      ...decorators.flatMap((decorator) => tokens.wordsOf(stretchOf(decorator))),
      ...[...decorators, ...loops].flatMap(tablesIn),
      ...[node.child('parameters'), node.child('body')].flatMap((part) => (part ? tokens.wordsOf(stretchOf(part)) : [])),
    ];
    const title = place.title === '' ? name : `${place.title} > ${name}`;
    cases.push({ node, name: shownText(title), mark: bothMarks(place.mark, marksOf(file, node)), body: digestOf(words) });
  };

  const isPublicHere = (name: string, place: Place): boolean => {
    if (!place.isPublic) return false;
    return exported && !place.isInClass ? exported.has(name) : !isPrivate(name);
  };

  const addFunction = (node: SyntaxNode, place: Place): void => {
    const name = node.child('name')?.text ?? '';
    const decorators = decoratorsOf(node);
    const isFixture = decorators.some(({ text }) =>
      /^@\s*(?:pytest\.|pytest_asyncio\.)?(?:fixture|yield_fixture|nottest)\b|^@\s*property\b/.test(text.slice(0, 80)),
    );
    const isTest = place.isInClass ? place.holdsTests && /^(?:test|runTest$)/.test(name) : /^test(?:_|[A-Z0-9]|$)/.test(name);
    const outer = decorators.length > 0 ? node.parent! : node;
    stretches.push(stretchOf(outer));
    if (isTest && !isFixture) {
      addCase(node, name, place);
      return;
    }
    const parameters = node.child('parameters');
    const types = parameters ? [...parameters.descendants('type')].map(stretchOf) : [];
    const isAsync = node.children[0]?.type === 'async';
    const named = parameters ? tokens.wordsOf(stretchOf(parameters), types).filter((word) => word !== ':') : [];
    const body = node.child('body');
    add(place.owner + name, node, {
      isPublic: isPublicHere(name, place),
      isStub: isStubFunction(node),
      signature: digestOf([...(isAsync ? ['async'] : []), name, ...named]),
      body: digestOf([
        ...decorators.flatMap((decorator) => tokens.wordsOf(stretchOf(decorator))),
        ...(body ? tokens.wordsOf(stretchOf(body)) : []),
      ]),
    });
  };

  const addClass = (node: SyntaxNode, place: Place): Place => {
    const name = node.child('name')?.text ?? '';
    const body = node.child('body');
    const bases = node.child('superclasses');
    const methods = [...(body?.namedChildren ?? [])].filter(({ type }) => /^(?:decorated|function|class)_definition$/.test(type));
    const decorators = decoratorsOf(node);
    const ownWords = decorators.flatMap((decorator) => tokens.wordsOf(stretchOf(decorator)));
    stretches.push(stretchOf(decorators.length > 0 ? node.parent! : node));
    add(place.owner + name, node, {
      isPublic: isPublicHere(name, place),
      isStub: isStubClass(node),
      signature: digestOf([name, ...(bases ? tokens.wordsOf(stretchOf(bases)) : [])]),
      body: digestOf([...ownWords, ...(body ? tokens.wordsOf(stretchOf(body), methods.map(stretchOf)) : [])]),
    });
    const statements = body?.namedChildren ?? [];
    return {
      block: body ?? node,
      owner: shownText(`${place.owner}${name}.`),
      title: shownText(place.title === '' ? name : `${place.title} > ${name}`),
      isPublic: isPublicHere(name, place),
      isInClass: true,
      holdsTests: place.holdsTests || /test|mixin/i.test(name) || /test/i.test(bases?.text.slice(0, 500) ?? '') || builtOn.has(name),
      mark: [marksOf(file, node), markOfStatements(file, statements)].reduce(bothMarks, place.mark),
      around: decorators.length === 0 ? place.around : [digestOf([...place.around, ...ownWords, ...decorators.flatMap(tablesIn)])],
    };
  };

  const addAssignment = (node: SyntaxNode, statement: SyntaxNode, place: Place): void => {
    const given = node.child('left');
    const left = given?.type === 'type' ? (given.namedChildren[0] ?? null) : given;
    const targets = left?.type === 'identifier' ? [left] : left?.type === 'pattern_list' ? left.namedChildren : [];
    const names = targets.filter(({ type }) => type === 'identifier');
    if (names.length === 0) return;
    stretches.push(stretchOf(statement));
    const right = node.child('right') ?? node.child('type');
    for (const one of names.slice(0, 20)) {
      add(one.text, one, {
        isPublic: isPublicHere(one.text, place),
        isStub: statement.type === 'type_alias_statement' || isStubValue(right),
        signature: digestOf([one.text]),
        body: right ? digestOf(tokens.wordsOf(stretchOf(right))) : '',
      });
    }
  };

  const first: Place = {
    block: root,
    owner: '',
    title: '',
    isPublic: true,
    isInClass: false,
    holdsTests: false,
    mark: markOfStatements(file, root.namedChildren),
    around: [],
  };
  const open = [first];
  for (let place = open.pop(); place; place = open.pop()) {
    for (const statement of place.block.namedChildren) {
      const definition = statement.type === 'decorated_definition' ? statement.child('definition') : statement;
      if (definition?.type === 'function_definition') addFunction(definition, place);
      else if (definition?.type === 'class_definition') open.push(addClass(definition, place));
      else if (clauses.has(statement.type)) for (const block of innerBlocks(statement)) open.push({ ...place, block });
      else if (!place.isInClass && statement.type === 'type_alias_statement') addAssignment(statement, statement, place);
      else if (!place.isInClass && statement.type === 'expression_statement' && !isDocstring(statement)) {
        const made = statement.namedChildren[0]!;
        if (isExportList(made)) stretches.push(stretchOf(statement));
        else if (made.type === 'assignment') addAssignment(made, statement, place);
      }
    }
  }
  return {
    cases: cases.sort((a, b) => a.node.index - b.node.index),
    declarations: declarations.sort((a, b) => a.at - b.at).map(({ at: _, ...declaration }) => declaration),
    stretches,
  };
}

/** Whether a function stands for a test that has still to be written. */
export function isEmptyBody(node: SyntaxNode): boolean {
  const statements = node.child('body')?.namedChildren.filter((child) => child.type !== 'comment' && !isDocstring(child)) ?? [];
  const first = statements[0];
  if (!first) return true;
  if (first.type === 'return_statement') return first.namedChildren.length === 0;
  return statements.every(
    ({ type, namedChildren }) => type === 'pass_statement' || (type === 'expression_statement' && namedChildren[0]?.type === 'ellipsis'),
  );
}
