/**
 * Cases that the tree of a shell script does not hold whole because something in it, or in them, is no shell to the grammar: each is
 * read on its own, or by its lines where that fails too. A case that was lost would look like one that somebody took away.
 */
import type { Assertion, TestCase } from '../../model/outline.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { SourceText } from '../sourceText.ts';
import { type BashSurroundings, isChained, outlineBash } from './bash.ts';
import type { CaseSpan, ShellTest } from './bashTestText.ts';
import { strengthOfCall } from './bashVocabulary.ts';
import { firstPlace } from './firstPlace.ts';
import { digestOf, type OutlineParts, shownText } from './parts.ts';

/** A script of more broken cases is read by its lines. */
const MOST_PARSED = 500;

/** Where functions start, and end, that the grammar took whole. */
function wholeFunctions(root: SyntaxNode): ReadonlyMap<number, number> {
  const whole = new Map<number, number>();
  for (const node of root.namedChildren) if (node.type === 'function_definition' && isWhole(node)) whole.set(node.start, node.end);
  return whole;
}

function isWhole(node: SyntaxNode): boolean {
  const { tree } = node;
  for (let at = node.index, end = tree.next[at]!; at < end; at++) {
    const inner = new SyntaxNode(tree, at);
    if (inner.isError || inner.isMissing) return false;
  }
  return true;
}

/** What the grammar did not take inside of a case is left out of it; where its end is not found, all of it is in doubt. */
function isOneFunction({ namedChildren: [first, ...others] }: SyntaxNode): boolean {
  return first?.type === 'function_definition' && (others.length === 0 || isWhole(first));
}

function assertionsByLines(body: string, line: number, helpers: ReadonlySet<string>): Assertion[] {
  return body.split('\n').flatMap((written, at): Assertion[] => {
    const text = written.trim().replace(/\s*(?:&&|\\|;)$/, '');
    const isNegated = text.startsWith('! ');
    const [name = '', ...words] = text
      .slice(isNegated ? 2 : 0)
      .trim()
      .slice(0, 1200)
      .split(/\s+/);
    const isTest = name === 'test' || name === '[' || name === '[[';
    const strength = isTest
      ? words.some((word) => /^(?:==?|-eq)$/.test(word))
        ? 'exact'
        : 'truthy'
      : strengthOfCall(name, words, helpers.has(name));
    if (strength === null) return [];
    return [
      {
        text: shownText(text),
        subject: '',
        strength: isNegated && strength === 'exact' ? 'partial' : strength,
        isGuarded: false,
        line: line + at,
      },
    ];
  });
}

/** An outline with all the cases that the text of its script opens; `parse` gives null where it takes too long. */
export function withLostCases(
  outline: OutlineParts,
  tree: FlatTree,
  { cases: spans }: ShellTest,
  source: SourceText,
  parse: (text: string) => FlatTree | null,
): OutlineParts {
  const root = new SyntaxNode(tree, 0);
  const whole = wholeFunctions(root);
  // A here-document whose end is not found takes the next cases with it.
  const broken = spans.filter(({ start }, at) => (whole.get(start) ?? Number.MAX_VALUE) > (spans[at + 1]?.start ?? source.text.length));
  if (broken.length === 0) return outline;
  const around: BashSurroundings = {
    functions: new Set(outline.declarations.map(({ name }) => name)),
    isChained: isChained(source.text),
  };
  const reads: number[] = [];

  function read({ start, named, end }: CaseSpan, number: number): TestCase[] {
    const line = source.lineAt(start);
    const outlined = (text: string): OutlineParts | null => {
      const parsed = parse(text);
      return parsed && isOneFunction(new SyntaxNode(parsed, 0)) ? outlineBash(parsed, new SourceText(source.path, text), around) : null;
    };
    const own = number < MOST_PARSED ? outlined(source.text.slice(start, end)) : null;
    if (own?.cases.length === 1) {
      for (const at of own.sourceReads) reads.push(line + at - 1);
      return own.cases.map((one) => ({
        ...one,
        line,
        assertions: one.assertions.map((assertion) => ({ ...assertion, line: line + assertion.line - 1 })),
      }));
    }
    const [empty] = outlined(`${source.text.slice(start, named)} }`)?.cases ?? [];
    if (!empty) return [];
    const body = source.text.slice(named, end);
    const words = body.split(/\s+/).filter((word) => word !== '');
    return [{ ...empty, line, assertions: assertionsByLines(body, line, around.functions), body: digestOf(words), isEmpty: false }];
  }

  const found = broken.flatMap(read);
  const isInBroken = isInside(broken.map(({ start, end }) => [source.lineAt(start), source.lineAt(end)]));
  return {
    ...outline,
    cases: [...outline.cases.filter(({ line }) => !isInBroken(line)), ...found].sort((one, other) => one.line - other.line),
    loose: outline.loose.filter(({ line }) => !isInBroken(line)),
    sourceReads: [...new Set([...outline.sourceReads, ...reads])].sort((one, other) => one - other),
  };
}

/** Whether a line is in one of these stretches, which are in order. */
function isInside(stretches: readonly (readonly [from: number, to: number])[]): (line: number) => boolean {
  return (line) => {
    const next = stretches[firstPlace(stretches, ([, to]) => to < line)];
    return next !== undefined && next[0] <= line;
  };
}
