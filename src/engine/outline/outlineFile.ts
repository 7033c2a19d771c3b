/** One file version to what it says of tests and of what others can use: decode, guard, parse, outline. No check runs. */
import type { Language } from '../../model/analysis.ts';
import { noOutline, type Outline } from '../../model/outline.ts';
import type { AnalyzerOptions, FileInput } from '../analyzeFile.ts';
import { decode } from '../files/decode.ts';
import { MAX_ANALYSED_BYTES, refusal } from '../files/guards.ts';
import { languageOf } from '../files/language.ts';
import { roleByPath } from '../files/role.ts';
import { codeOfTemplate } from '../files/template.ts';
import type { FlatTree } from '../parse/flatTree.ts';
import type { Core, ParsedLanguage } from '../parse/grammars.ts';
import { parseProgram } from '../parse/parseProgram.ts';
import { SourceText } from '../sourceText.ts';
import { outlineBash } from './bash.ts';
import { withLostCases } from './bashLostCases.ts';
import { readShellTest } from './bashTestText.ts';
import { outlineJavaScript } from './javascript.ts';
import { digestOf, type OutlineParts } from './parts.ts';
import { outlinePowershell } from './powershell.ts';
import { outlinePython } from './python.ts';
import { outlineText } from './text.ts';
import { textLanguage } from './textLanguages.ts';

export type OutlineInput = Pick<FileInput, 'path' | 'mode' | 'bytes'>;

export type OutlineFile = (file: OutlineInput) => Outline;

const outliners: Readonly<Record<ParsedLanguage, (tree: FlatTree, source: SourceText) => OutlineParts>> = {
  bash: outlineBash,
  javascript: outlineJavaScript,
  typescript: outlineJavaScript,
  tsx: outlineJavaScript,
  python: outlinePython,
  powershell: outlinePowershell,
};

/** Comments that something other than a reader goes by: what runs the file, how it is built, what it needs. */
const directives =
  /^#!.*|^[ \t]*\/\/(?:go:|[ \t]?\+build[ \t]).*|^[ \t]*#(?:requires[ \t]|[ \t]*(?:-\*-|frozen_string_literal:|(?:en)?coding[:=])).*/gim;

/** Of a file too large to be read, enough to tell by a shebang or a NUL what it is. */
const BEGINNING = 8000;

/** Milliseconds for a part of a file that is parsed again. */
const PART_DEADLINE = 100;

function isParsed(language: Language | null): language is ParsedLanguage {
  return language !== null && Object.hasOwn(outliners, language);
}

function framed(parts: OutlineParts, text: string): OutlineParts & Pick<Outline, 'frame'> {
  const frame = parts.frame ?? parts.code;
  const said = (text.match(directives) ?? []).filter((line) => !line.startsWith('#!') || text.startsWith(line));
  if (said.length === 0) return { ...parts, frame };
  return { ...parts, code: digestOf([...said, parts.code]), frame: digestOf([...said, frame]) };
}

/** Makes the outlining of single files over a loaded core. The result depends on the input alone. */
export function createOutliner(core: Core, { parseDeadline }: AnalyzerOptions = { parseDeadline: 500 }): OutlineFile {
  const read: OutlineFile = ({ path, mode, bytes }) => {
    if (mode === 'submodule' || mode === 'symlink' || roleByPath(path) === 'generated') return noOutline(null);
    const isLarge = bytes.length > MAX_ANALYSED_BYTES;
    const decoded = decode(isLarge ? bytes.subarray(0, BEGINNING) : bytes);
    const { kind, text } = decoded;
    if (kind === 'pointer') return noOutline(null);
    // An executable that is no text is a program for the machine, not for a shell.
    const language = languageOf(path, text, kind === 'text' ? mode : 'file');
    if (isLarge) {
      const isProgram = isParsed(language) || (kind === 'text' && language === null && textLanguage(path) !== null);
      return noOutline(isProgram ? `larger than ${MAX_ANALYSED_BYTES / 1e6} MB` : null);
    }
    if (kind === 'binary') return noOutline(isParsed(language) ? 'holds NUL bytes' : null);
    if (isParsed(language)) {
      const code = codeOfTemplate(new SourceText(path, text), language);
      const shell = language === 'bash' ? readShellTest(code.text) : null;
      const source = shell ? new SourceText(path, shell.text) : code;
      const { tree, problem } = parseProgram(core, language, source.text, parseDeadline);
      if (!tree) return noOutline(problem);
      const parts = outliners[language](tree, source);
      const parse = (part: string) => core.parse(language, part, PART_DEADLINE);
      const whole = shell ? withLostCases(parts, tree, shell, source, parse) : parts;
      return { ...framed(whole, text), read: 'tree', problem: null };
    }
    if (language !== null) return noOutline(null);
    if (!textLanguage(path)) return noOutline(null);
    const problem = refusal(text);
    const parts = problem ? null : outlineText(path, text);
    return parts ? { ...framed(parts, text), read: 'text', problem: null } : noOutline(problem);
  };
  return (file) => {
    try {
      return read(file);
    } catch (error) {
      // Hostile texts find what nobody thought of. Its message may quote them.
      return noOutline(`outlining failed with a ${error instanceof Error ? error.name : typeof error}`);
    }
  };
}
