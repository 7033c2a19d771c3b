/** `portcullis scan PATH...`: a review in which everything is new. */
import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import { configPath } from '../config/configTexts.ts';
import { scoreVector } from '../decide/cvss.ts';
import { MAX_SEARCHED_BYTES } from '../engine/files/guards.ts';
import { type Change, type Content, type FileMode, noHistory } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Review, Scan } from '../model/review.ts';
import { renderScanJson } from '../report/json.ts';
import { renderScanMarkdown } from '../report/markdown.ts';
import { renderScanSarif } from '../report/sarif.ts';
import { renderScanText } from '../report/text.ts';
import { reviewChange } from '../review/reviewChange.ts';
import { exitCodes } from './exit.ts';
import { linesOf } from './lines.ts';
import type { ReportOptions } from './main.ts';
import { writeReport } from './output.ts';
import { knownChecks, policyOfFile } from './policy.ts';
import { progressLine, type Terminal } from './terminal.ts';
import { fileBelow, type Root, walk } from './walk.ts';
import type { Workbench } from './workbench.ts';

async function load(file: string, mode: FileMode): Promise<Content> {
  try {
    // Of a link the target is what a repository holds, whatever stands there.
    if (mode === 'symlink') return { kind: 'bytes', bytes: await readlink(file, 'buffer') };
    if ((await stat(file)).size > MAX_SEARCHED_BYTES) return { kind: 'unavailable', reason: `larger than ${MAX_SEARCHED_BYTES / 1e6} MB` };
    return { kind: 'bytes', bytes: await readFile(file) };
  } catch (error) {
    return { kind: 'unavailable', reason: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** A change that adds every file. What kind of place a file is, is told by its path below the folder that was named. */
function everythingAdded({ folder, files, isWhole }: Root): Change {
  const heads = files.map(({ path, mode }) => ({ path, mode, sha: path }));
  return {
    repository: folder,
    base: '',
    head: '',
    files: heads.map((head) => ({ status: 'added', base: null, head })),
    commits: [],
    incomplete: [],
    load: ({ path, mode }) => load(join(folder, path), mode),
    find: async () => null,
    // Of a folder all files are there already; beside a single file there may be some that it takes from.
    peek: isWhole ? () => null : fileBelow(folder),
    ...(isWhole && { list: (side) => (side === 'head' ? heads.map(({ path }) => path) : []) }),
    history: async () => noHistory,
    close: async () => {},
  };
}

function below(folder: string, finding: Finding): Finding {
  const path = join(folder, finding.path);
  return { ...finding, path, trace: finding.trace.map((step) => ({ ...step, path: join(folder, step.path) })) };
}

const ofChanges = new Set(checks.filter(({ about }) => about === 'change').map(({ id }) => id));

function toScan(folder: string, review: Review): Scan {
  // They were looked for, so that the suppressions of them count as used.
  const findings = review.introduced.filter(({ checkId }) => !ofChanges.has(checkId));
  const told = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    findings: findings.map((finding) => below(folder, finding)),
    suppressionProblems: review.suppressionProblems.map((one) =>
      one.path === configPath ? one : { ...one, path: join(folder, one.path) },
    ),
    suppressed: review.suppressed.map((one) => ({ ...one, finding: below(folder, one.finding) })),
    analysed: review.analysed,
    skipped: review.skipped.map((one) => ({ ...one, path: join(folder, one.path) })),
    incomplete: review.incomplete.map((one) => ({ ...one, path: one.path === null ? null : join(folder, one.path) })),
    partial: review.partial.map((one) => ({ ...one, path: one.path === null ? null : join(folder, one.path) })),
    blocking: review.blocking.filter((fingerprint) => told.has(fingerprint)),
  };
}

export async function scan(paths: readonly string[], options: ReportOptions, bench: Workbench, terminal: Terminal): Promise<number> {
  const { policy, notices } = await policyOfFile(options.config, options);
  const walked = walk(paths);
  const total = walked.roots.reduce((sum, root) => sum + root.files.length, 0);
  const progress = progressLine(terminal, 'analysing');
  let done = 0;
  const results: { scan: Scan; texts: (path: string) => Promise<string | null> }[] = [];
  for (const root of walked.roots) {
    const { review, texts } = await reviewChange({
      change: everythingAdded(root),
      policy: { ...policy, ownSuppressions: 'effective', tdd: { ...policy.tdd, mode: 'off' } },
      policyProblems: [],
      notices,
      knownChecks,
      draft: false,
      today: terminal.today,
      analyze: bench.pool.analyze,
      outline: bench.pool.outline,
      concurrency: bench.concurrency,
      onProgress: () => progress.at(++done, total),
    });
    const inner = new Map(root.files.map(({ path }) => [join(root.folder, path), path]));
    results.push({ scan: toScan(root.folder, review), texts: async (path) => (inner.has(path) ? texts.of(inner.get(path)!) : null) });
  }
  progress.end();
  const scans = results.map((result) => result.scan);
  const merged: Scan = {
    findings: scans.flatMap((one) => one.findings),
    suppressed: scans.flatMap((one) => one.suppressed),
    // The config's own are the same for every folder.
    suppressionProblems: [
      ...new Map(scans.flatMap((one) => one.suppressionProblems).map((one) => [`${one.path}:${one.line}:${one.message}`, one])).values(),
    ],
    analysed: scans.reduce((sum, one) => sum + one.analysed, 0),
    skipped: [...walked.skipped, ...scans.flatMap((one) => one.skipped)],
    incomplete: [...walked.incomplete, ...scans.flatMap((one) => one.incomplete)],
    partial: scans.flatMap((one) => one.partial),
    blocking: scans.flatMap((one) => one.blocking),
  };
  const lineOf = await linesOf(
    merged.findings.map((finding) => finding.path),
    async (path) => {
      for (const { texts } of results) {
        const text = await texts(path);
        if (text !== null) return text;
      }
      return null;
    },
  );
  writeReport(render(merged, options, terminal, lineOf), options.output, terminal);
  if (merged.blocking.length > 0) return exitCodes.blocked;
  return merged.incomplete.length > 0 && policy.onIncomplete === 'failure' ? exitCodes.incomplete : exitCodes.passed;
}

function render(
  merged: Scan,
  { format, output }: ReportOptions,
  terminal: Terminal,
  lineOf: (path: string, line: number) => string | null,
): string {
  switch (format) {
    case 'json':
      return renderScanJson(merged);
    case 'sarif':
      return renderScanSarif(merged, { checks, scoreOf: scoreVector, version: terminal.version });
    case 'markdown':
      return renderScanMarkdown(merged);
    case 'text':
      return renderScanText(merged, { lineOf, checks, colour: terminal.colour && output === undefined });
  }
}
