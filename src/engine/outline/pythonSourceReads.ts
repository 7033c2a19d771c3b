/** Lines of Python that look into the text of a program instead of running it: its source is read, and what was read is asserted about. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { callArguments, dottedName, lastName, type PythonFile, resolvedName } from './pythonFile.ts';
import { pathEnd } from './pythonUses.ts';

const program = /\.(?:py|pyi|sh|bash|ps1|psm1|js|mjs|cjs|jsx|ts|tsx|rb|go|rs|java|kt|cs|php|pl|c|cc|cpp|h|hpp)$/;
/** What a test makes or brings along is no program of the repository. */
const material =
  /(?:^|[/_.])(?:fixtures?|test_?data|data|samples?|examples?|snapshots?|golden|expected|resources|assets|templates?|out|output|outputs|build|dist|tmp|temp|generated|files?|tests?|migrations)(?:[/_.]|$)/i;
const temporary = /tmp|temp|out|dest|target|work|dir_?path|fixture|data|sandbox|work/i;
const rooted = /__file__|root|repo|project|base_?dir|here|src|source|package|pkg|top|parent|script/i;

/** Methods that leave a text one that is looked into. */
const keeping =
  /^(?:read|read_text|readlines|splitlines|split|strip|lower|upper|replace|decode|join|partition|findall|search|match|finditer|sub|count|index|find|group|list|str|startswith|endswith|len|dedent|any|all|bool|set|sorted|compile)$/;

/** Longer ways from a place to the statement it stands in are not gone. */
const longestWay = 60;

function isProgramPath(file: PythonFile, node: SyntaxNode | null): boolean {
  if (!node) return false;
  const value = node.type === 'identifier' ? (file.values.get(node.text) ?? null) : node;
  const end = value && pathEnd(value);
  if (!end || !program.test(end.path) || material.test(end.path)) return false;
  if (end.base === null) return end.path.includes('/') && !end.path.startsWith('/');
  const base = end.base.text.slice(0, 200);
  const known = end.base.type === 'identifier' ? (file.values.get(base)?.text.slice(0, 200) ?? '') : '';
  return rooted.test(`${base} ${known}`) && !temporary.test(base);
}

/** A call that gives the text of a program: `Path('src/a.py').read_text()`, `open('src/a.py')`, `inspect.getsource(a)`. */
function readsProgram(file: PythonFile, call: SyntaxNode): boolean {
  const callee = call.child('function');
  const name = lastName(callee);
  const { positional } = callArguments(call);
  if (name === 'getsource' || name === 'getsourcelines')
    return (
      resolvedName(file, callee)?.startsWith('inspect.') === true &&
      file.aliases.has((dottedName(positional[0] ?? null) ?? '').split('.', 1)[0]!)
    );
  if (name === 'read_text' || name === 'read_bytes') return isProgramPath(file, callee?.child('object') ?? null);
  if (name === 'open' && callee?.type === 'identifier') {
    const mode = positional[1]?.text ?? '';
    return !/[wax+]/.test(mode) && isProgramPath(file, positional[0] ?? null);
  }
  if (name === 'open') return !/[wax+]/.test(positional[0]?.text ?? '') && isProgramPath(file, callee?.child('object') ?? null);
  return false;
}

/** Runs `grep` over a program. */
function grepsProgram(file: PythonFile, call: SyntaxNode): boolean {
  if (!/^subprocess\./.test(resolvedName(file, call.child('function')) ?? '')) return false;
  const words = call.child('arguments')?.namedChildren[0];
  if (words?.type !== 'list' || !/^["'](?:e|f)?grep["']$/.test(words.namedChildren[0]?.text ?? '')) return false;
  return words.namedChildren.slice(1).some((word) => isProgramPath(file, word));
}

/** Where a text goes that stands here: into an assertion, into a name, or away. */
function goesTo(node: SyntaxNode, asserting: ReadonlySet<number>): { readonly asserted: boolean; readonly names: readonly SyntaxNode[] } {
  let at = node;
  for (let steps = 0; steps < longestWay; steps++) {
    const parent = at.parent;
    if (!parent) break;
    if (asserting.has(parent.index)) return { asserted: true, names: [] };
    if (parent.type === 'assignment' && at.field === 'right') return { asserted: false, names: [parent.child('left')!] };
    if (parent.type === 'as_pattern') {
      const target = parent.namedChildren.find(({ type }) => type === 'as_pattern_target');
      return { asserted: false, names: target ? [target] : [] };
    }
    if (parent.type === 'for_statement' || parent.type === 'for_in_clause') {
      if (parent.type === 'for_statement') return { asserted: false, names: at.field === 'right' ? [parent.child('left')!] : [] };
    } else if (parent.type === 'argument_list') {
      const call = parent.parent!;
      if (asserting.has(call.index)) return { asserted: true, names: [] };
      if (!keeping.test(lastName(call.child('function')))) break;
    } else if (parent.type === 'call' && at.field === 'function' && !keeping.test(lastName(at))) break;
    else if (/_statement$/.test(parent.type) || parent.type === 'block') break;
    at = parent;
  }
  return { asserted: false, names: [] };
}

/** Where a name is known: the function around it, or the module. */
function scopeOf(node: SyntaxNode): number {
  return node.ancestor('function_definition', 'lambda')?.index ?? 0;
}

export function readSourceReads(file: PythonFile, assertions: readonly SyntaxNode[]): number[] {
  const calls = [...file.root.descendants('call')];
  const starts = calls.filter((call) => readsProgram(file, call));
  const lines = new Set(calls.filter((call) => grepsProgram(file, call)).map(file.lineOf));
  if (starts.length === 0) return [...lines];
  const asserting = new Set(assertions.map(({ index }) => index));
  /** By scope and name: the line where it was read. */
  const held = new Map<string, number>();
  const take = (node: SyntaxNode, line: number): void => {
    const { asserted, names } = goesTo(node, asserting);
    if (asserted) lines.add(line);
    for (const name of names) held.set(`${scopeOf(node)} ${name.text.slice(0, 100)}`, line);
  };
  for (const call of starts) take(call, file.lineOf(call));
  // In reading order, so that a name is followed to the next one it is given to.
  for (const node of held.size === 0 ? [] : file.root.descendants('identifier')) {
    if (node.field === 'attribute' || node.field === 'left') continue;
    const line = held.get(`${scopeOf(node)} ${node.text}`) ?? held.get(`0 ${node.text}`);
    if (line !== undefined) take(node, line);
  }
  return [...lines].sort((a, b) => a - b);
}
