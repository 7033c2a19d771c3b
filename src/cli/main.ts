/**
 * The command line: what each command takes, and what it ends with. Commands are loaded when called (a review needs no server), and
 * after the children that analyse for them were started, so that both load at the same time.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Severity, severities } from '../model/finding.ts';
import { redact } from '../redact/redact.ts';
import { terminal as printable } from '../report/escape.ts';
import { exitCodes, UsageError } from './exit.ts';
import type { PullRequestName } from './pullRequest.ts';
import type { Terminal } from './terminal.ts';
import { type Workbench, withWorkbench } from './workbench.ts';

export const formats = ['text', 'json', 'sarif', 'markdown'] as const;
export type Format = (typeof formats)[number];

/** Options of the commands that report something. */
export interface ReportOptions {
  readonly format: Format;
  readonly output?: string;
  readonly config?: string;
  readonly failOn?: Severity;
}

function pullRequest(value: string): PullRequestName {
  const match = /^([\w.-]+)\/([\w.-]+)#(\d{1,9})$/.exec(value);
  if (!match) throw new InvalidArgumentError("Write it as OWNER/REPO#NUMBER, in quotes: 'acme/widgets#7'.");
  return { owner: match[1]!, repo: match[2]!, number: Number(match[3]) };
}

function reporting(command: Command, choices: readonly Format[] = formats): Command {
  return command
    .addOption(new Option('--format <format>', 'how to print it').choices(choices).default('text'))
    .option('--output <file>', 'write to this file instead of standard output')
    .option('--config <file>', "use this configuration instead of the repository's own");
}

function judging(command: Command): Command {
  return reporting(command).addOption(new Option('--fail-on <severity>', 'block from this severity on').choices(severities));
}

function program(terminal: Terminal, end: (code: number) => void): Command {
  const portcullis = new Command('portcullis')
    .description('Security review of what a change introduces.')
    .version(terminal.version)
    .showHelpAfterError('Run with --help for what it takes.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.error(redact(text)) })
    .addHelpText('after', '\nExit status: 0 nothing blocks, 1 blocked, 2 usage or configuration, 3 not fully analysed.');

  judging(portcullis.command('review'))
    .description('what a change introduces, from a local git range or from a pull request on GitHub')
    .option('--base <rev>', 'what to compare with; the merge base with the head counts')
    .option('--head <rev>', 'the revision to review')
    .option('--repo <dir>', 'the repository', '.')
    .option('--pull <pull>', 'OWNER/REPO#N, read with the token in GITHUB_TOKEN; nothing is posted', pullRequest)
    .action(async (options) =>
      end(await withWorkbench(terminal, async (bench) => (await import('./review.ts')).review(options, bench, terminal))),
    );

  judging(portcullis.command('scan'))
    .description('everything in the files as they stand')
    .argument('<path...>', 'files and folders')
    .action(async (paths, options) =>
      end(await withWorkbench(terminal, async (bench) => (await import('./scan.ts')).scan(paths, options, bench, terminal))),
    );

  reporting(
    portcullis.command('tdd'),
    // SARIF is for findings in files.
    ['text', 'json', 'markdown'],
  )
    .description('RED, GREEN and REFACTOR commits of a range, or of the commit that is about to be made')
    .option('--base <rev>', 'where the range starts; for --hook what the branch parts from, by default the default branch')
    .option('--head <rev>', 'where it ends')
    .option('--repo <dir>', 'the repository', '.')
    .option('--title <text>', 'of the pull request, which a squash merge makes the subject')
    .option('--hook <file>', 'work as a commit-msg hook: judge the staged commit with the message in this file')
    .option('--workflow', 'print a workflow for GitHub Actions that runs the tests on each labelled commit')
    .option('--test-command <command>', 'for --workflow: what runs the tests', 'npm test')
    .option('--install-command <command>', 'for --workflow: what they need before', 'npm ci')
    .action(async (options) => {
      if (options.workflow) return end((await import('./tddWorkflow.ts')).printWorkflow(options, terminal));
      if (options.hook === undefined && (options.base === undefined || options.head === undefined))
        throw new UsageError('tdd: give a range with --base and --head, or --hook FILE, or --workflow.');
      const judge = async (bench: Workbench) =>
        options.hook === undefined
          ? (await import('./tdd.ts')).tdd(options, bench, terminal)
          : (await import('./tddHook.ts')).tddHook(options, bench, terminal);
      end(await withWorkbench(terminal, judge, { warm: false }));
    });

  portcullis
    .command('attest')
    .description('print a signed report of a test run, for the output of a check run')
    .option('--junit <file>', 'the report, as JUnit XML')
    .option('--tap <file>', 'the report, in the Test Anything Protocol')
    .requiredOption('--sha <sha>', 'the whole name of the commit that was tested')
    .requiredOption('--key-env <name>', 'the environment variable that holds the private key (Ed25519, PEM)')
    .option('--command <command>', 'what ran the tests')
    .action(async (options) => end((await import('./attest.ts')).attest(options, terminal)));

  portcullis
    .command('checks')
    .description('list the checks, or explain one')
    .argument('[id]', 'a check id')
    .action(async (id) => end((await import('./checks.ts')).listChecks(id, terminal)));

  const config = portcullis.command('config').description('the configuration file');
  config
    .command('check')
    .description('tell whether a configuration file can be used')
    .argument('<file>', 'the file')
    .action(async (file) => end(await (await import('./config.ts')).checkConfig(file, terminal)));

  portcullis
    .command('serve')
    .description('the GitHub App; settings come from the environment (docs/install.md)')
    .action(async () => end(await (await import('./serve.ts')).serve(terminal)));
  return portcullis;
}

/** Runs the command line and returns its exit status. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = exitCodes.passed;
  try {
    await program(terminal, (code) => {
      status = code;
    }).parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    // Commander has told the user already; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
    if (error instanceof UsageError) {
      for (const line of error.message.split('\n')) terminal.error(`portcullis: ${printable(line)}\n`);
      return exitCodes.usage;
    }
    throw error;
  }
}
