/** Names a JavaScript file uses that come from elsewhere. */
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { BoundImport } from './javascriptImports.ts';

const mostUses = 500;

const names = (text: string): string[] => text.trim().split(/\s+/);

/** Of the language, its hosts and the frameworks of tests; what stands for itself in every file tells nothing of this one. */
const everywhere = new Set([
  ...[Array, Object, Promise, Number, String, Symbol, Math, JSON, Date, Reflect, Buffer, Map, Set, RegExp].flatMap((one) =>
    Object.getOwnPropertyNames(one),
  ),
  ...[Array, Object, Promise, Number, String, Date, RegExp, Function, Error].flatMap((one) => Object.getOwnPropertyNames(one.prototype)),
  ...names(`Array Object Promise Number String Symbol Math JSON Date Reflect Buffer Map Set WeakMap WeakSet RegExp Function Error TypeError RangeError
    SyntaxError EvalError URIError AggregateError BigInt Boolean Proxy Intl Atomics ArrayBuffer SharedArrayBuffer DataView Uint8Array Int8Array
    Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigInt64Array BigUint64Array NaN Infinity
    parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape eval globalThis process
    console setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask structuredClone URL URLSearchParams
    TextEncoder TextDecoder AbortController AbortSignal Event EventTarget fetch Request Response Headers FormData Blob File performance
    crypto atob btoa WebAssembly gc require module exports __dirname __filename arguments window document global self undefined describe it test context suite specify expect
    assert should chai sinon jest vi cy t before after beforeEach afterEach beforeAll afterAll setup teardown xit xtest fit xdescribe
    fdescribe done QUnit Deno Bun tap env argv cwd exit stdout stderr stdin log warn error info join resolve dirname skip only todo each
    mock fn spyOn mockReturnValue mockResolvedValue mockRejectedValue mockImplementation mockClear mockReset mockRestore deepEqual equal
    strictEqual deepStrictEqual throws rejects ok end plan is not toBe toEqual toStrictEqual to be have deep eql a an and with prototype
    url href pathname import meta resolves rejects true false null exist exists being empty`),
]);

const matcher = /^to[A-Z]\w*$|^(?:not|deep|strict|un)?(?:Equal|equal|Match|match)\w*$/;

export function readUses(tree: FlatTree, bound: readonly BoundImport[]): string[] {
  const taken = new Map(bound.map(({ local, name }) => [local, name]));
  const root = new SyntaxNode(tree, 0);
  const own = new Set<string>();
  for (const node of root.descendants(
    'variable_declarator',
    'formal_parameters',
    'arrow_function',
    'function_declaration',
    'generator_function_declaration',
    'class_declaration',
    'catch_clause',
    'for_in_statement',
  )) {
    if (node.type === 'formal_parameters') {
      for (const parameter of node.namedChildren) own.add(firstName(parameter));
      continue;
    }
    const name = node.child('name') ?? node.child('parameter') ?? node.child('left');
    if (!name) continue;
    if (name.type === 'identifier' || name.type === 'type_identifier') own.add(name.text);
    else if (name.type.endsWith('_pattern'))
      for (const part of name.descendants('identifier', 'shorthand_property_identifier_pattern')) own.add(part.text);
  }
  const uses = new Set<string>();
  for (const node of root.descendants('identifier', 'property_identifier', 'shorthand_property_identifier')) {
    if (uses.size >= mostUses) break;
    const { text } = node;
    if (node.type === 'property_identifier') {
      if (node.field === 'property' && !everywhere.has(text) && !matcher.test(text)) uses.add(text);
      continue;
    }
    const name = taken.get(text);
    if (name !== undefined) {
      const used = name === '*' || name === 'default' ? text : name;
      if (!everywhere.has(used)) uses.add(used);
    } else if (!own.has(text) && !everywhere.has(text) && node.parent?.type !== 'namespace_import') uses.add(text);
  }
  return [...uses];
}

/** The name of a parameter; those of a pattern are few and found with it. */
function firstName(parameter: SyntaxNode): string {
  const pattern = parameter.child('pattern') ?? parameter.child('left') ?? parameter;
  return pattern.type === 'rest_pattern' ? (pattern.namedChildren[0]?.text ?? '') : pattern.text.slice(0, 100);
}
