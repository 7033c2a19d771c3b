/** `portcullis attest`: a report of a test run as a signed block, for CI to put into the output of a check run. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { attest as sign } from '../tdd/evidence/attestation.ts';
import { exitCodes, UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { readJUnit, readTap } from './testReport.ts';

export interface AttestOptions {
  readonly junit?: string;
  readonly tap?: string;
  readonly sha: string;
  readonly keyEnv: string;
  readonly command?: string;
}

const largestReport = 50_000_000;

export function attest({ junit, tap, sha, keyEnv, command }: AttestOptions, terminal: Terminal): number {
  const file = junit ?? tap;
  if (file === undefined || (junit !== undefined && tap !== undefined))
    throw new UsageError('attest: give one report, --junit FILE or --tap FILE.');
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha))
    throw new UsageError('attest: --sha takes the whole name of a commit, 40 hexadecimal digits.');
  const key = terminal.environment[keyEnv];
  if (!key) throw new UsageError(`attest: the environment variable ${keyEnv} is not set: put the private key (PEM) there.`);
  const bytes = readReport(file);
  const text = bytes.toString('utf8');
  const report = junit === undefined ? readTap(text) : readJUnit(text);
  if (report === null)
    throw new UsageError(
      junit === undefined
        ? `${file}: is no TAP report that can be read: it does not hold the tests that it plans, or is another format.`
        : `${file}: is no JUnit report that can be read: it is cut, declares a document type, or is another format.`,
    );
  const digest = createHash('sha256').update(bytes).digest('hex');
  const statement = { version: 1, sha, command: command ?? null, digest, ...report, time: new Date().toISOString() } as const;
  try {
    terminal.out(`${sign(statement, key)}\n`);
  } catch {
    // The error of the library may quote what it was given.
    throw new UsageError(`attest: ${keyEnv} holds no private key of Ed25519 in PEM: \`openssl genpkey -algorithm ed25519\` makes one.`);
  }
  return exitCodes.passed;
}

function readReport(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > largestReport) throw new UsageError(`${file}: is larger than ${largestReport / 1_000_000} MB.`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}): name a file that is there.`);
  }
}
