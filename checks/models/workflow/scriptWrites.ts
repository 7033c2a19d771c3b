/** What a script hands to later steps through the runner's files and commands, and what of it outsiders wrote. */
import { eventFieldOf, isHarmless, leavesOneLine, passing, printedBy, readingFile } from './commands.ts';
import type { Source } from './source.ts';
import { expansionsOf, type Statement, statementsOf } from './statements.ts';

export type RunnerFile = 'env' | 'path' | 'output';

export interface Write {
  readonly file: RunnerFile;
  /** Of the variable or output; null where the text itself says it or nothing does. */
  readonly name: string | null;
  readonly sources: readonly Source[];
  /** Between lines with a word that nobody can guess. */
  readonly isFenced: boolean;
  /** Where its statement begins in the script. */
  readonly start: number;
}

export interface Surroundings {
  variable(name: string): readonly Source[];
  expression(text: string): readonly Source[];
  reference(name: string): readonly Source[];
  /** An outsider's commit is checked out. */
  readonly headIsHere: boolean;
  /** An artifact of another run lies in the workspace. */
  readonly artifact: Source | null;
}

const TARGET = String.raw`["']?\$\{?(?:env:)?GITHUB_(ENV|PATH|OUTPUT)\}?["']?`;
const REDIRECT = new RegExp(String.raw`>>?\s*${TARGET}\s*$`);
const REDIRECT_FIRST = new RegExp(String.raw`^>>?\s*${TARGET}\s+`);
const TEE = new RegExp(String.raw`^tee\s+(?:-a\s+|--append\s+)?${TARGET}`);
const CMDLET = new RegExp(
  String.raw`\b(?:Out-File|Add-Content|Set-Content|Tee-Object)\b[^|]{0,200}?(?:-(?:FilePath|Path|LiteralPath)\s+)?${TARGET}`,
  'i',
);
const COMMAND = /::(set-env|set-output|add-path)(?:\s+name=([\w-]+))?::/;
const OPENING = /^(?:\{|\(|for\b|while\b|until\b|if\b|case\b|select\b)|\{\s*$/;
const CLOSING = /^(?:\}|\)|done\b|fi\b|esac\b)/;
const LEADING = /^(?:(?:do|then|else|elif|if|while|until|!|\{|\(|time|sudo|-)\s+)+/;
const ASSIGNMENT =
  /^(?:(?:export|local|readonly|declare|typeset)\s+(?:-\w+\s+)*|\$(?=[A-Za-z_]))?(?:env:)?([A-Za-z_]\w*)\s?\+?=\s?([^=][\s\S]*)?$/;
const MAX_NESTING = 4;

/** Where the output of a statement goes, and its commands without that. */
function targetOf(statement: Statement): { readonly file: RunnerFile | null; readonly stages: readonly string[] } {
  const { stages } = statement;
  const last = stages.at(-1) ?? '';
  const fileOf = (word: string | undefined) => (word ? (word.toLowerCase() as RunnerFile) : null);
  const tee = TEE.exec(last);
  if (tee) return { file: fileOf(tee[1]), stages: stages.slice(0, -1) };
  const redirect = REDIRECT.exec(last) ?? REDIRECT_FIRST.exec(last);
  if (redirect) {
    const rest = redirect.index === 0 ? last.slice(redirect[0].length) : last.slice(0, redirect.index);
    return { file: fileOf(redirect[1]), stages: [...stages.slice(0, -1), rest.trim()] };
  }
  const cmdlet = CMDLET.exec(last);
  if (cmdlet) {
    const value = /-Value\s+([\s\S]+)$/i.exec(last)?.[1];
    return { file: fileOf(cmdlet[1]), stages: stages.length > 1 ? stages.slice(0, -1) : [`echo ${value ?? last}`] };
  }
  return { file: null, stages };
}

const oneLine = (source: Source): Source => ({ ...source, writables: source.writables.map((each) => ({ ...each, hasLines: false })) });

class ScriptReader {
  readonly writes: Write[] = [];
  private readonly around: Surroundings;
  private readonly known = new Map<string, readonly Source[]>();
  private readonly guarded: (name: string) => boolean;
  /** What is open in each of the files: `NAME<<END`. */
  private readonly blocks = new Map<RunnerFile, { readonly name: string; readonly end: string }>();

  constructor(script: string, around: Surroundings) {
    this.around = around;
    const guards = [
      ...script.matchAll(/\$\{?(?:env:)?([A-Za-z_]\w*)\}?["']?\s+(?:=~\s+|-(?:c|i)?(?:not)?match\s+["'])\^[^\n]{1,200}\$/g),
    ].filter(([text]) => !/\.[*+]/.test(text));
    const names = new Set(/\b(?:exit|return|throw|continue)\b/.test(script) ? guards.map(([, name]) => name!) : []);
    this.guarded = (name) => names.has(name);
  }

  private variable(name: string, operator: string): readonly Source[] {
    // `${X//[^a-z]/}` keeps what is named, `${#X}` is no text, `${X:+word}` another one.
    if (/^\/\/\[[\^!]/.test(operator) || /^:?\+[^$]*$/.test(operator) || /^@Q/.test(operator) || this.guarded(name)) return [];
    const sources = this.known.get(name) ?? this.around.variable(name);
    return /^\/\/(?:\$?['"]?\\n|['"]?\$'\\n)/.test(operator) || /^%%\$'\\n/.test(operator) ? sources.map(oneLine) : sources;
  }

  /** What outsiders wrote of a text. */
  text(text: string, depth = 0): readonly Source[] {
    return expansionsOf(text).flatMap((part) => {
      if (part.kind === 'expression') return this.around.expression(part.text).map((source) => ({ ...source, isPasted: true }));
      if (part.kind === 'variable') return this.variable(part.text, part.operator);
      return depth < MAX_NESTING ? this.command(part.text, depth + 1) : [];
    });
  }

  private command(command: string, depth: number): readonly Source[] {
    return statementsOf(command).flatMap(({ stages }) => this.output(stages, depth));
  }

  /** What outsiders wrote of what a pipeline prints. */
  output(stages: readonly string[], depth = 0): readonly Source[] {
    if (stages.some(isHarmless)) return [];
    const first = (stages[0] ?? '').replace(LEADING, '');
    let sources: Source[] = [];
    const field = eventFieldOf(first);
    if (field) sources.push(...this.around.reference(field));
    const printed = printedBy(first, this.around.headIsHere);
    if (printed) sources.push({ name: printed.name, writables: [printed], input: null, steps: [] });
    const { artifact } = this.around;
    if (artifact && readingFile.test(first) && !/^cat\s*(?:<<|$)/.test(first)) sources.push(artifact);
    for (const stage of stages) if (passing.test(stage) || /^["'$]/.test(stage)) sources.push(...this.text(stage, depth));
    if (stages.some(leavesOneLine)) sources = sources.map(oneLine);
    return sources;
  }

  /** `X=…`, `read -r X`, `for x in …`. */
  private assign(stages: readonly string[]): void {
    const last = (stages.at(-1) ?? '').replace(LEADING, '');
    const loop = /^for\s+(\w+)\s+in\s+([\s\S]+)$/.exec(last);
    const read = /^(?:IFS=\S*\s+)?read\s+(?:-\w+\s+)*([A-Za-z_]\w*)\b([\s\S]*)$/.exec(last);
    const set = stages.length === 1 ? ASSIGNMENT.exec(last) : null;
    if (loop) this.known.set(loop[1]!, this.text(loop[2]!));
    else if (read) this.known.set(read[1]!, [...this.output(stages.slice(0, -1)), ...this.text(read[2]!)].map(oneLine));
    else if (set) {
      const value = set[2] ?? '';
      // PowerShell assigns what a command prints as it stands.
      const sources = last.startsWith('$') && !/^["'$[(]/.test(value) ? this.output([value]) : this.text(value);
      this.known.set(set[1]!, sources);
    } else if (last.startsWith('$') && stages.length > 1) {
      const piped = ASSIGNMENT.exec((stages[0] ?? '').replace(LEADING, ''));
      if (piped) this.known.set(piped[1]!, this.output([piped[2] ?? '', ...stages.slice(1)]));
    }
  }

  private add(file: RunnerFile, text: string, sources: readonly Source[], start: number): void {
    const said = text
      .replace(/^(?:echo|printf|Write-Output)\s+(?:-[neE]+\s+)?(?:'%s\\n'\s+|"%s\\n"\s+|'%s'\s+|--\s+)?/, '')
      .replace(/^["']/, '');
    const block = this.blocks.get(file);
    if (block && said.replace(/["']$/, '').trim() === block.end) {
      this.blocks.delete(file);
      return;
    }
    const opened = /^([\w-]+)<<([^\s"']+|\$\([^)]*\))/.exec(said);
    if (opened && !block) {
      this.blocks.set(file, { name: opened[1]!, end: opened[2]! });
      return;
    }
    const named = block ? null : /^([\w-]+)=/.exec(said);
    const isFenced = block !== undefined && /\$/.test(block.end);
    this.writes.push({ file, name: block?.name ?? named?.[1] ?? null, sources, isFenced, start });
  }

  private emit(file: RunnerFile, stages: readonly string[], { document, start }: Statement): void {
    const first = (stages[0] ?? '').replace(LEADING, '');
    if (document !== null && /^(?:cat\b|$)/.test(first)) {
      for (const line of document.split('\n', 400)) this.add(file, line.trim(), this.text(line), start);
      return;
    }
    // `echo -e "A<<EOF\n$B\nEOF"` writes a block at once.
    const whole = /^(?:echo|printf)\b[^\n]*?["']([\w-]+)<<([\w$(){}.-]+?)(?:\\n|\n)/.exec(first);
    const sources = this.output(stages);
    if (whole) this.writes.push({ file, name: whole[1]!, sources, isFenced: whole[2]!.includes('$'), start });
    else this.add(file, first, sources, start);
  }

  read(script: string): void {
    const statements = statementsOf(script);
    const groups: number[] = [];
    const files = new Map<number, RunnerFile>();
    statements.forEach((statement, index) => {
      const first = statement.stages[0] ?? '';
      if (CLOSING.test(first)) {
        const from = groups.pop();
        const { file } = targetOf(statement);
        if (file && from !== undefined) for (let at = from; at < index; at++) if (!files.has(at)) files.set(at, file);
      } else if (OPENING.test(first)) groups.push(index);
    });
    statements.forEach((statement, index) => {
      const direct = targetOf(statement);
      const first = statement.stages[0] ?? '';
      const file = CLOSING.test(first) ? null : (direct.file ?? files.get(index) ?? null);
      const command = COMMAND.exec(statement.stages.at(-1) ?? '');
      if (command) {
        const runner: RunnerFile = command[1] === 'set-env' ? 'env' : command[1] === 'add-path' ? 'path' : 'output';
        // The line that a break begins can be a command of its own.
        const sources = runner === 'output' ? this.output(statement.stages).map(oneLine) : this.output(statement.stages);
        this.writes.push({ file: runner, name: command[2] ?? null, sources, isFenced: false, start: statement.start });
      } else if (file && !/^(?:for|while|until|if|case|select)\b/.test(first)) this.emit(file, direct.stages, statement);
      this.assign(direct.stages);
    });
  }
}

/** What a shell script writes for later steps, in reading order. */
export function writesOf(script: string, around: Surroundings): readonly Write[] {
  if (!/GITHUB_(?:ENV|PATH|OUTPUT)|::(?:set-env|set-output|add-path)/.test(script)) return [];
  const reader = new ScriptReader(script, around);
  reader.read(script);
  return reader.writes;
}
