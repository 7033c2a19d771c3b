import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

/** A command line that a shell reads, and without a shell the program and its operands. */
const started: readonly SinkModel[] = ([0, 'option args'] as const).flatMap((at): SinkModel[] => [
  { at, context: 'shell', when: { option: 'shell', is: ['True', '1'] } },
  { at, context: 'command', when: { option: 'shell', is: ['False', '0', 'None'], missing: true } },
]);

/** A text that is always a command line for a shell. */
const line: CallModel = {
  sinks: [
    { at: 0, context: 'shell' },
    { at: 'option cmd', context: 'shell' },
    { at: 'option command', context: 'shell' },
  ],
};
const remote: CallModel = {
  sinks: [
    { at: 0, context: 'shell', label: 'remote' },
    { at: 'option command', context: 'shell', label: 'remote' },
  ],
};
/** A program and its operands, in a list or one after the other. */
const programs: CallModel = { sinks: [{ at: 'listed', context: 'command' }] };
const listed = (at: number): CallModel => ({ sinks: [{ at, context: 'command' }] });

function all(model: CallModel, names: string): Record<string, CallModel> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

/** The standard library's ways to start programs, and those of well-known packages. */
export const processes = library({
  library: 'subprocess, os, asyncio, pty, paramiko, fabric, invoke, pexpect',
  names: {
    'asyncio.subprocess': 'asyncio',
    'gevent.subprocess': 'subprocess',
    'eventlet.green.subprocess': 'subprocess',
    subprocess32: 'subprocess',
    commands: 'subprocess',
    'psutil.Popen': 'subprocess.Popen',
    'fabric.operations': 'fabric.api',
    'fabric.Connection()': 'fabric.Connection',
    'invoke.context.Context': 'fabric.Connection',
    'paramiko.client.SSHClient': 'paramiko.SSHClient',
    'paramiko.SSHClient()': 'paramiko.SSHClient',
    'pipes.quote': 'shlex.quote',
  },
  calls: {
    ...all(line, 'os.system os.popen os.popen2 os.popen3 os.popen4 popen2.popen2 popen2.popen3 popen2.popen4 platform.popen'),
    ...all(line, 'subprocess.getoutput subprocess.getstatusoutput asyncio.create_subprocess_shell anyio.run_process'),
    ...all(line, 'invoke.run pexpect.run pexpect.runu fabric.api.local'),
    ...all(
      remote,
      'fabric.api.run fabric.api.sudo fabric.Connection.run fabric.Connection.sudo paramiko.SSHClient.exec_command *.exec_command',
    ),
    'fabric.Connection.local': line,
    ...all({ sinks: started }, 'subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen'),
    ...all(programs, 'asyncio.create_subprocess_exec os.execl os.execlp os.execle'),
    ...all(listed(0), 'pty.spawn os.startfile pexpect.spawn'),
    ...all(listed(1), 'os.execv os.execvp os.execve os.execvpe os.posix_spawn os.posix_spawnp'),
    ...all(listed(2), 'os.spawnv os.spawnvp os.spawnve os.spawnvpe'),
    // Names that nothing else has, whoever hands them on.
    ...all(line, '**.getoutput **.getstatusoutput'),
    'shlex.quote': { gives: { from: [0], as: 'same' }, clears: ['shell'] },
    'shlex.join': { gives: { from: [0], as: 'text of items' }, clears: ['shell'] },
    'subprocess.list2cmdline': { gives: { from: [0], as: 'text of items' }, clears: ['shell'] },
    'shlex.split': { gives: { from: [0], as: 'parts' }, sinks: [{ at: 0, context: 'argument', label: 'split' }] },
    'functools.partial': { binds: true },
  },
});
