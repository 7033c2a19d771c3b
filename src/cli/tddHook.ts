/** `portcullis tdd --hook FILE`: the commit that is about to be made, judged with those of its branch. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configPath, configText } from '../config/configTexts.ts';
import { defaultPolicy } from '../config/defaults.ts';
import { GitError } from '../git/gitError.ts';
import { readStaged, type StagedCommit, stagedSha } from '../git/readStaged.ts';
import type { Policy } from '../model/policy.ts';
import type { TddReport, TddViolation } from '../model/review.ts';
import { terminal as printable } from '../report/escape.ts';
import { judgeTdd } from '../review/judgeTdd.ts';
import { exitCodes, UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

export interface HookOptions {
  readonly hook: string;
  readonly base?: string;
  readonly repo: string;
  readonly config?: string;
}

const anyway = '`git commit --no-verify` commits without this hook.';

export async function tddHook(options: HookOptions, bench: Workbench, terminal: Terminal): Promise<number> {
  const message = readMessage(options.hook);
  // They are folded into another commit, which is judged then.
  if (/^(?:fixup|squash|amend)! /.test(message.trimStart())) return exitCodes.passed;
  const staged = await readOrExplain(() => readStaged({ ...options, message, environment: terminal.environment }));
  try {
    // A merge brings what was judged where it was made. An empty message is git's to refuse.
    if (staged.commit.parents.length > 1 || staged.commit.message === '') return exitCodes.passed;
    const settings = (await policyOfHook(staged, options)).tdd;
    const { diffs, ...labels } = staged.change;
    // Contents weigh only where they can fail; without them no child has to start.
    const isStrict = [settings, ...settings.paths].some(({ mode }) => mode === 'strict');
    const change = isStrict ? { ...labels, diffs } : labels;
    return tell(await judgeTdd({ change, settings, outline: bench.pool.outline, concurrency: bench.concurrency }), options, terminal);
  } finally {
    await staged.close();
  }
}

function readMessage(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`--hook ${file}: cannot be read (${code}): the hook is \`exec portcullis tdd --hook "$1"\`.`);
  }
}

async function readOrExplain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
}

/** As it stands in the work tree, for that is what its author reads; where it is not checked out, as HEAD has it. */
async function policyOfHook({ folder, readHead }: StagedCommit, { config }: HookOptions): Promise<Policy> {
  const file = config ?? join(folder, configPath);
  const isThere = config !== undefined || existsSync(file);
  const content = isThere ? null : await readHead(configPath);
  if (!isThere && content === null) return defaultPolicy;
  // A configuration names checks, so reading it loads them all: what a repository without one saves.
  const { policyOfFile, policyOfText } = await import('./policy.ts');
  try {
    if (content === null) return (await policyOfFile(file)).policy;
    const text = content.kind === 'bytes' ? configText(content.bytes) : ({ kind: 'unreadable', reason: content.reason } as const);
    return (await policyOfText(text, `HEAD:${configPath}`)).policy;
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\nMend it, or ${anyway}`);
    throw error;
  }
}

/** What a commit can only do wrong together with those that follow it, or once its tests ran. */
const notYet = new Set(['tdd/missing-green', 'tdd/evidence-missing', 'tdd/red-not-failing', 'tdd/green-not-passing']);

const firstTest =
  '`git restore --staged .`, stage the test alone and commit it with a subject that ends in (RED); then stage the code and commit it with (GREEN).';

const remedies: Readonly<Record<string, string>> = {
  'tdd/missing-red': firstTest,
  'tdd/combined': firstTest,
  'tdd/phase-content': '`git restore --staged` what does not belong into this phase, and commit it on its own.',
  'tdd/test-weakened': 'take the change of the tests out of this commit.',
  'tdd/refactor-changes-tests': 'take the change of the tests out of this commit.',
};

function tell(report: TddReport, { hook }: HookOptions, terminal: Terminal): number {
  const own = report.violations.filter(({ id, commit }) => commit === stagedSha && !notYet.has(id));
  const blocks = own.some((violation) => violation.blocks);
  // Where nobody follows the discipline and nothing asks for it, there is nothing to say.
  const isFollowed = report.commits.some(({ phase }) => phase !== 'exempt' && phase !== 'unlabelled');
  if (own.length === 0 || (!blocks && !isFollowed)) return exitCodes.passed;
  for (const violation of own) for (const line of linesOf(violation)) terminal.error(`portcullis: ${printable(line)}\n`);
  if (!blocks) return exitCodes.passed;
  terminal.error(
    `portcullis: not committed. The message is kept: \`git commit -e -F ${printable(hook, 200)}\` takes it up again; ${anyway}\n`,
  );
  return exitCodes.blocked;
}

function linesOf({ id, message }: TddViolation): string[] {
  const remedy = Object.hasOwn(remedies, id) ? remedies[id] : undefined;
  return [`${id}: ${message}`, ...(remedy === undefined ? [] : [`  ${remedy}`])];
}
