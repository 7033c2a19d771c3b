/** `portcullis tdd`: the commits of a local range, by their labels and what they contain. */
import { renderTddJson } from '../report/json.ts';
import { renderTddMarkdown } from '../report/markdown.ts';
import { renderTddText } from '../report/text.ts';
import { judgeTdd } from '../review/judgeTdd.ts';
import { exitCodes, UsageError } from './exit.ts';
import { type LocalOptions, withLocalChange } from './localChange.ts';
import type { ReportOptions } from './main.ts';
import { writeReport } from './output.ts';
import { policyOfChange, problemLines } from './policy.ts';
import type { Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

interface TddOptions extends LocalOptions, ReportOptions {
  readonly title?: string;
}

export async function tdd(options: TddOptions, bench: Workbench, terminal: Terminal): Promise<number> {
  return withLocalChange(options, terminal, async (change) => {
    const { policy, problems } = await policyOfChange(change, options);
    if (problems.length > 0) {
      throw new UsageError(problemLines(problems).join('\n'));
    }
    const report = await judgeTdd({
      change,
      settings: policy.tdd,
      outline: bench.pool.outline,
      concurrency: bench.concurrency,
      context: { title: options.title ?? null },
    });
    const text =
      options.format === 'json'
        ? renderTddJson(report)
        : options.format === 'markdown'
          ? renderTddMarkdown(report)
          : renderTddText(report, { colour: terminal.colour && options.output === undefined });
    writeReport(text, options.output, terminal);
    return report.conclusion === 'failure' ? exitCodes.blocked : exitCodes.passed;
  });
}
