/** Code in JavaScript's texts: command lines for a shell, programs given to an interpreter that is started, templates that are commands. */
import { sharing } from '../facts.ts';
import { scopeOf } from '../identity.ts';
import { type JavaScriptFile, javaScriptFile } from '../lower/javascript/javaScriptFile.ts';
import { argumentsOf, calleeOf } from '../lower/javascript/syntax.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { ParsedLanguage } from '../parse/grammars.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import { type ShellStart, textStart } from '../shellStart.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { scriptGlobals, scriptPrograms, scriptShells, scriptTags } from './launchers.ts';
import { TextBuilder } from './mappedText.ts';
import { programOf } from './programs.ts';
import { ScriptTexts } from './scriptText.ts';

interface Launch {
  readonly language: ParsedLanguage;
  readonly start: ShellStart;
  /** Expressions whose values, with spaces between, are the text. */
  readonly code: readonly SyntaxNode[];
}

const called: ReadonlySet<string> = new Set(
  [...scriptShells, ...scriptPrograms, ...scriptTags].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

/** What no file goes without that starts programs. */
const mentions = /child[_-]process|execa|shelljs|cross-spawn|\bzx\b|\bdax|Bun\.|\bbun\b|await-exec/;

const shellLaunch = (code: readonly SyntaxNode[]): Launch => ({ language: 'bash', start: textStart, code });

/** A shell is started where the option is there and is neither false nor computed. */
function usesShell(rest: readonly SyntaxNode[], file: JavaScriptFile): boolean {
  return rest.some((argument) => {
    const shell = file.option(argument, 'shell');
    const value = shell ? file.constantOf(shell) : null;
    return value === 'true' || (value !== null && /(?:^|\/)(?:ba|z|da|k)?sh$/.test(value));
  });
}

function taggedLaunch(call: SyntaxNode, callee: SyntaxNode, template: SyntaxNode, file: JavaScriptFile): Launch | null {
  // `$({ cwd })` gives the tag with options.
  const tag = callee.type === 'call_expression' ? calleeOf(callee) : callee;
  const name = tag ? file.nameOf(tag) : null;
  const isGlobal = name === '$' && scriptGlobals.test(call.tree.text.slice(0, 4000));
  if (name === null || !(scriptTags.has(name) || isGlobal)) return null;
  // A failing command throws, within a pipe too.
  return { language: 'bash', start: { ...textStart, errexit: true, pipefail: true }, code: [template] };
}

function launchOf(call: SyntaxNode, file: JavaScriptFile): Launch | null {
  const callee = calleeOf(call);
  const template = call.child('arguments');
  if (callee && template?.type === 'template_string') return taggedLaunch(call, callee, template, file);
  const name = callee ? file.nameOf(callee) : null;
  const [program, ...rest] = argumentsOf(call);
  if (name === null || !program) return null;
  if (scriptShells.has(name)) return shellLaunch([program]);
  if (!scriptPrograms.has(name)) return null;
  const list = rest.find((argument) => file.arrayOf(argument));
  const elements = list ? file.arrayOf(list)! : [];
  if (elements.some((element) => element.type === 'spread_element')) return null;
  const words = [program, ...elements];
  if (usesShell(rest, file)) return shellLaunch(words);
  const started = programOf(words.map((word) => file.constantOf(word)));
  return started?.words
    ? { language: started.language, start: started.start, code: words.slice(started.words.from, started.words.to) }
    : null;
}

/** Calls by name, and templates after `$(…)`, which have none. */
function candidates(tree: FlatTree, file: JavaScriptFile): SyntaxNode[] {
  const named = file.calls.of(called);
  if (!/\$\([^)]{0,200}\)`/.test(tree.text)) return named;
  const outer = named.flatMap((call) => (call.parent?.child('arguments')?.type === 'template_string' ? [call.parent] : []));
  return [...named, ...outer];
}

export function findInJavaScript(source: SourceText, tree: FlatTree, finds: Finds): void {
  if (!mentions.test(source.text)) return;
  const file = sharing(tree, source)(javaScriptFile);
  const seen = new Set<string>();
  for (const call of candidates(tree, file)) {
    const launch = launchOf(call, file);
    if (!launch) continue;
    const { language, start, code } = launch;
    const text = new ScriptTexts(file, () => new TextBuilder(source.text, language, source.holes)).readAll(code);
    const key = `${text.startOf(0)} ${text.text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    finds.add({ language, start: { ...start, root: source.start.root, alone: source.start.alone }, text, scope: scopeOf(call) });
  }
}
