/** What a shell script takes from elsewhere: what it sources and runs, the names it calls, and the commands it replaces. */
import type { Import, TestDouble } from '../../model/outline.ts';
import { literalOf, readWord, type Word } from '../lower/bash/words.ts';
import type { SyntaxNode } from '../parse/syntaxNode.ts';
import type { SourceText } from '../sourceText.ts';
import { commandOf } from './bashConditions.ts';
import { mockMark, titleMark } from './bashTestText.ts';
import { isCaseName, isCommonName, isHook, strengthOfCall } from './bashVocabulary.ts';
import { isProgramPath, pathIn, spoken } from './bashWords.ts';

/** More names than this are not a script's but a list. */
const MOST_NAMES = 2000;
const LONGEST_PATH = 300;

export interface ShellNames {
  readonly imports: readonly Import[];
  readonly uses: ReadonlySet<string>;
  readonly doubles: readonly TestDouble[];
  /** Functions of the file. */
  readonly functions: ReadonlySet<string>;
  /** Functions that it calls with words after them: helpers, whatever their names. */
  readonly calledWithWords: ReadonlySet<string>;
  /** Variables with the paths that they hold. */
  readonly paths: ReadonlyMap<string, string>;
  /** Variables that hold what was read from a program's source. */
  readonly sourceTexts: ReadonlySet<string>;
  /** Paths that it writes. */
  readonly written: ReadonlySet<string>;
  readonly sourcing: ReadonlySet<number>;
}

const runners = /^(?:bash|sh|dash|zsh|ksh|source|\.|python3?|node|perl|ruby|pwsh|load|Include|bats)$/;
const replaced =
  /^(?:curl|wget|git|docker|podman|kubectl|helm|ssh|scp|rsync|date|sleep|sudo|apt-get|apt|npm|yarn|pip|aws|gcloud|az|gh|jq|systemctl|mount|make|uname|whoami|hostname|id|ping|openssl|gpg|terraform|psql|mysql|mail|sendmail|logger)$/;
const reading = /^(?:cat|grep|egrep|fgrep|rg|sed|awk|gawk|head|tail|perl|strings)$/;

/** Where a path leads that is not the machine's own. */
function isOfProject(path: string): boolean {
  return (
    path !== '' &&
    !/^\/(?:bin|dev|etc|proc|sys|tmp|usr|var|opt|sbin|lib)(?:\/|$)/.test(path) &&
    !/[*\s\]]/.test(path) &&
    path.length < LONGEST_PATH
  );
}

function* unwrapped(words: readonly Word[]): Generator<readonly Word[]> {
  yield words;
  // `run [-1] [--] command`, `When call command`, `run_test command`.
  const first = literalOf(words[0]);
  if (first === 'When' || first === 'run' || first === 'When I' || first === 'capture') {
    let at = 1;
    while (at < words.length && /^(?:-.*|!|call|run|script|source|command)$/.test(literalOf(words[at]) ?? '')) at++;
    if (at < words.length) yield words.slice(at);
  } else if (
    first !== null &&
    /^(?:test_must_fail|test_expect_code|test_might_fail|expect_code|assert\w*|check\w*|refute\w*|expect\w*|run_\w+)$/.test(first)
  ) {
    let at = 1;
    while (at < words.length && /^(?:-.*|\d+|ok=\S*)$/.test(literalOf(words[at]) ?? '')) at++;
    // What stands in quotes is a text, not a program.
    if (words[at]?.parts[0]?.quoting === 'bare' || words[at]?.parts[0]?.kind === 'variable') yield words.slice(at);
  }
}

/** Reads the operands of a command that name programs whose source it looks into. */
export function readsSource(node: SyntaxNode, { paths, written }: Pick<ShellNames, 'paths' | 'written'>): boolean {
  let command = commandOf(node);
  if (command.name === 'run') {
    const words = [...unwrapped([command.nameWord!, ...command.arguments])].at(-1)!;
    command = { ...command, name: literalOf(words[0]) ?? '', arguments: words.slice(1) };
  }
  if (!reading.test(command.name)) return false;
  const isChange = command.name === 'sed' && command.arguments.some((word) => /^-\w*i/.test(literalOf(word) ?? ''));
  const isPlain = command.name === 'cat' || command.name === 'head' || command.name === 'tail';
  const operands = command.arguments.filter((word) => !(literalOf(word) ?? '').startsWith('-'));
  // The first operand of the others is their pattern.
  return !isChange && operands.slice(isPlain ? 0 : 1).some((word) => isSourcePath(word, paths, written));
}

/** Variables that name places which a test fills itself. */
const scratch = /tmp|temp|work|out|sandbox|home|fixture|dest|target|install|log|result|expect|actual|scratch|stub|mock|fake/i;

export function isSourcePath(word: Word, paths: ReadonlyMap<string, string>, written: ReadonlySet<string>): boolean {
  const [first] = word.parts;
  if (first?.kind === 'variable' && scratch.test(first.name)) return false;
  if (first?.kind === 'literal' && word.parts.length === 1 && !/[./]/.test(first.text)) return false;
  const path = pathIn(word, paths);
  return isProgramPath(path) && !written.has(path);
}

/** The variables that hold paths, by what is literal at the end of them. */
function pathsAssigned(root: SyntaxNode): Map<string, string> {
  const paths = new Map<string, string>();
  for (const node of root.descendants('variable_assignment')) {
    const name = node.child('name')?.text;
    const value = node.child('value');
    if (name === undefined || value === null || value.end - value.start > 300) continue;
    const path = pathIn(readWord(value), paths);
    // `$(cd .. && pwd)/bin/x` is a path too; a sentence is none.
    if (path.length > LONGEST_PATH) paths.delete(name);
    else if (/[/.]/.test(path) && !/\s/.test(path)) paths.set(name, path);
  }
  return paths;
}

function pathsWritten(root: SyntaxNode, paths: ReadonlyMap<string, string>): Set<string> {
  const written = new Set<string>();
  for (const node of root.descendants('file_redirect')) {
    const target = node.child('destination');
    if (target && node.text.includes('>')) written.add(pathIn(readWord(target), paths));
  }
  return written;
}

const stubPlace = /(?:bin|stubs?|mocks?|fakes?|shims?|path)\/([\w.-]{1,100})$/i;

/** `cat > "$STUBS/deploy" <<'EOF'` with a program below it: a command that is found before the real one. */
function stubWritten(node: SyntaxNode): string | null {
  const heredoc = node.namedChildren.find(({ type }) => type === 'heredoc_redirect');
  if (!heredoc) return null;
  const body = heredoc.namedChildren.find(({ type }) => type === 'heredoc_body');
  if (!body || !/^\s*#!/.test(node.tree.text.slice(body.start, body.start + 100))) return null;
  for (const redirect of node.descendants('file_redirect')) {
    const target = redirect.child('destination');
    const name = target ? stubPlace.exec(target.text.replaceAll('"', '').slice(-300))?.[1] : undefined;
    if (name !== undefined && /[$]/.test(target!.text)) return name;
  }
  return null;
}

class NamesReader {
  readonly imports: Import[] = [];
  readonly uses = new Set<string>();
  readonly doubles: TestDouble[] = [];
  readonly functions = new Set<string>();
  readonly calledWithWords = new Set<string>();
  readonly sourceTexts = new Set<string>();
  readonly sourcing = new Set<number>();
  readonly paths: ReadonlyMap<string, string>;
  readonly written: ReadonlySet<string>;
  private readonly source: SourceText;

  constructor(root: SyntaxNode, source: SourceText) {
    this.source = source;
    this.paths = pathsAssigned(root);
    this.written = pathsWritten(root, this.paths);
    for (const node of root.descendants('function_definition')) {
      const name = node.child('name')?.text ?? '';
      if (!name.startsWith('@')) this.functions.add(name);
    }
    for (const node of root.descendants('command')) this.readCommand(node);
    for (const node of root.descendants('function_definition')) this.readFunction(node);
    for (const node of root.descendants('redirected_statement')) {
      const target = stubWritten(node);
      if (target !== null) this.addDouble(target, node);
    }
    for (const node of root.descendants('variable_assignment')) {
      const value = node.child('value');
      const name = node.child('name')?.text;
      if (name === undefined || !value || value.end - value.start > 2000) continue;
      for (const command of value.descendants('command')) if (readsSource(command, this)) this.sourceTexts.add(name);
    }
  }

  private addDouble(target: string, node: SyntaxNode): void {
    if (this.doubles.length < MOST_NAMES) this.doubles.push({ target, line: this.source.lineAt(node.start) });
  }

  private readCommand(node: SyntaxNode): void {
    const { nameWord, arguments: operands } = commandOf(node);
    if (!nameWord) return;
    const name = literalOf(nameWord);
    if (name !== null && operands.length > 0) this.calledWithWords.add(name);
    if (name === titleMark) {
      if (node.parent?.parent?.child('name')?.text === mockMark) this.addDouble(spoken(operands[0]), node);
      return;
    }
    if (/^(?:stub|Intercept|stub_command|mock_command|spyOn|bashunit::mock|mock|fake)$/.test(name ?? '') && operands.length > 0) {
      this.addDouble(spoken(operands[0]), node);
      return;
    }
    for (const words of unwrapped([nameWord, ...operands])) this.readCall(words, node);
  }

  private readCall(words: readonly Word[], node: SyntaxNode): void {
    const name = literalOf(words[0]);
    const path = pathIn(words[0]!, this.paths);
    if (path.includes('/') || (name === null && path !== '')) this.addImport(path, node);
    if (name !== null && runners.test(name)) {
      const operand = words.slice(1).find((word) => !(literalOf(word) ?? '').startsWith('-'));
      const from = operand ? pathIn(operand, this.paths) : '';
      const isRead = name === 'source' || name === '.' || name === 'load' || name === 'Include';
      if (isRead) this.sourcing.add(node.index);
      if (isRead || /[/.]/.test(from)) this.addImport(from, node);
      return;
    }
    const used = name ?? path;
    const base = used.slice(used.lastIndexOf('/') + 1);
    const isOwn =
      (this.functions.has(base) && !/^(?:assert|refute|expect|check)/.test(base)) ||
      (!isCommonName(base) && strengthOfCall(base, [], false) === null);
    if (/^[\w@.:-]{1,100}$/.test(base) && isOwn && this.uses.size < MOST_NAMES) this.uses.add(base);
  }

  private addImport(from: string, node: SyntaxNode): void {
    if (isOfProject(from) && this.imports.length < MOST_NAMES)
      this.imports.push({ from, names: ['*'], line: this.source.lineAt(node.start) });
  }

  /** A function inside a case or a hook stands in for a command; so does one with the name of a program that a test must not run. */
  private readFunction(node: SyntaxNode): void {
    const name = node.child('name')?.text ?? '';
    if (name.startsWith('@') || isCaseName(name) || isHook(name)) return;
    const around = node.ancestor('function_definition')?.child('name')?.text;
    const isInside = around !== undefined && (around.startsWith('@') || isCaseName(around) || isHook(around));
    if (isInside || replaced.test(name)) this.addDouble(name, node);
  }
}

export function readNames(root: SyntaxNode, source: SourceText): ShellNames {
  return new NamesReader(root, source);
}
