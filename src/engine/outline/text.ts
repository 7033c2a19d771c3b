/** The outline of a program of which no grammar is at hand: by its lines, its brackets and what its language's tests are called. */
import type { Assertion, CaseState, TestCase } from '../../model/outline.ts';
import { digestOf, isVersion, type OutlineParts, shownText } from './parts.ts';
import { readAssertion } from './textAssertions.ts';
import { DEEPEST, type Span, type TextFile } from './textBlocks.ts';
import { type CaseSpan, leftAt, readCaseSpans } from './textCases.ts';
import { readDeclarations } from './textDeclarations.ts';
import { textLanguage } from './textLanguages.ts';
import { TextCode } from './textLexer.ts';
import { readDoubles, readImports, readSourceReads, readUses } from './textReferences.ts';

const MOST_ASSERTIONS = 20_000;

interface OpenCase {
  readonly span: CaseSpan;
  readonly name: string;
  readonly state: CaseState;
  /** How many cases it is, or stands, in. */
  readonly depth: number;
  readonly assertions: Assertion[];
  readonly leftAt: number;
  hasInner: boolean;
}

const stronger = (one: CaseState, own: CaseState): CaseState => (own === 'run' ? one : own);

function readText(file: TextFile, path: string): OutlineParts {
  const { code, language } = file;
  const spans = readCaseSpans(file);
  const open: OpenCase[] = [];
  const cases: OpenCase[] = [];
  const loose: Assertion[] = [];
  let next = 0;
  const advance = (at: number): void => {
    for (; next < spans.length && spans[next]!.start <= at; next++) {
      const span = spans[next]!;
      while (open.length > 0 && open.at(-1)!.span.end <= span.start) open.pop();
      const outer = open.at(-1);
      if (outer && span.kind === 'case') outer.hasInner = true;
      const depth = (outer?.depth ?? 0) + (span.kind === 'case' ? 1 : 0);
      const entry: OpenCase = {
        span,
        name: outer ? `${outer.name} > ${span.title}`.slice(0, 1000) : span.title,
        state: stronger(outer?.state ?? 'run', span.state),
        depth,
        assertions: [],
        leftAt: span.kind === 'case' ? leftAt(file, span) : span.end,
        hasInner: false,
      };
      open.push(entry);
      if (span.kind === 'case' && depth <= DEEPEST) cases.push(entry);
    }
    while (open.length > 0 && open.at(-1)!.span.end <= at) open.pop();
  };
  const declared = readDeclarations(file, spans);
  let count = 0;
  for (const match of code.plain.matchAll(language.assertion)) {
    if (count >= MOST_ASSERTIONS) break;
    advance(match.index);
    const around = open.findLast(({ span, depth }) => span.kind === 'case' && depth <= DEEPEST);
    const isDeclared =
      declared.starts.has(match.index) ||
      /(?:\bdef|\bfunc|\bfn|\bfun|\bfunction|\bsub|\bvoid|\bimport|\buse|#define)\s+(?:\([^()]{0,80}\)\s*)?$/.test(
        code.plain.slice(Math.max(0, match.index - 100), match.index),
      );
    const isMark = match[0].startsWith('#[');
    if (isDeclared || (around && match.index < around.span.from && language.ends === 'braces' && !isMark)) continue;
    count++;
    (around?.assertions ?? loose).push(
      readAssertion(file, match.index, match[0].trimEnd(), around?.span.from ?? 0, around?.leftAt ?? code.plain.length),
    );
  }
  advance(code.plain.length);
  const words = code.words(0, code.text.length);
  return {
    cases: cases.map((entry) => caseOf(file, entry)),
    loose,
    declarations: declared.list,
    rest: digestOf(restOf(file, [...spans, ...declared.spans])),
    imports: readImports(file),
    uses: readUses(file, declared.starts),
    doubles: readDoubles(file),
    sourceReads: readSourceReads(file, path),
    code: digestOf(words),
    frame: digestOf(words.map((word) => (isVersion(word) ? '' : word))),
  };
}

function caseOf({ code }: TextFile, { span, name, state, assertions, hasInner }: OpenCase): TestCase {
  const body = code.words(span.from, span.end).filter((word) => !/^(?:\}|\)|;|end|do)$/.test(word));
  return {
    name: shownText(name),
    line: code.lineAt(span.start),
    state,
    assertions,
    body: digestOf(body),
    isEmpty: body.length === 0 && !hasInner,
  };
}

function restOf({ code }: TextFile, spans: readonly Span[]): string[] {
  const rest: string[] = [];
  let at = 0;
  const take = (to: number): void => {
    if (to > at) for (const word of code.words(at, to)) rest.push(word);
  };
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    take(start);
    at = Math.max(at, end);
  }
  take(code.text.length);
  return rest;
}

/** What the lines of a program say of which no grammar is at hand; null of what is no program by its path. */
export function outlineText(path: string, text: string): OutlineParts | null {
  const language = textLanguage(path);
  return language ? readText({ code: new TextCode(text, language.lexis), language }, path) : null;
}
