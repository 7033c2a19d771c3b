/**
 * Tests of JavaScript that look into the text of a program instead of running it. Tests of linters, compilers and generators read programs
 * for a living, so only a path of the repository that is written out, outside of what is made or laid ready for a test, counts, and only
 * where its text is searched by an assertion.
 */
import type { Assertion } from '../../model/outline.ts';
import { argumentsOf, calleeOf } from '../lower/javascript/syntax.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { PROGRAM, pathOf } from './javascriptImports.ts';

const readers = /(?:^|\.)(?:readFileSync|readFile|readTextFileSync|readTextFile|read_text|file)$/;

const laidReady =
  /(?:^|[/_.-])(?:fixtures?|__\w+__|snapshots?|dist|build|built|out|output|outputs|tmp|temp|generated|gen|examples?|testdata|data|samples?|expected|actual|expectations?|coverage|node_modules|mocks?|stubs?|cases?|inputs?|templates?|vendor|bundles?|sandbox|workspace|tests?|specs?|min)(?:[/_.-]|$)/i;

/** Ways to search a text, and not to compare it whole. */
const searches =
  /\.(?:not\.)?(?:toMatch|toContain|match|matches|doesNotMatch|notMatch|include|includes|contain|contains|indexOf|search|test|startsWith|like|regex)\(|\/[a-z]*\.(?:test|exec)\(/;

const mostNames = 200;

export function readSourceReads(
  tree: FlatTree,
  source: SourceText,
  paths: ReadonlyMap<string, string>,
  assertions: readonly Assertion[],
): number[] {
  const searching = assertions.filter(({ text }) => searches.test(text));
  if (searching.length === 0 || !/read(?:Text)?File|Bun\.file|\?raw/.test(source.text)) return [];
  /** Names of texts, with where they are read. */
  const held = new Map<string, number>();
  const lines = new Set<number>();
  const spots = new Map<number, number>();
  for (const call of new SyntaxNode(tree, 0).descendants('call_expression', 'import_statement')) {
    const line = source.lineAt(call.start);
    if (call.type === 'import_statement') {
      const raw = /^import\s+(\w+)\s+from\s+['"]([^'"?]+)\?raw['"]/.exec(call.text.slice(0, 300));
      if (raw && isProgram(raw[2]!)) held.set(raw[1]!, line);
      continue;
    }
    const callee = calleeOf(call);
    const [file] = argumentsOf(call);
    if (!callee || !file || !readers.test(callee.text.slice(0, 80))) continue;
    const path = pathOf(file, paths);
    if (path === null || !isProgram(path)) continue;
    spots.set(line, line);
    const name = holderOf(call);
    if (name !== null && held.size < mostNames) held.set(name, line);
  }
  if (spots.size + held.size === 0) return [];
  const named = new Map([...held].map(([name, line]) => [name, line] as const));
  for (const { text, line } of searching) {
    if (spots.has(line) && /read(?:Text)?File|Bun\.file/.test(text)) lines.add(line);
    for (const word of text.match(/[A-Za-z_$][\w$]*/g) ?? []) {
      const read = named.get(word);
      if (read !== undefined) lines.add(read);
    }
  }
  return [...lines].sort((a, b) => a - b);
}

function isProgram(path: string): boolean {
  return PROGRAM.test(path) && !laidReady.test(path.replace(/^(?:\.{1,2}\/)+/, '').replace(/\.[^./]+$/, ''));
}

/** The name that is given to what a call reads. */
function holderOf(call: SyntaxNode): string | null {
  let at = call.parent;
  for (let step = 0; at && step < 6; step++, at = at.parent) {
    if (at.type === 'variable_declarator') {
      const name = at.child('name');
      return name?.type === 'identifier' ? name.text : null;
    }
    if (at.type === 'assignment_expression') {
      const left = at.child('left');
      return left?.type === 'identifier' ? left.text : null;
    }
    if (!['await_expression', 'parenthesized_expression', 'member_expression', 'call_expression', 'as_expression'].includes(at.type))
      return null;
  }
  return null;
}
