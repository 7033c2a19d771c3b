/** Code in Python's strings: command lines for a shell, and the programs given to an interpreter that is started. */
import { scopeOf } from '../identity.ts';
import { argument, argumentsOf } from '../lower/python/calls.ts';
import { elementsOf } from '../lower/python/collections.ts';
import { nameOf } from '../lower/python/names.ts';
import { type PythonScopes, readScopes } from '../lower/python/scopes.ts';
import { literalText } from '../lower/python/strings.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { ParsedLanguage } from '../parse/grammars.ts';
import { SyntaxNode } from '../parse/syntaxNode.ts';
import { type ShellStart, textStart } from '../shellStart.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { pythonPrograms, pythonShells } from './launchers.ts';
import { TextBuilder } from './mappedText.ts';
import { programOf } from './programs.ts';
import { PythonTexts } from './pythonText.ts';

interface Launch {
  readonly language: ParsedLanguage;
  readonly start: ShellStart;
  /** The text, or the words that make it. */
  readonly code: SyntaxNode;
}

const lastName = (name: string) => name.slice(name.lastIndexOf('.') + 1);
const called = new Set([...pythonShells, ...pythonPrograms].map(lastName));
/** How a file that starts programs says so. */
const mentions = /\b(?:subprocess|os|commands|asyncio|pty)\b/;

/** The calls that can be such, under whatever name they were imported. */
function launchers(scopes: PythonScopes): SyntaxNode[] {
  const names = new Set(called);
  for (const [local, path] of scopes.imports) if (called.has(lastName(path))) names.add(local);
  const calls: SyntaxNode[] = [];
  for (const [name, list] of scopes.calls) if (names.has(name)) calls.push(...list);
  return calls.sort((a, b) => a.index - b.index);
}

function launchOf(call: SyntaxNode, scopes: PythonScopes): Launch | null {
  const callee = call.child('function');
  const names = (callee && nameOf(scopes, callee))?.split('|') ?? [];
  const args = argumentsOf(call);
  if (names.some((name) => pythonShells.has(name))) {
    const code = argument(args, 0, 'cmd', 'command');
    return code && { language: 'bash', start: textStart, code };
  }
  if (!names.some((name) => pythonPrograms.has(name))) return null;
  const first = argument(args, 0, 'args');
  if (!first) return null;
  const list = elementsOf(scopes, first);
  if (args.named.get('shell')?.type === 'true') {
    const code = list ? list[0] : first;
    return code ? { language: 'bash', start: textStart, code } : null;
  }
  const words = [...args.positional, ...(args.named.has('args') ? [first] : [])].flatMap((word) => elementsOf(scopes, word) ?? [word]);
  // `os.execl(path, name, …)` and `os.execv(path, [name, …])` name the program twice.
  const skip = names.some((name) => name.startsWith('os.')) ? 1 : 0;
  const program = programOf(words.slice(skip).map((word) => literalText(word)));
  // Words that are joined again (`ssh host a b`) are read only where there is one.
  if (!program?.words || program.words.to - program.words.from !== 1) return null;
  return { language: program.language, start: program.start, code: words[program.words.from + skip]! };
}

export function findInPython(source: SourceText, tree: FlatTree, finds: Finds): void {
  if (!mentions.test(source.text)) return;
  const scopes = readScopes(new SyntaxNode(tree, 0));
  const seen = new Set<string>();
  for (const call of launchers(scopes)) {
    const launch = launchOf(call, scopes);
    if (!launch) continue;
    const { language, start } = launch;
    const text = new PythonTexts(scopes, () => new TextBuilder(source.text, language, source.holes)).read(launch.code);
    const key = `${text.startOf(0)} ${text.text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    finds.add({ language, start: { ...start, root: source.start.root, alone: source.start.alone }, text, scope: scopeOf(call) });
  }
}
