/** What a program without a grammar names of others: what it imports, uses, replaces in tests and reads as source. */
import type { Import, TestDouble } from '../../model/outline.ts';
import { MOST_NAMES, type TextFile } from './textBlocks.ts';
import { isCommonWord } from './textLanguages.ts';

/** Names of files stand in strings, which are blank in the plain text. */
export function readImports({ code, language }: TextFile): Import[] {
  const imports: Import[] = [];
  for (const match of code.text.matchAll(language.imports)) {
    const start = match.index + /^\s*/.exec(match[0])![0].length;
    if (imports.length >= MOST_NAMES) break;
    const isComment = code.plain[start] !== code.text[start];
    if (!isComment) imports.push({ from: match.groups!.from!.replace(/::$/, ''), names: ['*'], line: code.lineAt(start) });
  }
  return imports;
}

export function readUses({ code }: TextFile, declared: ReadonlySet<number>): string[] {
  const uses = new Set<string>();
  for (const match of code.plain.matchAll(/\b[A-Za-z_]\w{0,80}[?!]?(?=\s?[(!<]|::)|(?<=[.>:])[A-Za-z_]\w{0,80}|\b[A-Z]\w{0,80}/g)) {
    if (uses.size >= MOST_NAMES) break;
    if (declared.has(match.index)) continue;
    if (!isCommonWord(match[0]) && !/^(?:[Aa]ssert|EXPECT_|ASSERT_|test|Test)/.test(match[0])) uses.add(match[0]);
  }
  return [...uses];
}

export function readDoubles({ code }: TextFile): TestDouble[] {
  const doubles: TestDouble[] = [];
  const replaced =
    /\b(?:mock|spy|mockk|spyk|mockStatic|createMock|createStub|getMockBuilder|prophesize|Mock|instance_double|class_double)\s?[(<]\s?["']?(?<target>[A-Z][\w.:\\]{0,120})|\ballow\((?<owner>[A-Z][\w:]{0,80})\)\.to receive\(:(?<method>\w{1,80})/g;
  for (const match of code.text.matchAll(replaced)) {
    const { target, owner, method } = match.groups!;
    const name = (target ?? `${owner}.${method}`).replace(/(?:\.|::)class$/, '');
    if (doubles.length < MOST_NAMES && code.plain[match.index] === code.text[match.index])
      doubles.push({ target: name, line: code.lineAt(match.index) });
  }
  return doubles;
}

export function readSourceReads({ code }: TextFile, path: string): number[] {
  if (!/test|spec|(?:^|\/)t\//i.test(path)) return [];
  const reads = new Set<number>();
  const reading =
    /\b(?:ReadFile|File\.read|readFile|read_to_string|file_get_contents|include_str!|slurp|readAllText|ReadAllText|readString)\s{0,4}\(\s{0,4}["'](?![^"'\n]{0,200}(?:fixture|testdata|tmp|golden))[^"'\n]{1,200}\.(?:go|rs|rb|php|java|kt|cs|swift|py|js|ts|sh|c|cpp|pl|lua)["']/g;
  for (const match of code.text.matchAll(reading)) reads.add(code.lineAt(match.index));
  return [...reads];
}
