/** `portcullis tdd`: the commit labels of a local range. */
import { renderTddJson } from '../report/json.ts';
import { renderTddMarkdown } from '../report/markdown.ts';
import { renderTddText } from '../report/text.ts';
import { judgeCommits } from '../tdd/judgeCommits.ts';
import { rangeOf } from '../tdd/range.ts';
import { exitCodes, UsageError } from './exit.ts';
import { type LocalOptions, withLocalChange } from './localChange.ts';
import type { ReportOptions } from './main.ts';
import { writeReport } from './output.ts';
import { policyOfChange, problemLines } from './policy.ts';
import type { Terminal } from './terminal.ts';

export async function tdd(options: LocalOptions & ReportOptions, terminal: Terminal): Promise<number> {
  return withLocalChange(options, terminal, async (change) => {
    const { policy, problems } = await policyOfChange(change, options);
    if (problems.length > 0) {
      throw new UsageError(problemLines(problems).join('\n'));
    }
    const report = judgeCommits(rangeOf(change.commits), policy.tdd);
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
