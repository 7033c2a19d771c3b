/** Functions of programs that hand a text to a shell: data, by the names under which `nameOf` of each language knows them. */

/** Python: the first argument is a command line for a shell. */
export const pythonShells: ReadonlySet<string> = new Set([
  'os.system',
  'os.popen',
  'subprocess.getoutput',
  'subprocess.getstatusoutput',
  'commands.getoutput',
  'commands.getstatusoutput',
  'asyncio.create_subprocess_shell',
  'asyncio.subprocess.create_subprocess_shell',
]);

/** Python: starts a program; a shell gets the text with `shell=True`. */
export const pythonPrograms: ReadonlySet<string> = new Set([
  ...['run', 'call', 'check_call', 'check_output', 'Popen'].map((name) => `subprocess.${name}`),
  'asyncio.create_subprocess_exec',
  'pty.spawn',
  ...['execl', 'execle', 'execlp', 'execv', 'execve', 'execvp', 'execvpe'].map((name) => `os.${name}`),
  ...['spawnl', 'spawnlp', 'spawnv', 'spawnvp', 'posix_spawn', 'posix_spawnp'].map((name) => `os.${name}`),
]);

const modules = ['child_process', 'mz/child_process', 'child-process-promise', 'promisify-child-process'];

/** JavaScript: the first argument is a command line for a shell. */
export const scriptShells: ReadonlySet<string> = new Set([
  ...modules.flatMap((module) => [`${module}.exec`, `${module}.execSync`]),
  'shelljs.exec',
  'shelljs/global.exec',
  'await-exec',
]);

/** JavaScript: starts a program; a shell gets the text with the option `shell`. */
export const scriptPrograms: ReadonlySet<string> = new Set([
  ...modules.flatMap((module) => ['spawn', 'spawnSync', 'execFile', 'execFileSync'].map((name) => `${module}.${name}`)),
  'cross-spawn',
  'cross-spawn.sync',
  'cross-spawn.spawn',
  'execa',
  'execa.execa',
  'execa.execaSync',
  'execa.sync',
  'execa.execaCommand',
  'execa.execaCommandSync',
  'execa.command',
  'execa.commandSync',
]);

/** JavaScript: tags whose template is a command line. They quote what is put in, and throw where it fails. */
export const scriptTags: ReadonlySet<string> = new Set(['zx.$', 'zx/core.$', 'execa.$', 'bun.$', 'Bun.$', 'dax.$', 'dax-sh.$']);

/** Packages that make `$` a global. */
export const scriptGlobals = /\bzx\/globals\b|^#!.*\bzx\b/;
