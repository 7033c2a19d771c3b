/** One file version to what the engine says of it: decode, guard, parse, run the checks. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { FileAnalysis, Language } from '../model/analysis.ts';
import type { FileMode } from '../model/change.ts';
import type { CheckDeclaration } from './check.ts';
import { ACTIONS_PATHS } from './documents/actions.ts';
import { sentFiles } from './documents/buildContext.ts';
import { parseDockerfile } from './documents/dockerfile.ts';
import { parseYaml } from './documents/yaml.ts';
import { analyzeEmbedded } from './embedded/analyzeEmbedded.ts';
import { decode } from './files/decode.ts';
import { MAX_ANALYSED_BYTES, MAX_SEARCHED_BYTES, refusal } from './files/guards.ts';
import { languageOf, pathOfCode } from './files/language.ts';
import { misreadDockerfile, misreading, misreadLineEnds, misreadWorkflow } from './files/misread.ts';
import { roleByPath, roleOf } from './files/role.ts';
import { findSuppressionComments } from './files/suppressionComments.ts';
import { codeOfTemplate } from './files/template.ts';
import { holdsDrawnRun } from './literals/drawnRun.ts';
import { notAnalysed } from './notAnalysed.ts';
import type { Core } from './parse/grammars.ts';
import { parseProgram } from './parse/parseProgram.ts';
import { type Neighbour, type NeighbourText, type ParsedFile, Project, type ProjectReader, placeInProject } from './project/project.ts';
import { referencesIn } from './project/references.ts';
import { handedTo } from './project/startedScripts.ts';
import { byPlace, CheckRunner, detections, type Parsed } from './runChecks.ts';
import { type ShellStart, startOf } from './shellStart.ts';
import { SourceText } from './sourceText.ts';

export interface FileInput {
  readonly path: string;
  readonly mode: FileMode;
  readonly bytes: Uint8Array;
  /** Other files of the same version that it takes from, or that take from it, and what says how their names are resolved. */
  readonly neighbours?: readonly Neighbour[];
  /** Search it for secrets that stand in it, and for nothing else: what an older version of a file is looked at for. */
  readonly only?: 'secrets';
  /** Give the secrets themselves, and nothing else: for the one call that revokes them. */
  readonly reveal?: boolean;
  /** Paths of such files that were left out for there being too many. */
  readonly beyond?: readonly string[];
  /** Of a Dockerfile: paths of files below its folder that may hold secrets. Left out where it is not known which there are. */
  readonly below?: readonly string[];
}

export interface AnalyzerOptions {
  /** Milliseconds a parse may take. */
  readonly parseDeadline: number;
}

export type AnalyzeFile = (file: FileInput) => FileAnalysis;

/** Characters of other files that stay parsed between analyses: a tree takes some twenty times its text. */
const REMEMBERED_CHARACTERS = 2_000_000;

/** The checks as far as they search a text for secrets: not where those are used, nor what becomes of them. */
function secretSearches(checks: readonly CheckDeclaration[]): CheckDeclaration[] {
  return checks.flatMap((check) => {
    const detect = (check.family === 'leak' ? detections(check) : []).filter(({ kind }) => kind !== 'syntax' && kind !== 'document');
    return detect.length > 0 ? [{ ...check, detect }] : [];
  });
}

/** Makes the analysis of single files over a loaded core and the registered checks. The result depends on the input alone. */
export function createAnalyzer(
  core: Core,
  checks: readonly CheckDeclaration[],
  options: AnalyzerOptions = { parseDeadline: 500 },
): AnalyzeFile {
  const runner = new CheckRunner(checks);
  const searcher = new CheckRunner(secretSearches(checks));

  function parseDocument(path: string, text: string, language: 'dockerfile' | 'yaml'): { parsed: Parsed; problem: string | null } {
    const nothing: Parsed = { language, tree: null, documents: [], dockerfile: null };
    const problem = refusal(text);
    if (problem) return { parsed: nothing, problem };
    if (language === 'dockerfile') return { parsed: { ...nothing, dockerfile: parseDockerfile(text) }, problem: null };
    const made = pathOfCode(path);
    if (!ACTIONS_PATHS.test(made) && !runner.wantsYaml(made)) return { parsed: nothing, problem: null };
    const documents = parseYaml(text);
    if (!documents) return { parsed: nothing, problem: 'nested deeper than the YAML parser can follow' };
    return { parsed: { ...nothing, documents }, problem: null };
  }

  /** Parses, or says why not. */
  function parse(path: string, text: string, language: Language): { parsed: Parsed; problem: string | null } {
    if (language === 'dockerfile' || language === 'yaml') return parseDocument(path, text, language);
    const { tree, problem } = parseProgram(core, language, text, options.parseDeadline);
    return { parsed: { language, tree, documents: [], dockerfile: null }, problem };
  }

  const remembered = new LRUCache<string, ParsedFile>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: ({ source }) => source.text.length + 1,
  });

  const texts = new LRUCache<string, NeighbourText>({ maxSize: REMEMBERED_CHARACTERS, sizeCalculation: ({ text }) => text.length + 1 });

  function keyOf({ path, mode, bytes, sha }: Neighbour): string {
    return `${sha ?? createHash('sha256').update(bytes).digest('base64')} ${mode ?? ''} ${path}`;
  }

  function neighbourText(neighbour: Neighbour): NeighbourText | null {
    const { path, mode, bytes } = neighbour;
    if (mode === 'submodule' || mode === 'symlink' || bytes.length > MAX_ANALYSED_BYTES) return null;
    const key = keyOf(neighbour);
    const known = texts.get(key);
    if (known) return known;
    const decoded = decode(bytes);
    if (decoded.kind !== 'text') return null;
    const language = languageOf(path, decoded.text, mode);
    const read = { text: decoded.text, language, references: referencesIn(language, decoded.text) };
    texts.set(key, read);
    return read;
  }

  function parseNeighbour(neighbour: Neighbour): ParsedFile | null {
    const { path } = neighbour;
    const key = keyOf(neighbour);
    const known = remembered.get(key);
    if (known) return known;
    const read = neighbourText(neighbour);
    if (!read || read.language === null) return null;
    const source = codeOfTemplate(new SourceText(path, read.text), read.language);
    const { tree } = parse(path, source.text, read.language).parsed;
    if (!tree) return null;
    const file: ParsedFile = { path, language: read.language, source, tree };
    remembered.set(key, file);
    return file;
  }

  /** A script that workflows start is given what they hand to it. */
  function startAmong(path: string, neighbours: readonly Neighbour[]): ShellStart {
    const start = startOf(path);
    const handed = neighbours.flatMap((one) => (ACTIONS_PATHS.test(one.path) ? handedTo(path, neighbourText(one)?.text ?? '') : []));
    return handed.length > 0 ? { ...start, contributed: new Set([...start.contributed, ...handed]) } : start;
  }

  function listText(path: string, neighbours: readonly Neighbour[], beyond: readonly string[]): string | null | undefined {
    const list = neighbours.find((one) => one.path === path);
    if (list) return neighbourText(list)?.text ?? null;
    return beyond.includes(path) ? null : undefined;
  }

  const reader: ProjectReader = { textOf: neighbourText, parse: parseNeighbour };

  function misreadDocument(code: SourceText, { documents, dockerfile }: Parsed): string | null {
    if (dockerfile) return misreadDockerfile(code, dockerfile);
    if (documents.length === 0) return null;
    return misreadLineEnds(code) ?? (ACTIONS_PATHS.test(code.path) ? misreadWorkflow(code, documents) : null);
  }

  /** Nothing is asked of what a file is good for: whatever holds a secret is read by whoever can read it. */
  function search(source: SourceText, language: Language | null): FileAnalysis {
    const { path, text, lineCount } = source;
    // Parsed only for values put together from afar, which takes ten times the search.
    const code = language && text.length <= MAX_ANALYSED_BYTES && holdsDrawnRun(text) ? codeOfTemplate(source, language) : null;
    const parsed: Parsed = code ? parse(path, code.text, language!).parsed : { language, tree: null, documents: [], dockerfile: null };
    const { findings, incomplete } = searcher.run(source, parsed, { code: code ?? source });
    return {
      language,
      role: roleOf(path, text),
      roleByPath: roleByPath(path),
      lines: lineCount,
      syntaxErrors: 0,
      findings: findings.sort(byPlace),
      safeguards: [],
      suppressions: [],
      incomplete,
      partial: [],
      skipped: null,
    };
  }

  /** Fakes are left out: what a checksum or a structure disproves opens nothing. */
  function reveal(source: SourceText, language: Language | null): FileAnalysis {
    const { path } = source;
    const parsed = language ? parse(path, source.text, language).parsed : { language, tree: null, documents: [], dockerfile: null };
    const revealed = runner
      .secretsIn(source, parsed)
      .filter(({ proof }) => proof !== 'invalid')
      .map(({ value, family, start }) => ({ value, kind: `${family.provider} ${family.kind}`, line: source.lineAt(start) }));
    return { ...notAnalysed(path, { skipped: 'searched for secrets to revoke' }), revealed };
  }

  return ({ path, mode, bytes, only, reveal: isAsked = false, neighbours = [], beyond = [], below = [] }) => {
    if (mode === 'submodule') return notAnalysed(path, { skipped: 'submodule' });
    if (bytes.length > MAX_SEARCHED_BYTES) {
      return notAnalysed(path, { incomplete: `larger than ${MAX_SEARCHED_BYTES / 1e6} MB` });
    }
    const decoded = decode(bytes);
    const source = new SourceText(path, decoded.text, startAmong(path, neighbours));
    // Where a link leads and what a pointer says is no program, but anybody can read it.
    if (mode === 'symlink' || decoded.kind === 'pointer') {
      const skipped = mode === 'symlink' ? 'symbolic link' : 'Git LFS pointer';
      return isAsked ? reveal(source, null) : { ...search(source, null), skipped };
    }
    // An executable that is no text is a program for the machine, not for a shell.
    const language = languageOf(path, decoded.text, decoded.kind === 'text' ? mode : 'file');
    if (isAsked) return reveal(source, language);
    if (only === 'secrets') return search(source, language);
    const byPath = roleByPath(path);
    let parsed: Parsed = { language, tree: null, documents: [], dockerfile: null };
    const incomplete: string[] = [];
    let code = source;
    let skipped: string | null = null;
    const searched = (reason: string): string => `${reason}: searched for secrets only`;
    // A shell skips NUL bytes and runs the rest, so such a file of a language is no picture that may be passed over.
    if (decoded.kind === 'binary' && language !== null) incomplete.push(searched('holds NUL bytes'));
    else if (decoded.kind === 'binary') skipped = searched('binary');
    else if (language === null) skipped = searched('no analysis for this kind of file');
    else if (decoded.encoding === 'utf-16' && language !== 'powershell')
      incomplete.push(searched('is UTF-16, which what runs it does not read as text'));
    else if (byPath === 'generated') skipped = searched('generated');
    else if (bytes.length > MAX_ANALYSED_BYTES) incomplete.push(searched(`larger than ${MAX_ANALYSED_BYTES / 1e6} MB`));
    else {
      code = codeOfTemplate(source, language);
      const result = parse(path, code.text, language);
      ({ parsed } = result);
      if (result.problem) incomplete.push(searched(result.problem));
      const misread = parsed.tree ? misreading(code, language, parsed.tree) : misreadDocument(code, parsed);
      if (misread) incomplete.push(misread);
    }
    const { tree } = parsed;
    const project =
      byPath === 'production' && neighbours.length + beyond.length > 0 && language
        ? new Project({ path, language, text: code.text }, neighbours, beyond, reader)
        : null;
    if (tree && project) placeInProject(tree, project);
    const sent = parsed.dockerfile ? sentFiles(path, below, (list) => listText(list, neighbours, beyond)) : [];
    const results = runner.run(source, parsed, { code, sent });
    const embedded = analyzeEmbedded(core, runner, code, parsed, options.parseDeadline, results.secrets);
    return {
      language,
      role: roleOf(path, decoded.text),
      roleByPath: byPath,
      lines: source.lineCount,
      syntaxErrors: (tree?.countErrors() ?? 0) + embedded.syntaxErrors,
      findings: [...results.findings, ...embedded.findings].sort(byPlace),
      safeguards: [...results.safeguards, ...embedded.safeguards],
      suppressions: findSuppressionComments(source, tree),
      incomplete: [...new Set([...incomplete, ...results.incomplete, ...embedded.incomplete])],
      partial: project ? project.partial : [],
      skipped,
    };
  };
}
