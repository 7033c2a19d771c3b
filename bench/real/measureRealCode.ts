/** The analyzer, in its children and with its deadlines, over the real code: what it says of code with no security story. */

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defaultPolicy } from '../../src/config/defaults.ts';
import { isCheckOn } from '../../src/decide/scope.ts';
import { judgeFinding } from '../../src/decide/severity.ts';
import type { Finding } from '../../src/model/finding.ts';
import { redact } from '../../src/redact/redact.ts';
import { createPool } from '../../src/sandbox/pool.ts';
import type { RealFile } from './realFiles.ts';
import { type MeasuredFile, tally } from './tally.ts';

interface Measured extends MeasuredFile {
  readonly findings: readonly Pick<Finding, 'checkId' | 'severity' | 'confidence' | 'startLine' | 'message' | 'trace'>[];
}

/** Files handed to the children at a time; more would stand in memory for nothing. */
const UNDER_WAY = 64;

export async function measureRealCode(files: readonly RealFile[], out: string | undefined): Promise<string[]> {
  const children = availableParallelism();
  const pool = createPool({ children, spare: false });
  const waiting = files.map((file, index) => ({ file, index }));
  const measured: Measured[] = new Array(files.length);
  const measure = async ({ path, mode, bytes, language, lines }: RealFile): Promise<Measured> => {
    const analysis = await pool.analyze({ path, mode, bytes });
    const told = analysis.findings.filter(({ checkId, family }) => isCheckOn(defaultPolicy, checkId, family));
    const findings = told.map((raw) => ({ ...raw, ...judgeFinding(raw, analysis.role) }));
    return { path, language, lines, findings, incomplete: analysis.incomplete };
  };
  const started = performance.now();
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) measured[next.index] = await measure(next.file);
  };
  try {
    await Promise.all(Array.from({ length: UNDER_WAY }, work));
  } finally {
    await pool.close();
  }
  const seconds = (performance.now() - started) / 1000;
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(listing(files, measured), null, 1)}\n`);
  const lines = measured.reduce((sum, file) => sum + file.lines, 0);
  const megabytes = files.reduce((sum, file) => sum + file.bytes.length, 0) / 1e6;
  return [
    'Real code: production files of npm and Debian packages, each text once',
    ...tally(measured),
    `  ${seconds.toFixed(1)} s with ${children} children, their start included: ${(lines / seconds).toFixed(0)} lines, ${(megabytes / seconds).toFixed(2)} MB a second`,
  ];
}

/** Every finding with the line it stands on, for those who read them. */
function listing(files: readonly RealFile[], measured: readonly Measured[]): object[] {
  return measured.flatMap(({ path, language, findings }, index) => {
    if (findings.length === 0) return [];
    const lines = new TextDecoder().decode(files[index]!.bytes).split('\n');
    return findings.map(({ startLine, checkId, severity, confidence, message, trace }) => ({
      path,
      line: startLine,
      language,
      check: checkId,
      severity,
      confidence,
      message: redact(message),
      trace: trace.map(({ line, text }) => redact(`${line}: ${text}`)),
      statement: redact((lines[startLine - 1] ?? '').trim()),
    }));
  });
}
