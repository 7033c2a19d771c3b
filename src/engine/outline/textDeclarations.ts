/** What a program without a grammar declares for others, tests left out. */
import type { Declaration } from '../../model/outline.ts';
import { digestOf } from './parts.ts';
import { DEEPEST, MOST_NAMES, type Span, spanOf, type TextFile } from './textBlocks.ts';
import type { CaseSpan } from './textCases.ts';
import { isPlainType, isStubBody } from './textStubs.ts';

export function readDeclarations(
  file: TextFile,
  spans: readonly CaseSpan[],
): { list: Declaration[]; spans: Span[]; starts: ReadonlySet<number> } {
  const { code, language } = file;
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
    const span = spanOf(file, start, header);
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
