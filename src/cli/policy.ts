/** The policy of a command: the repository's config or the one that `--config` names, and what the options override. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { checks } from '../../checks/index.ts';
import { type ConfigText, configText, largestConfig, readConfigTexts } from '../config/configTexts.ts';
import { type LoadedPolicy, loadPolicy } from '../config/loadPolicy.ts';
import type { Change } from '../model/change.ts';
import type { PolicyProblem } from '../model/policy.ts';
import { UsageError } from './exit.ts';
import type { ReportOptions } from './main.ts';

export const knownChecks: readonly string[] = checks.map((check) => check.id);

function readConfigFile(file: string): ConfigText {
  let descriptor: number | null = null;
  try {
    // A pipe would be waited for at the opening already.
    if (!statSync(file).isFile()) throw new UsageError(`${file}: is not a regular file: name the YAML file itself.`);
    descriptor = openSync(file, 'r');
    const bytes = Buffer.alloc(largestConfig + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    return configText(bytes.subarray(0, length));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}): name a file that is there.`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function override(loaded: LoadedPolicy, { failOn }: Pick<ReportOptions, 'failOn'>): LoadedPolicy {
  return failOn ? { ...loaded, policy: { ...loaded.policy, failOn: { ...loaded.policy.failOn, severity: failOn } } } : loaded;
}

/** For a change: its base's config, unless `--config` names another. Whoever runs the command may loosen; only the app has a floor. */
export async function policyOfChange(
  change: Change,
  options: Pick<ReportOptions, 'config' | 'failOn'>,
  floor: ConfigText = { kind: 'none' },
): Promise<LoadedPolicy> {
  const texts = await readConfigTexts(change, floor);
  if (options.config === undefined) return override(await loadPolicy(texts, FLOOR, knownChecks), options);
  return override(await policyOfFile(options.config), options);
}

const FLOOR = "the owner's .github repository";

/** For files as they stand: the config that `--config` names, else the defaults. Throws UsageError with every problem in it. */
export async function policyOfFile(file: string | undefined, options: Pick<ReportOptions, 'failOn'> = {}): Promise<LoadedPolicy> {
  return override(await policyOfText(file === undefined ? { kind: 'none' } : readConfigFile(file), file ?? ''), options);
}

/** The same of a text; `name` is what its problems name. */
export async function policyOfText(text: ConfigText, name: string): Promise<LoadedPolicy> {
  const loaded = await loadPolicy({ floor: { kind: 'none' }, base: text, head: text }, FLOOR, knownChecks);
  if (loaded.problems.length > 0) {
    throw new UsageError(problemLines(loaded.problems.map((problem) => ({ ...problem, file: name }))).join('\n'));
  }
  return loaded;
}

export function problemLines(problems: readonly PolicyProblem[]): string[] {
  return problems.map(({ file, line, message }) => `${file}${line === null ? '' : `:${line}`}: ${message}`);
}
