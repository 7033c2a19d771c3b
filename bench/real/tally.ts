/** What a run over real code comes to: lines, findings by check and severity, and how many of them would block. */
import { type Finding, severities } from '../../src/model/finding.ts';

export interface MeasuredFile {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  readonly findings: readonly Pick<Finding, 'checkId' | 'severity' | 'confidence'>[];
  readonly incomplete: readonly string[];
}

/** What blocks a merge where no configuration says otherwise. */
function isBlocking({ severity, confidence }: MeasuredFile['findings'][number]): boolean {
  return (severity === 'critical' || severity === 'high') && confidence === 'high';
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function languageRow(name: string, files: readonly MeasuredFile[]): string {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const findings = files.flatMap((file) => file.findings);
  const blocking = findings.filter(isBlocking).length;
  const rate = ((1000 * blocking) / lines).toFixed(3);
  return `  ${name.padEnd(12)} ${String(files.length).padStart(6)} files ${String(lines).padStart(8)} lines ${String(findings.length).padStart(6)} findings ${String(blocking).padStart(5)} blocking, ${rate} a thousand lines`;
}

export function tally(files: readonly MeasuredFile[]): string[] {
  const findings = files.flatMap((file) => file.findings);
  const incomplete = files.flatMap(({ path, incomplete: reasons }) => reasons.map((reason) => `  ${path}: ${reason}`));
  const checkRow = (id: string, of: readonly MeasuredFile['findings'][number][]) =>
    `  ${id.padEnd(34)}${severities.map((one) => String(of.filter(({ severity }) => severity === one).length).padStart(9)).join('')}${String(of.filter(isBlocking).length).padStart(10)}`;
  return [
    ...groupBy(files, (file) => file.language).map(([language, of]) => languageRow(language, of)),
    languageRow('all', files),
    `  ${'check'.padEnd(34)}${severities.map((one) => one.padStart(9)).join('')}${'blocking'.padStart(10)}`,
    ...groupBy(findings, (finding) => finding.checkId).map(([id, of]) => checkRow(id, of)),
    `  not fully analysed: ${incomplete.length}`,
    ...incomplete,
  ];
}
