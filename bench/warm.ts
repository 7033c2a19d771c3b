/** The whole warm analysis beside the bare parse of the same bytes, by language. */
import Parser from 'tree-sitter';
import bash from 'tree-sitter-bash';
import javascript from 'tree-sitter-javascript';
import python from 'tree-sitter-python';
import typescript from 'tree-sitter-typescript';
import { checks } from '../checks/index.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';
import type { BenchFile } from './corpus.ts';
import { median } from './measure.ts';

const ROUNDS = 15;
const grammars = { sh: bash, js: javascript, ts: typescript.typescript, py: python } as const;

export async function benchWarm(files: readonly BenchFile[]): Promise<string[]> {
  const core = await loadCore('native');
  const analyze = createAnalyzer(core, checks, { parseDeadline: 60_000 });
  const report = [`Warm analysis as a multiple of the bare parse (${core.kind} core), median of ${ROUNDS} rounds in turns`];
  for (const ending of ['sh', 'js', 'ts', 'py'] as const) {
    const inputs = files
      .filter(({ path }) => path.endsWith(`.${ending}`))
      .map(({ path, head }) => ({ path, mode: 'file' as const, bytes: new TextEncoder().encode(head) }));
    const parser = new Parser();
    parser.setLanguage(grammars[ending] as Parameters<typeof parser.setLanguage>[0]);
    const time = (work: () => void): number => {
      const started = performance.now();
      work();
      return performance.now() - started;
    };
    const bare = () => {
      for (const { bytes } of inputs) {
        const text = new TextDecoder().decode(bytes);
        parser.parse((offset) => text.slice(offset, offset + 32_768));
      }
    };
    const full = () => {
      for (const input of inputs) analyze(input);
    };
    bare();
    full();
    const times = Array.from({ length: ROUNDS }, () => [time(bare), time(full)] as const);
    const [parse, whole] = [median(times.map(([one]) => one)), median(times.map(([, other]) => other))];
    report.push(
      `  .${ending.padEnd(4)} bare parse ${parse.toFixed(1).padStart(6)} ms   whole analysis ${whole.toFixed(1).padStart(6)} ms   ratio ${(whole / parse).toFixed(2)}`,
    );
  }
  return report;
}
