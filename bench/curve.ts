/** Cost per byte as files grow: a straight line has the same at 64 KB and at 1 MB. */
import { checks } from '../checks/index.ts';
import { createAnalyzer } from '../src/engine/analyzeFile.ts';
import { MAX_ANALYSED_BYTES } from '../src/engine/files/guards.ts';
import { loadCore, parsedLanguages } from '../src/engine/parse/grammars.ts';
import { median } from './measure.ts';
import type { RealFile } from './real/realFiles.ts';
import { concatenated } from './real/sample.ts';
import { bareParser, cpuMillisecondsOf, PARSE_DEADLINE } from './warm.ts';

const SIZES = [16_000, 64_000, 256_000, MAX_ANALYSED_BYTES];
/** Each size is analysed until so many bytes have been, at least thrice. */
const BYTES_A_SIZE = 4_000_000;
const endings = { bash: 'sh', javascript: 'js', typescript: 'ts', tsx: 'tsx', python: 'py', powershell: 'ps1' } as const;

export async function benchCurve(files: readonly RealFile[]): Promise<string[]> {
  const core = await loadCore('native');
  const analyze = createAnalyzer(core, checks, { parseDeadline: PARSE_DEADLINE });
  const rows = parsedLanguages.flatMap((language) => {
    const bareParse = bareParser(language);
    const points = SIZES.flatMap((size) => {
      const bytes = concatenated(files, language, size);
      if (!bytes) return [];
      const text = new TextDecoder().decode(bytes);
      const input = { path: `all.${endings[language]}`, mode: 'file', bytes } as const;
      const { incomplete } = analyze(input);
      const rounds = Math.max(3, Math.ceil(BYTES_A_SIZE / size));
      const whole = median(Array.from({ length: rounds }, () => cpuMillisecondsOf(() => analyze(input))));
      const bare = median(Array.from({ length: rounds }, () => cpuMillisecondsOf(() => bareParse(text))));
      return [{ size, milliseconds: whole, whole: (whole * 1e6) / bytes.length, bare: (bare * 1e6) / bytes.length, incomplete }];
    });
    if (points.length === 0) return [];
    const at = (size: number) => points.find((point) => point.size === size);
    const [middle, last] = [at(64_000), at(MAX_ANALYSED_BYTES)];
    const bend = (of: 'whole' | 'bare') => (middle && last ? (last[of] / middle[of]).toFixed(2) : 'not enough code');
    const curve = points.map(({ size, whole, bare }) => `${size / 1000} KB ${whole.toFixed(0)} (${bare.toFixed(0)})`).join('   ');
    return [
      `  ${language.padEnd(11)} ${curve}   1 MB beside 64 KB: ${bend('whole')} (${bend('bare')})${last ? `, 1 MB in ${last.milliseconds.toFixed(0)} ms` : ''}`,
      ...points.flatMap(({ size, incomplete }) => incomplete.map((reason) => `    at ${size / 1000} KB: ${reason}`)),
    ];
  });
  return ['Whole analysis in ns of CPU a byte, warm, of real code in one file; the bare parse in brackets', ...rows];
}
