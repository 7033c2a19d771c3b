/** Several tools measured on the same files, and the table of it. Who is not there is in the table too, with the reason. */
import { median, type ProcessRun, runProcess, takeTurns } from './measure.ts';
import { peakMegabytes } from './peakMemory.ts';
import type { Tool } from './tools.ts';

export interface Measured {
  readonly name: string;
  readonly times: readonly number[];
  readonly peak: number | null;
  readonly rules: readonly string[];
  readonly unread: number;
  readonly akin: RegExp;
}

export interface Missing {
  readonly name: string;
  readonly missing: string;
}

/** The report, or why there is none. */
function report(
  { command, statuses, rules, unread }: Tool,
  run: ProcessRun | null,
): { rules: readonly string[]; unread: number } | { missing: string } {
  if (!run) return { missing: `no program \`${command}\` here` };
  if (run.status === null || !statuses.includes(run.status)) {
    return { missing: `it ended with status ${run.status}: ${run.stderr.trim().split('\n').at(-1)}` };
  }
  try {
    return { rules: rules(run.stdout), unread: unread(run.stdout) };
  } catch (error) {
    return { missing: `its report cannot be read: ${(error as Error).message}` };
  }
}

/** Times of `rounds` turns, and the memory of one more run, so that looking at the memory costs no time. */
export async function measureTools(
  tools: readonly Tool[],
  folder: string,
  names: readonly string[],
  rounds: number,
): Promise<(Measured | Missing)[]> {
  const turns = takeTurns(
    Object.fromEntries(tools.map((tool) => [tool.name, () => runProcess(tool.command, tool.args(folder, names), folder)])),
    rounds,
  );
  const results: (Measured | Missing)[] = [];
  for (const tool of tools) {
    const { name, akin, command } = tool;
    const { times, last } = turns[name]!;
    const read = report(tool, last);
    if ('missing' in read) results.push({ name, missing: read.missing });
    else results.push({ name, times, peak: await peakMegabytes(command, tool.args(folder, names), folder), ...read, akin });
  }
  return results;
}

function counts(rules: readonly string[]): string {
  const byRule = new Map<string, number>();
  for (const rule of rules) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  return [...byRule]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `${rule} ${count}`)
    .join(', ');
}

const ratio = (ours: number | null | undefined, theirs: number | null) =>
  (typeof ours === 'number' && theirs ? (ours / theirs).toFixed(2) : '-').padStart(11);

/** The first of the results is us. */
export function peerTable(results: readonly (Measured | Missing)[]): string[] {
  const [us] = results;
  const ours = us && 'times' in us ? us : undefined;
  return [
    `    ${'tool'.padEnd(24)}${'wall ms'.padStart(9)}${'ours/its'.padStart(11)}${'peak MB'.padStart(9)}${'ours/its'.padStart(11)}${'findings'.padStart(10)}`,
    ...results.map((result) => {
      if ('missing' in result) return `    ${result.name.padEnd(24)}  missing: ${result.missing}`;
      const { name, times, peak, rules, unread, akin } = result;
      const inFamilies = rules.filter((rule) => akin.test(rule));
      const share = inFamilies.length > 0 ? `   ${inFamilies.length} of races and ignored failures: ${counts(inFamilies)}` : '';
      const time = median(times);
      const [timeRatio, peakRatio] = [ratio(ours && median(ours.times), time), ratio(ours?.peak, peak)];
      return `    ${name.padEnd(24)}${time.toFixed(0).padStart(9)}${timeRatio}${(peak?.toFixed(0) ?? '-').padStart(9)}${peakRatio}${String(rules.length).padStart(10)}${share}${unread > 0 ? `   ${unread} parts not read` : ''}`;
    }),
  ];
}
