/** What starts a shell in JavaScript programs. */

/** Functions whose first argument a shell parses, always. */
export const shellCalls: readonly string[] = [
  'child_process.exec',
  'child_process.execSync',
  'mz/child_process.exec',
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
  'npm-run.exec',
  'npm-run.execSync',
  'ssh2.Client().exec',
  'node-ssh.NodeSSH().execCommand',
  'node-ssh().execCommand',
];

/** Functions that start a program with a list of arguments, and a shell only where the option `shell` says so. */
export const programCalls: readonly string[] = [
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
];

/** Functions that split their text at spaces themselves, and need the option `shell` to be dangerous. */
export const commandCalls: readonly string[] = [
  'execa.execaCommand',
  'execa.execaCommandSync',
  'execa.command',
  'execa.commandSync',
  'execa.$',
];

/** The last names of all of these, to find the calls by. */
export const shellNames: ReadonlySet<string> = new Set(
  [...shellCalls, ...programCalls, ...commandCalls].map((name) => name.slice(name.lastIndexOf('.') + 1)),
);

/** Programs that run the text behind one of these options as a program of their own. */
export const interpreters: readonly { readonly program: RegExp; readonly option: RegExp; readonly takesRest: boolean }[] = [
  { program: /(?:^|[/\\])(?:ba|z|da|k|a)?sh$/, option: /^-[a-z]*c$/, takesRest: false },
  { program: /(?:^|[/\\])cmd(?:\.exe)?$/i, option: /^\/[cCkK]$/, takesRest: true },
  { program: /(?:^|[/\\])(?:powershell|pwsh)(?:\.exe)?$/i, option: /^-(?:c|command)$/i, takesRest: true },
];

/** Functions that quote a value for a shell, by their resolved name. */
export const quotingCalls: readonly string[] = [
  'shell-quote.quote',
  'shell-escape',
  'shell-escape-tag',
  'shescape.quote',
  'shescape.escape',
  'shescape.Shescape().quote',
  'shescape.Shescape().escape',
  'shlex.quote',
  'any-shell-escape',
  'puka.quoteForShell',
  'zx.quote',
  'Bun.$.escape',
  'cmd-args.quote',
];

/** What people call their own quoting functions. */
export const quotingName =
  /(?:^|\.)(?:shell_?(?:quote|escape)\w*|(?:quote|escape)(?:_?for)?_?(?:shell|sh|arg|args|argument|param|cmd|command|posix|bash)\w*|sanitize(?:String|Input|Name|Value)?|sanitize\w*(?:shell|cmd|command|arg)\w*|shq|shquote|quote|shellescape)$/i;

/** Characters that a shell reads as syntax. */
export const shellSyntax = ';&|$`()<>\n\r"\'\\*?{}[]!#~';
