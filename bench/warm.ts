/** What each layer of a warm analysis costs beside the bare parse of the same bytes, by language. */
import Parser from 'tree-sitter';
import bash from 'tree-sitter-bash';
import javascript from 'tree-sitter-javascript';
import powershell from 'tree-sitter-powershell';
import python from 'tree-sitter-python';
import typescript from 'tree-sitter-typescript';
import { checks } from '../checks/index.ts';
import { createAnalyzer, type FileInput } from '../src/engine/analyzeFile.ts';
import { loadCore, type ParsedLanguage, parsedLanguages } from '../src/engine/parse/grammars.ts';
import { median } from './measure.ts';

const ROUNDS = 15;
/** Milliseconds of rounds that are not counted: the runtime compiles what is hot. */
const WARM_UP = 1500;
/** No file of the bench may be given up in the middle: its figure would be too good. */
export const PARSE_DEADLINE = 60_000;
const CHUNK = 32_768;

const grammars: Readonly<Record<ParsedLanguage, unknown>> = {
  bash,
  javascript,
  typescript: typescript.typescript,
  tsx: typescript.tsx,
  python,
  powershell,
};

export interface WarmFile extends FileInput {
  readonly language: ParsedLanguage;
}

/** Of this process alone, collector included: on a busy machine the clock would count the neighbours too. */
export function cpuMillisecondsOf(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** The parser alone, as a library's user calls it. */
export function bareParser(language: ParsedLanguage): (text: string) => void {
  const parser = new Parser();
  parser.setLanguage(grammars[language] as Parameters<typeof parser.setLanguage>[0]);
  return (text) => parser.parse((offset) => text.slice(offset, offset + CHUNK));
}

export async function benchWarm(what: string, files: readonly WarmFile[]): Promise<string[]> {
  const core = await loadCore('native');
  const whole = createAnalyzer(core, checks, { parseDeadline: PARSE_DEADLINE });
  // All that is lowered is lowered because a check asks for it.
  const unchecked = createAnalyzer(core, [], { parseDeadline: PARSE_DEADLINE });
  const rows = parsedLanguages.flatMap((language) => {
    const inputs = files.filter((file) => file.language === language);
    if (inputs.length === 0) return [];
    const texts = inputs.map(({ bytes }) => new TextDecoder().decode(bytes));
    const bareParse = bareParser(language);
    // Each does what the one before does and more: parse; flatten; decode, guard, look for suppressions; lower and run the rules.
    const layers = [
      () => texts.forEach(bareParse),
      () => {
        for (const text of texts) core.parse(language, text, PARSE_DEADLINE);
      },
      () => {
        for (const input of inputs) unchecked(input);
      },
      () => {
        for (const input of inputs) whole(input);
      },
    ];
    const round = () => layers.map(cpuMillisecondsOf);
    for (let spent = 0; spent < WARM_UP; ) spent += round().reduce((sum, one) => sum + one, 0);
    const times = Array.from({ length: ROUNDS }, round);
    /** A layer by itself: what a round took with it beyond what the same round took without. */
    const layer = (at: number) => median(times.map((one) => one[at]! - (one[at - 1] ?? 0)));
    const bare = layer(0);
    const multiple = (milliseconds: number) => (milliseconds / bare).toFixed(2).padStart(5);
    const kilobytes = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000;
    return [
      `  ${language.padEnd(11)} ${String(inputs.length).padStart(3)} files ${kilobytes.toFixed(0).padStart(5)} KB   bare parse ${bare.toFixed(1).padStart(6)} ms` +
        `   flatten ${multiple(layer(1))}   around them ${multiple(layer(2))}   lowering and rules ${multiple(layer(3))}` +
        `   whole ${multiple(median(times.map((one) => one[3]!)))}`,
    ];
  });
  return [
    `Warm analysis of ${what} in CPU time as multiples of the bare parse (${core.kind} core), median of ${ROUNDS} rounds in turns`,
    ...rows,
  ];
}
