/** What starts programs: Node's own module and those that are put around it. */
import { type Context, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;
type Sinks = NonNullable<Calls[string]['sinks']>;

const command: Sinks = [{ at: 0, context: 'shell' }];
const asShell = { option: 'shell', is: ['*'] } as const;

/** A program with a list of arguments: a shell joins them with spaces where it is asked to. */
const program: Sinks = [
  { at: 0, context: 'shell', when: asShell },
  { at: 1, context: 'shell', when: asShell, label: 'words' },
  { at: 0, context: 'command', label: 'program' },
  { at: 1, context: 'argument', label: 'list' },
];
/** Splits its text at spaces itself. */
const words: Sinks = [
  { at: 0, context: 'shell', when: asShell },
  { at: 0, context: 'argument', label: 'line' },
];
const remote: Sinks = [{ at: 0, context: 'shell', label: 'remote' }];

function all(names: readonly string[], sinks: Sinks): Calls {
  return Object.fromEntries(names.map((name) => [name, { sinks }]));
}

const quoting: readonly string[] = [
  'shell-quote.quote',
  'shell-escape',
  'shell-escape-tag',
  'shescape.quote',
  'shescape.escape',
  'shescape.Shescape().quote',
  'shescape.Shescape().escape',
  'shescape.Shescape().quoteAll',
  'shlex.quote',
  'any-shell-escape',
  'puka.quoteForShell',
  'zx.quote',
  'Bun.$.escape',
  'cmd-args.quote',
];
const quoted: readonly Context[] = ['shell'];

export const processes = library({
  library: 'child_process',
  calls: {
    ...all(
      [
        'child_process.exec',
        'child_process.execSync',
        'mz/child_process.exec',
        'mz/child_process.execSync',
        'child-process-promise.exec',
        'promisify-child-process.exec',
        'child_process_promise.exec',
        'shelljs.exec',
        'shelljs/global.exec',
        'sudo-prompt.exec',
        '@vscode/sudo-prompt.exec',
        'node-cmd.run',
        'node-cmd.get',
        'node-cmd.runSync',
        'await-exec',
        'exec-sh',
        'exec-sh.promise',
        'execa.shell',
        'execa.shellSync',
        'npm-run.exec',
        'npm-run.execSync',
      ],
      command,
    ),
    ...all(['ssh2.Client().exec', 'node-ssh.NodeSSH().execCommand', 'node-ssh().execCommand'], remote),
    ...all(
      [
        'child_process.spawn',
        'child_process.spawnSync',
        'child_process.execFile',
        'child_process.execFileSync',
        'mz/child_process.spawn',
        'mz/child_process.execFile',
        'child-process-promise.spawn',
        'child-process-promise.execFile',
        'promisify-child-process.spawn',
        'cross-spawn',
        'cross-spawn.sync',
        'cross-spawn.spawn',
        'execa',
        'execa.execa',
        'execa.execaSync',
        'execa.sync',
        'tinyexec.x',
        'tinyexec.exec',
        'tinyspawn',
        'nano-spawn',
        '@npmcli/promise-spawn',
      ],
      program,
    ),
    ...all(['execa.execaCommand', 'execa.execaCommandSync', 'execa.command', 'execa.commandSync'], words),
    ...all(['Bun.spawn', 'Bun.spawnSync'], [{ at: 0, context: 'argument', label: 'whole' }]),
    ...Object.fromEntries(quoting.map((name) => [name, { gives: { from: ['all' as const], as: 'joined' as const }, clears: quoted }])),
  },
});
