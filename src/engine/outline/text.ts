/** The outline of a program of which no grammar is at hand: by its lines, its brackets and what its language's tests are called. */
import type { Assertion, CaseState, Declaration, Import, Strength, TestCase, TestDouble } from '../../model/outline.ts';
import { digestOf, type OutlineParts, shownText } from './parts.ts';
import { isCommonWord, strengthOfText, type TextLanguage, textLanguage } from './textLanguages.ts';
import { TextCode } from './textLexer.ts';

const MOST_NAMES = 2000;
const MOST_ASSERTIONS = 20_000;
/** How far behind its beginning a block opens. */
const HEADER = 400;
/** Lines above a case that may carry its marks. */
const MARKS = 400;
const MOST_AROUND = 40;
/** Of one case, how many are looked at. */
const MOST_RETURNS = 5;
/** Blocks in blocks that are told apart; each is digested with all that is in it. */
const DEEPEST = 12;

interface Span {
  readonly start: number;
  /** Where its body begins. */
  readonly from: number;
  readonly end: number;
}

interface CaseSpan extends Span {
  readonly kind: 'case' | 'group';
  readonly title: string;
  readonly state: CaseState;
}

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

class TextOutliner {
  private readonly code: TextCode;
  private readonly language: TextLanguage;

  constructor(text: string, language: TextLanguage) {
    this.code = new TextCode(text, language.lexis);
    this.language = language;
  }

  /** The block that something opens at an offset: to its closing bracket, or as its indent tells. */
  private spanOf(start: number, header: number): Span {
    const { plain, closing } = this.code;
    if (this.language.ends === 'indent') {
      const line = plain.indexOf('\n', header);
      const end = this.code.endByIndent(start);
      return { start, from: Math.min(end, line < 0 ? plain.length : line), end };
    }
    for (let at = header; at < Math.min(plain.length, header + HEADER); at++) {
      const character = plain[at];
      if (character === '{') return { start, from: at + 1, end: (closing.get(at) ?? plain.length - 1) + 1 };
      if (character === ';' || character === '}') return { start, from: at, end: at + 1 };
      if (character === '=' && /[\s)>]/.test(plain[at - 1] ?? '') && plain[at + 1] !== '=') {
        const line = plain.slice(at, at + HEADER).search(/;|\{|\n\s*\n/);
        if (line >= 0 && plain[at + line] === '{') continue;
        return { start, from: at + 1, end: line < 0 ? Math.min(plain.length, at + HEADER) : at + line };
      }
      if (character !== '(' && character !== '[') continue;
      const close = closing.get(at);
      if (close === undefined) break;
      // A block among the arguments of a call is the body: `test('x', () { … })`.
      const inner = plain.indexOf('{', at);
      const isCall = inner >= 0 && inner < close && /["'`]/.test(plain.slice(at + 1, at + 3).trim()[0] ?? '');
      if (isCall) return { start, from: inner + 1, end: close + 1 };
      at = close;
    }
    const line = plain.indexOf('\n', header);
    return { start, from: line < 0 ? plain.length : line, end: line < 0 ? plain.length : line };
  }

  private titleAt(offset: number): string {
    const { text } = this.code;
    const end = text.indexOf('\n', offset);
    const line = text.slice(offset, Math.min(end < 0 ? text.length : end, offset + 600));
    const quoted = /^[^"'`\n]{0,80}?(?:"((?:[^"\\]|\\.){0,300})"|'((?:[^'\\]|\\.){0,300})'|`([^`]{0,300})`)/.exec(line);
    return quoted ? (quoted[1] ?? quoted[2] ?? quoted[3] ?? '') : line.replace(/^[\s(]+|[\s({:]+(?:do)?\s*$/g, '');
  }

  private marksAbove(start: number, header: number): string {
    const before = this.code.plain.slice(Math.max(0, start - MARKS), start);
    const cut = Math.max(before.lastIndexOf('}'), before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('\n\n'));
    return before.slice(cut + 1) + this.code.plain.slice(start, header);
  }

  private caseSpans(): CaseSpan[] {
    const spans: CaseSpan[] = [];
    const { skipping, failing, skipCall } = this.language;
    const text = this.code.plain;
    for (const { pattern, kind, state } of this.language.cases) {
      for (const match of text.matchAll(pattern)) {
        const start = match.index + /^\s*/.exec(match[0])![0].length;
        const header = match.index + match[0].length;
        const span = this.spanOf(start, header);
        const marks = this.marksAbove(start, header);
        const body = text.slice(span.from, Math.min(span.end, span.from + 400));
        const firstLines = body.split('\n').slice(0, 4).join('\n');
        const isSkipped = skipping.test(marks) || (kind === 'case' && leavesAtOnce(firstLines, skipCall));
        spans.push({
          ...span,
          kind,
          title: match.groups?.name?.replace(/\s*,\s*/, '.').replaceAll('`', '') ?? this.titleAt(header),
          state: isSkipped ? 'skipped' : failing?.test(marks) ? 'expected-failure' : (state ?? 'run'),
        });
      }
    }
    return spans.sort((one, other) => one.start - other.start || other.end - one.end);
  }

  /** From an assertion to the end of its call and of what is chained to it. */
  private endOfAssertion(start: number, named: number): number {
    const { plain, closing } = this.code;
    let at = named;
    for (let links = 0; links < 12; links++) {
      const bracket = /^[ \t]{0,4}[([{]/.exec(plain.slice(at, at + 5));
      if (!bracket) break;
      const close = closing.get(at + bracket[0].length - 1);
      if (close === undefined) break;
      at = close + 1;
      const link = /^\s{0,40}(?:\.|->|::)\s{0,4}\w{1,80}(?:<[^<>\n]{0,40}>)?!?/.exec(plain.slice(at, at + 200));
      if (!link) break;
      at += link[0].length;
    }
    const line = plain.indexOf('\n', Math.max(at, start));
    const rest = line < 0 ? plain.length : line;
    // What stands behind a call on its line belongs to it where words chain: `expect(x).to eq 3`, `x shouldBe y`.
    return this.language.ends === 'indent' || at === named ? rest : at;
  }

  /** The condition that a brace belongs to, '' of others. */
  private conditionOf(brace: number): string {
    const { plain } = this.code;
    const line = plain.lastIndexOf('\n', brace - 1) + 1;
    if (/\btry\s*$/.test(plain.slice(Math.max(line, brace - 40), brace)) && this.isSwallowed(brace)) return 'try';
    return (
      /^[\s}]*((?:else\s+)?(?:if|switch|catch|case|unless|else)\b[^\n]*)$/.exec(plain.slice(Math.max(line, brace - 400), brace))?.[1] ?? ''
    );
  }

  /** Whether what fails in a `try` block is caught by one that goes on: what assertions throw is an error like any other. */
  private isSwallowed(brace: number): boolean {
    const { plain, closing } = this.code;
    const close = closing.get(brace);
    if (close === undefined) return false;
    const handler = /^\s{0,80}catch\s{0,8}(?:\((?<type>[^()]{0,120})\))?\s{0,80}\{/.exec(plain.slice(close + 1, close + 400));
    if (!handler) return false;
    const { type } = handler.groups!;
    if (type !== undefined && !/\b(?:Throwable|AssertionError|Error)\b|(?<!\w)Exception(?=\s+\$)/.test(type)) return false;
    const start = close + handler[0].length;
    const body = plain.slice(start, Math.min(closing.get(start) ?? start, start + 2000));
    return !/\b(?:throw|rethrow|fail\w*|assert\w*|Assert|expect\w*|exit|return false)\b/.test(body);
  }

  private braceAround(at: number, limit: number): number {
    const { code } = this;
    let brace = code.braceBefore(at);
    for (let tries = 0; brace >= limit && tries < MOST_AROUND; tries++) {
      if ((code.closing.get(brace) ?? code.plain.length) >= at) return brace;
      brace = code.around.get(brace) ?? -1;
    }
    return -1;
  }

  /** Where a case is left before its end, whatever is the case: `return` alone as a statement of its body. */
  private leftAt({ from, end }: Span): number {
    if (this.language.ends !== 'braces') return end;
    const leaving = /^[ \t]*return[ \t]*;?[ \t]*$/gm;
    leaving.lastIndex = from;
    for (let tries = 0; tries < MOST_RETURNS; tries++) {
      const found = leaving.exec(this.code.plain);
      if (!found || found.index >= end) return end;
      if (this.braceAround(found.index, from - 1) === from - 1) return found.index;
    }
    return end;
  }

  private assertion(start: number, name: string, limit: number, leftAt: number): Assertion {
    const { text } = this.code;
    const named = start + name.length;
    const end = Math.min(this.endOfAssertion(start, named), start + 1200);
    const kept = this.code.plain.slice(start, end).trimEnd().length;
    const written = text.slice(start, start + kept).replace(/[;{]\s*$/, '');
    const brace = this.language.ends === 'braces' ? this.braceAround(start, limit) : -1;
    const condition = brace >= 0 ? this.conditionOf(brace) : '';
    const line = this.code.lineAt(start);
    if (/^(?:t|tb|b|c|f|s|suite|tt)\.(?:Error|Fatal|Fail)/.test(name)) {
      const outer = brace >= 0 ? this.braceAround(brace, limit) : -1;
      const headStart = this.code.plain.lastIndexOf('\n', brace - 1) + 1;
      const head = condition === '' ? '' : text.slice(headStart, brace).trim();
      return {
        text: shownText(head === '' ? written : head),
        subject: shownText(subjectOf(head)),
        strength: strengthOfGuard(condition),
        isGuarded: start > leftAt || (outer >= 0 && this.conditionOf(outer) !== ''),
        line: head === '' ? line : this.code.lineAt(headStart),
      };
    }
    return {
      text: shownText(written),
      subject: shownText(firstOperand(written.slice(name.length))),
      strength: strengthOfText(name.trim(), written),
      isGuarded: start > leftAt || condition !== '',
      line,
    };
  }

  read(path: string): OutlineParts {
    const { code, language } = this;
    const spans = this.caseSpans();
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
          leftAt: span.kind === 'case' ? this.leftAt(span) : span.end,
          hasInner: false,
        };
        open.push(entry);
        if (span.kind === 'case' && depth <= DEEPEST) cases.push(entry);
      }
      while (open.length > 0 && open.at(-1)!.span.end <= at) open.pop();
    };
    const declared = this.declarations(spans);
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
        this.assertion(match.index, match[0].trimEnd(), around?.span.from ?? 0, around?.leftAt ?? code.plain.length),
      );
    }
    advance(code.plain.length);
    return {
      cases: cases.map((entry) => this.caseOf(entry)),
      loose,
      declarations: declared.list,
      rest: digestOf(this.restOf([...spans, ...declared.spans])),
      imports: this.imports(),
      uses: this.uses(declared.starts),
      doubles: this.doubles(),
      sourceReads: this.sourceReads(path),
      code: digestOf(code.words(0, code.text.length)),
    };
  }

  private caseOf({ span, name, state, assertions, hasInner }: OpenCase): TestCase {
    const body = this.code.words(span.from, span.end).filter((word) => !/^(?:\}|\)|;|end|do)$/.test(word));
    return {
      name: shownText(name),
      line: this.code.lineAt(span.start),
      state,
      assertions,
      body: digestOf(body),
      isEmpty: body.length === 0 && !hasInner,
    };
  }

  private declarations(spans: readonly CaseSpan[]): { list: Declaration[]; spans: Span[]; starts: ReadonlySet<number> } {
    const { code, language } = this;
    const list: Declaration[] = [];
    const declared: Span[] = [];
    const starts = new Set<number>();
    const inTests = spans.filter(
      ({ kind, title, start }) =>
        kind === 'case' || /#\[cfg\(test\)\]\s*$/.test(code.plain.slice(Math.max(0, start - 40), start)) || title === '',
    );
    let nextTest = 0;
    let testEnd = -1;
    const owners: { readonly name: string; readonly end: number; readonly isType: boolean }[] = [];
    for (const match of code.plain.matchAll(language.declaration)) {
      const name = match.groups!.name ?? match.groups!.named;
      if (name === undefined || /^(?:if|for|while|switch|return|catch|else|match|do)$/.test(name)) continue;
      const start = match.index + /^\s*/.exec(match[0])![0].length;
      for (; nextTest < inTests.length && inTests[nextTest]!.start <= match.index + match[0].length; nextTest++)
        testEnd = Math.max(testEnd, inTests[nextTest]!.end);
      if (start < testEnd) continue;
      while (owners.length > 0 && owners.at(-1)!.end <= start) owners.pop();
      const outer = owners.at(-1);
      const isType =
        /\b(?:class|interface|enum|record|object|trait|struct|module|defmodule|impl|extension|protocol|namespace|union|actor|package|type)\b/.test(
          match[0],
        );
      // What a function keeps inside is nobody else's.
      if ((outer && !outer.isType) || owners.length >= DEEPEST) continue;
      const header = match.index + match[0].length;
      const span = this.spanOf(start, header);
      const owner = match.groups!.owner ?? outer?.name;
      const full = owner === undefined ? name : `${owner}.${name}`;
      owners.push({ name: full, end: span.end, isType });
      starts.add(header - name.length);
      // A block that adds to a type declares no second one.
      if (/^impl\b/.test(match[0].trimStart())) continue;
      declared.push(span);
      const body = code.words(span.from, span.end);
      while (body.length > 0 && /^(?:\}|;|end)$/.test(body.at(-1)!)) body.pop();
      list.push({
        name: full,
        line: code.lineAt(start),
        isPublic: language.isPublic(match),
        isStub: isType ? body.length === 0 || (language.ends === 'braces' && isPlainType(body)) : isStubBody(body),
        signature: digestOf(code.words(start, span.from)),
        body: digestOf(body),
      });
      if (list.length >= MOST_NAMES) break;
    }
    return { list, spans: declared, starts };
  }

  private restOf(spans: readonly Span[]): string[] {
    const { code } = this;
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

  /** Names of files stand in strings, which are blank in the plain text. */
  private imports(): Import[] {
    const imports: Import[] = [];
    for (const match of this.code.text.matchAll(this.language.imports)) {
      const start = match.index + /^\s*/.exec(match[0])![0].length;
      if (imports.length >= MOST_NAMES) break;
      const isComment = this.code.plain[start] !== this.code.text[start];
      if (!isComment) imports.push({ from: match.groups!.from!.replace(/::$/, ''), names: ['*'], line: this.code.lineAt(start) });
    }
    return imports;
  }

  private uses(declared: ReadonlySet<number>): string[] {
    const uses = new Set<string>();
    for (const match of this.code.plain.matchAll(/\b[A-Za-z_]\w{0,80}[?!]?(?=\s?[(!<]|::)|(?<=[.>:])[A-Za-z_]\w{0,80}|\b[A-Z]\w{0,80}/g)) {
      if (uses.size >= MOST_NAMES) break;
      if (declared.has(match.index)) continue;
      if (!isCommonWord(match[0]) && !/^(?:[Aa]ssert|EXPECT_|ASSERT_|test|Test)/.test(match[0])) uses.add(match[0]);
    }
    return [...uses];
  }

  private doubles(): TestDouble[] {
    const doubles: TestDouble[] = [];
    const replaced =
      /\b(?:mock|spy|mockk|spyk|mockStatic|createMock|createStub|getMockBuilder|prophesize|Mock|instance_double|class_double)\s?[(<]\s?["']?(?<target>[A-Z][\w.:\\]{0,120})|\ballow\((?<owner>[A-Z][\w:]{0,80})\)\.to receive\(:(?<method>\w{1,80})/g;
    for (const match of this.code.text.matchAll(replaced)) {
      const { target, owner, method } = match.groups!;
      const name = (target ?? `${owner}.${method}`).replace(/(?:\.|::)class$/, '');
      if (doubles.length < MOST_NAMES && this.code.plain[match.index] === this.code.text[match.index])
        doubles.push({ target: name, line: this.code.lineAt(match.index) });
    }
    return doubles;
  }

  private sourceReads(path: string): number[] {
    if (!/test|spec|(?:^|\/)t\//i.test(path)) return [];
    const reads = new Set<number>();
    const reading =
      /\b(?:ReadFile|File\.read|readFile|read_to_string|file_get_contents|include_str!|slurp|readAllText|ReadAllText|readString)\s{0,4}\(\s{0,4}["'](?![^"'\n]{0,200}(?:fixture|testdata|tmp|golden))[^"'\n]{1,200}\.(?:go|rs|rb|php|java|kt|cs|swift|py|js|ts|sh|c|cpp|pl|lua)["']/g;
    for (const match of this.code.text.matchAll(reading)) reads.add(this.code.lineAt(match.index));
    return [...reads];
  }
}

/** What a condition in Go says of a test that fails where it holds. */
function strengthOfGuard(condition: string): Strength {
  if (condition === '') return 'truthy';
  if (/\b(?:DeepEqual|Equal|Diff|Compare)\s?\(/.test(condition))
    return /^[^!]*\bif\s+[\w.]{0,40}Equal/.test(condition) ? 'partial' : 'exact';
  if (/!=\s*nil\b|==\s*nil\b/.test(condition) && !/\|\|/.test(condition)) return 'truthy';
  if (condition.includes('!=')) return 'exact';
  return /==|[<>]|Contains|Match|Prefix|Suffix|errors\./.test(condition) ? 'partial' : 'truthy';
}

function subjectOf(head: string): string {
  const condition = head.slice(head.lastIndexOf(';') + 1).replace(/^[\s}]*(?:else\s+)?if\s+/, '');
  return condition.split(/\s*(?:!=|==|[<>]=?|&&|\|\|)\s*/, 1)[0]!.trim();
}

/** The first operand that is no test handle, as far as commas outside of brackets tell. */
function firstOperand(written: string): string {
  const inner = /^\s{0,4}!?\s{0,4}[([{]([\s\S]*)/.exec(written)?.[1] ?? written;
  const operands: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = '';
  for (let at = 0; at <= inner.length && operands.length < 3; at++) {
    const character = inner[at] ?? ')';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (depth > 0 && ')]}'.includes(character)) depth--;
    else if (depth === 0 && ',)]}'.includes(character)) {
      operands.push(inner.slice(from, at).trim());
      from = at + 1;
      if (character !== ',') break;
    }
  }
  const own = operands.filter((operand) => !/^(?:t|c|b|tb|)$/.test(operand));
  return own.find((operand) => /[A-Za-z_$@]\w*\s*[(.[]|^[a-z_$@]\w*$/.test(operand) && !/^["']/.test(operand)) ?? own[0] ?? '';
}

const UNDONE =
  /\b(?:todo|unimplemented)!|\b(?:NotImplemented(?:Error|Exception)?|UnsupportedOperationException)\b|not (?:yet )?implemented|\bTODO\s?\(|\bunimplemented\b/i;
const CONSTANT =
  /^(?:return|Ok|Err|Some|None|nil|null|undef|false|true|0|-|1|""|''|\(|\)|\{|\}|\[|\]|,|;|\d{1,4}|Default|::|default|"[^"]{0,20}"|do|:|=|>)$/i;

const LONGEST_STUB = 800;
/** What keeps a compiler quiet of parameters that are not used yet: `(void)r;`, `_ = r`, `let _ = r;`. */
const UNUSED = /^(?:\( void \)|(?:let |var )?_ =) \w+(?: ;)? ?/;
/** An empty list, map, text or value of a type, made anew. */
const EMPTY =
  /^(?:return )?(?:(?:new|&) ?)?[A-Za-z_][\w.]*(?: (?:::|\.) \w+){0,4}(?: ?<[\w\s,.<>?]{0,80}>)? ?(?:\( ?\)|\{ ?\}|\[ ?\])(?: ?\{ ?\})?(?: ;)?$/;
const MAKER =
  /\b(?:empty\w*|[Dd]efault|\w*(?:List|Map|Set|Array|Vec|Dictionary|String)|Collections|Optional|Enumerable|(?:list|map|set|array)Of)\b|^(?:return )?&? ?[A-Z][\w.]*(?: ?<[^>]*>)? ?\{/;

/** Nothing, one constant answer, or the word that there is none. */
function isStubBody(body: readonly string[]): boolean {
  if (body.length > 40) return false;
  let left = body.join(' ');
  for (let count = 0; count < 8 && UNUSED.test(left); count++) left = left.replace(UNUSED, '');
  const words = left === '' ? [] : left.split(' ');
  if (left.length > LONGEST_STUB) return false;
  if (UNDONE.test(left.replace(/ (?=[!:(])|(?<=todo|unimplemented) (?=!)/gi, '')) && words.length <= 24) return true;
  if (EMPTY.test(left) && MAKER.test(left)) return true;
  return words.length <= 8 && words.every((word) => CONSTANT.test(word));
}

/** Fields, members and signatures: nothing that could be called or calculated. */
function isPlainType(body: readonly string[]): boolean {
  const value = body.indexOf('=');
  return !body.includes('{') && (value < 0 || body.indexOf('(', value) < 0);
}

/** Whether the first statements of a case leave it, whatever is the case. */
function leavesAtOnce(firstLines: string, skipCall: RegExp): boolean {
  const found = skipCall.exec(firstLines);
  if (!found) return false;
  const line = firstLines.slice(found.index).trimStart().split('\n', 1)[0]!;
  return (
    !/^\s*(?:if|for|switch|select|case|when|unless|foreach|while)\b/m.test(firstLines.slice(0, found.index)) &&
    !/\s(?:if|unless)\s/.test(line)
  );
}

/** What the lines of a program say of which no grammar is at hand; null of what is no program by its path. */
export function outlineText(path: string, text: string): OutlineParts | null {
  const language = textLanguage(path);
  return language ? new TextOutliner(text, language).read(path) : null;
}
