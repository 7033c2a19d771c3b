/** Commands of a Dockerfile: what `RUN`, `CMD` and their like hand to the shell of their stage, here-documents included. */
import type { Dockerfile, Instruction } from '../documents/dockerfile.ts';
import type { ParsedLanguage } from '../parse/grammars.ts';
import { type ShellStart, textStart } from '../shellStart.ts';
import type { SourceText } from '../sourceText.ts';
import type { Finds } from './innerCode.ts';
import { type Requote, TextBuilder } from './mappedText.ts';
import { programOf } from './programs.ts';

/** A build has the machine to itself; root unless `USER` says otherwise. */
const inBuild: ShellStart = { ...textStart, root: true, alone: true };

interface Stage {
  /** Null where the shell is none that is analysed. */
  readonly language: ParsedLanguage | null;
  readonly start: ShellStart;
}

const first: Stage = { language: 'bash', start: inBuild };

/** A line break would end the instruction. */
const onOneLine: Requote = (text) => (text.includes('\n') ? null : text);
const inHeredoc: Requote = (text) => text;

/** `["a", "b"]`: JSON, or what a shell gets. */
function jsonWords(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((word) => typeof word === 'string') ? list : null;
  } catch {
    // Not JSON: the builder hands it to the shell as it is.
    return null;
  }
}

/** The instruction's text, its pieces joined. */
function textOf(source: SourceText, { pieces }: Instruction): string {
  return pieces
    .map(({ start, end }) => source.text.slice(start, end))
    .join('')
    .trim();
}

class Reader {
  private readonly source: SourceText;
  private readonly finds: Finds;
  private readonly stages = new Map<string, Stage>();
  private stage: Stage = first;
  private stageName = '';
  private last = -1;

  constructor(source: SourceText, finds: Finds) {
    this.source = source;
    this.finds = finds;
  }

  read(instruction: Instruction): void {
    switch (instruction.keyword) {
      case 'FROM':
        this.from(instruction);
        return;
      case 'SHELL':
        this.shell(instruction);
        return;
      case 'USER': {
        const user = instruction.words[0]?.text.split(':', 1)[0] ?? '';
        this.change({ ...this.stage, start: { ...this.stage.start, root: /^(?:root|0)$/.test(user) } });
        return;
      }
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
        this.command(instruction, instruction.pieces);
        return;
      case 'HEALTHCHECK': {
        const command = instruction.words.find(({ text }) => text.toUpperCase() === 'CMD');
        if (command)
          this.command(
            instruction,
            instruction.pieces.flatMap((piece) => after(piece, command.end)),
          );
      }
    }
  }

  private change(stage: Stage): void {
    this.stage = stage;
    this.stages.set(this.stageName, stage);
  }

  /** A stage goes on with what the one it is made from has set. */
  private from({ words, stage }: Instruction): void {
    const base = words[0]?.text.toLowerCase() ?? '';
    const inherited = this.stages.get(base) ?? first;
    this.last = stage;
    this.stageName = words[1]?.text.toUpperCase() === 'AS' ? (words[2]?.text.toLowerCase() ?? '') : `${this.last}`;
    this.change(inherited);
  }

  private shell(instruction: Instruction): void {
    const words = jsonWords(textOf(this.source, instruction));
    const program = words ? programOf([...words, '…'], this.stage.start) : null;
    const { root, alone } = this.stage.start;
    this.change({ language: program?.words ? program.language : null, start: { ...(program?.start ?? inBuild), root, alone } });
  }

  private command(instruction: Instruction, pieces: Instruction['pieces']): void {
    const text = pieces
      .map(({ start, end }) => this.source.text.slice(start, end))
      .join('')
      .trim();
    const scope = this.stageName === `${this.last}` ? '' : this.stageName;
    const words = jsonWords(text);
    const { heredocs } = instruction;
    if (words) this.execForm(words, instruction, pieces, scope);
    else if (heredocs.length > 0 && instruction.words[0]?.text.startsWith('<<')) this.script(instruction, scope);
    else this.shellForm(instruction, pieces, scope);
  }

  private shellForm(instruction: Instruction, pieces: Instruction['pieces'], scope: string): void {
    const { language, start } = this.stage;
    if (!language) return;
    const { heredocs } = instruction;
    const builder = new TextBuilder(this.source.text, language, this.source.holes);
    for (const piece of pieces) builder.verbatim(piece.start, piece.end, onOneLine);
    // The shell reads what follows as its own here-documents.
    if (heredocs.length > 0) builder.verbatim(lineEnd(this.source.text, heredocs[0]!.start), instruction.end, inHeredoc);
    this.finds.add({ language, start, text: builder.build(), scope });
  }

  /** `RUN <<EOF`: the lines are a script, in the language of its first line if that says so. */
  private script(instruction: Instruction, scope: string): void {
    for (const { start: from, end } of instruction.heredocs) {
      const firstLine = this.source.text.slice(from, end).split('\n', 1)[0]!.trim();
      const interpreted = firstLine.startsWith('#!')
        ? programOf(
            firstLine
              .slice(2)
              .trim()
              .replace(/^\S*\/env\s+(?:-S\s+)?/, '')
              .split(/\s+/),
            this.stage.start,
          )
        : null;
      if (firstLine.startsWith('#!') && !interpreted) continue;
      const language = interpreted?.language ?? this.stage.language;
      if (!language) continue;
      const builder = new TextBuilder(this.source.text, language, this.source.holes);
      builder.verbatim(from, end, inHeredoc);
      this.finds.add({ language, start: interpreted?.start ?? this.stage.start, text: builder.build(), scope });
    }
  }

  /** `["sh", "-c", "…"]`: the program is one of the words. */
  private execForm(words: readonly string[], instruction: Instruction, pieces: Instruction['pieces'], scope: string): void {
    const program = programOf(words, this.stage.start);
    const code = program?.words;
    if (!program || !code) return;
    const places = stringsIn(this.source.text, pieces);
    const builder = new TextBuilder(this.source.text, program.language, this.source.holes);
    for (let at = code.from; at < code.to; at++) {
      const place = places[at];
      if (!place) {
        this.finds.unread(instruction.start, 'a word of the command could not be found in the file');
        return;
      }
      if (at > code.from) builder.decoded(place.start, place.start, ' ');
      decodeJson(this.source.text, place, builder);
    }
    this.finds.add({ language: program.language, start: program.start, text: builder.build(), scope });
  }
}

function after(piece: { readonly start: number; readonly end: number }, from: number): { readonly start: number; readonly end: number }[] {
  const start = Math.max(piece.start, from);
  return start < piece.end ? [{ start, end: piece.end }] : [];
}

/** The line end before an offset. */
function lineEnd(text: string, offset: number): number {
  return text[offset - 2] === '\r' ? offset - 2 : offset - 1;
}

/** The strings of a JSON list, without their quotes; those that a line continuation cuts in two are left out. */
function stringsIn(text: string, pieces: Instruction['pieces']): ({ readonly start: number; readonly end: number } | null)[] {
  const found: ({ readonly start: number; readonly end: number } | null)[] = [];
  let start = -1;
  for (const piece of pieces) {
    if (start >= 0) {
      // A string went on over the end of a line.
      found.push(null);
      start = -1;
      return found;
    }
    for (let at = piece.start; at < piece.end; at++) {
      if (start >= 0 && text[at] === '\\') at++;
      else if (text[at] === '"') {
        if (start >= 0) found.push({ start, end: at });
        start = start >= 0 ? -1 : at + 1;
      }
    }
  }
  return found;
}

const asJson: Requote = (text) => JSON.stringify(text).slice(1, -1);

function decodeJson(text: string, { start, end }: { readonly start: number; readonly end: number }, builder: TextBuilder): void {
  let from = start;
  for (let at = start; at < end; at++) {
    if (text[at] !== '\\') continue;
    const to = at + (text[at + 1] === 'u' ? 6 : 2);
    builder.verbatim(from, at, asJson);
    builder.decoded(at, to, JSON.parse(`"${text.slice(at, to)}"`) as string);
    from = to;
    at = to - 1;
  }
  builder.verbatim(from, end, asJson);
}

export function findInDockerfile(source: SourceText, { instructions }: Dockerfile, finds: Finds): void {
  const reader = new Reader(source, finds);
  for (const instruction of instructions) reader.read(instruction);
}
