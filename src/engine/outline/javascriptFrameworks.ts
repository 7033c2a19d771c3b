/** What a file takes from test frameworks and assertion libraries, and under which names. */
import type { CaseState } from '../../model/outline.ts';
import { roleByPath } from '../files/role.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { BoundImport } from './javascriptImports.ts';

const groups = new Set([
  'describe',
  'context',
  'suite',
  'fdescribe',
  'xdescribe',
  'xcontext',
  'fcontext',
  'xsuite',
  'experiment',
  'ddescribe',
  'module',
  'group',
]);
const tests = new Set(['it', 'test', 'specify', 'fit', 'xit', 'xtest', 'xspecify', 'ftest', 'fspecify', 'iit']);
const skipped = new Set(['xdescribe', 'xcontext', 'xsuite', 'xit', 'xtest', 'xspecify']);
const focused = new Set(['fdescribe', 'fcontext', 'fit', 'ftest', 'fspecify', 'iit', 'ddescribe']);

/** Packages whose default export makes test cases. */
const makers =
  /^(?:(?:node:)?test|tape|tap|ava|blue-tape|supertape|tape-catch|tape-promise|zora|brittle|baretest|tapzero|@substrate-system\/tapzero|uvu|test-runner|pta)$/;

const libraries =
  /^(?:(?:node:)?assert(?:\/strict)?|power-assert|better-assert|chai|should|uvu\/assert|proclaim|unexpected|insist|must|invariant|expect\.js|@hapi\/code|code|assert-plus|@std\/assert(?:\/.*)?|jsr:@std\/assert.*|https:\/\/deno\.land\/std[^'"]*|referee|@sinonjs\/referee|expect|expect-type|earl(?:js)?)$/;

/** Where `t.skip(…)` leaves out one assertion, not the case. */
const tapLike = /^(?:tape|tap|blue-tape|supertape|tape-catch|zora)$/;

export interface Frameworks {
  /** What a call of this name makes. */
  readonly kindOf: (name: string) => 'case' | 'group' | null;
  readonly stateOf: (name: string) => CaseState;
  /** Methods that make cases on an object of a framework or of a case. */
  readonly madeBy: (method: string) => 'case' | 'group' | null;
  readonly isFramework: (name: string) => boolean;
  /** A title alone makes a pending case of it. */
  readonly isImplied: (name: string) => boolean;
  readonly skipsAssertions: boolean;
  readonly libraries: ReadonlySet<string>;
  readonly taken: ReadonlyMap<string, string>;
  readonly isTest: boolean;
  readonly isPlainTest: boolean;
  /** Names of functions that the file declares. */
  readonly functions: ReadonlySet<string>;
}

export function readFrameworks(tree: FlatTree, path: string, bound: readonly BoundImport[]): Frameworks {
  const names = new Map<string, 'case' | 'group'>();
  const own = new Set<string>();
  const asserters = new Set<string>();
  const taken = new Map<string, string>();
  let skipsAssertions = false;
  for (const { from, name, local } of bound) {
    skipsAssertions ||= tapLike.test(from);
    const isWhole = name === '*' || name === 'default';
    if (makers.test(from)) {
      if (isWhole || name === 'test' || name === 'it') names.set(local, 'case');
      if (isWhole) own.add(local);
    }
    if (!isWhole && tests.has(name)) names.set(local, 'case');
    if (!isWhole && groups.has(name) && name !== 'module') names.set(local, 'group');
    if (libraries.test(from) && from !== 'expect') {
      if (isWhole || name === 'assert' || name === 'strict') asserters.add(local);
      else if (name !== 'AssertionError' && name !== 'use') taken.set(local, name);
    }
    if (name === 'expect' || ((from === 'expect' || from === 'expect.js') && isWhole) || (from === 'unexpected' && isWhole)) {
      asserters.delete(local);
      taken.set(local, 'expect');
    }
  }
  const functions = new Set<string>();
  readDeclared(tree, names, functions);
  const kindOf = (name: string): 'case' | 'group' | null =>
    names.get(name) ?? (tests.has(name) ? 'case' : groups.has(name) && name !== 'module' && name !== 'group' ? 'group' : null);
  const isTest = roleByPath(path) === 'test';
  const holdsCases = hasCases(tree, kindOf);
  return {
    kindOf,
    stateOf: (name) => (skipped.has(name) ? 'skipped' : focused.has(name) ? 'focused' : 'run'),
    madeBy: (method) => (tests.has(method) ? 'case' : groups.has(method) ? 'group' : null),
    isFramework: (name) => own.has(name) || name === 'QUnit' || name === 'Deno' || name === 'lab' || name === 'tap',
    isImplied: (name) => tests.has(name) && !functions.has(name),
    skipsAssertions,
    libraries: asserters,
    taken,
    isTest: isTest || holdsCases,
    isPlainTest: isTest && !holdsCases,
    functions,
  };
}

/** Names that a file gives to functions, and to what chooses among makers of cases: `const maybe = isCI ? test.skip : test`. */
function readDeclared(tree: FlatTree, names: Map<string, 'case' | 'group'>, functions: Set<string>): void {
  for (const node of new SyntaxNode(tree, 0).descendants('function_declaration', 'generator_function_declaration', 'variable_declarator')) {
    const name = node.child('name');
    if (name?.type !== 'identifier') continue;
    const value = node.child('value');
    if (node.type !== 'variable_declarator' || value?.type === 'arrow_function' || value?.type === 'function_expression')
      functions.add(name.text);
    else if (value?.type === 'ternary_expression' || value?.type === 'member_expression') {
      const chosen =
        /^[^?]*\?\s*(it|test|describe)(?:\.\w+)?\s*:\s*(?:it|test|describe)(?:\.\w+)?$|^(it|test|describe)\.(?:skip|only|serial|concurrent|extend)$/.exec(
          value.text.slice(0, 200),
        );
      const root = chosen?.[1] ?? chosen?.[2];
      if (root) names.set(name.text, root === 'describe' ? 'group' : 'case');
    }
  }
}

function hasCases(tree: FlatTree, kindOf: (name: string) => 'case' | 'group' | null): boolean {
  for (const call of new SyntaxNode(tree, 0).descendants('call_expression')) {
    const callee = call.child('function');
    const root = callee?.type === 'member_expression' ? callee.child('object') : callee;
    if (root?.type === 'identifier' && kindOf(root.text) !== null) return true;
  }
  return false;
}
