/** What runs a file: programs that are started, modules that are loaded, packages that are installed. */
import type { Act, Call, Program, Value } from '../../../src/engine/check.ts';
import { settled, textOf } from '../constantValues.ts';
import type { FileEvent, FileFacts } from '../fileEvents.ts';

type JavaScriptAct = Act<FileEvent, FileFacts>;

/** Functions that take a program and a list of its arguments. */
const programs =
  /^(?:(?:mz\/)?child_process\.(?:spawn|spawnSync|execFile|execFileSync|fork)|cross-spawn(?:\.spawn|\.sync)?|execa(?:\.execa|\.execaSync|\.sync|\.execaNode|\.node)?|(?:child-process-promise|promisify-child-process)\.(?:spawn|execFile|fork)|tinyexec\.(?:x|exec)|nano-spawn|@npmcli\/promise-spawn|cluster\.setupPrimary)$/;
/** Functions that a shell parses the text of. */
const shells =
  /^(?:(?:mz\/)?child_process\.(?:exec|execSync)|shelljs\.exec|child-process-promise\.exec|sudo-prompt\.exec|@vscode\/sudo-prompt\.exec)$/;
/** Functions that load a module by its path. */
const loaders =
  /^(?:require|module\.require|process\.dlopen|worker_threads\.Worker|Worker|vm\.runInThisContext|vm\.runInNewContext|vm\.Script|vm\.runInContext|createRequire\(\)|module\.createRequire\(\))$/;

/** Programs that run what they are given, by the argument that names it. */
const interpreters = /^(?:(?:ba|da|k|z)?sh|python[\d.]*|perl|ruby|node|deno|bun|php|pwsh|powershell|osascript)(?:\.exe)?$/;
const installers = /^(?:dpkg|rpm|apt|apt-get|dnf|yum|installer|msiexec|snap|pkg|insmod|docker)(?:\.exe)?$/;
const passing = /^(?:sudo|nice|nohup|env|doas|time|timeout)$/;

export const runningWords: readonly string[] = [
  'spawn',
  'spawnSync',
  'execFile',
  'execFileSync',
  'exec',
  'execSync',
  'fork',
  'execa',
  'execaSync',
  'execaNode',
  'cross-spawn',
  'sync',
  'import',
  'require',
  'dlopen',
  'Worker',
  'runInThisContext',
  'runInNewContext',
  'runInContext',
  'Script',
];

function run(on: Value | null | undefined, verb: string): readonly JavaScriptAct[] {
  return on ? [{ event: 'execute', on, data: { verb } }] : [];
}

/** The path that a call runs, or nothing. */
export function startedBy(call: Call, program: Program): readonly JavaScriptAct[] {
  const [first, second] = program.argumentsOf(call);
  if (!first) return [];
  if (call.word === 'import') return run(pathOf(addressed(program, first)), 'import');
  const name = program.nameOf(call);
  if (name === null) return [];
  if (programs.test(name)) return program_(program, call, first, second);
  if (shells.test(name)) return shell(program, call, first);
  return loaders.test(name) ? run(pathOf(contentOf(program, first)), call.word) : [];
}

/** The path behind the address of a file: `pathToFileURL(p).href`, `file://…`. */
function addressed(program: Program, value: Value): Value {
  const address = settled(program, value);
  if (address.kind === 'concat') {
    const [scheme, path, ...more] = address.parts;
    return scheme?.value.kind === 'literal' && scheme.value.text === 'file://' && path && more.length === 0 ? path.value : value;
  }
  const written = address.kind === 'field' && address.name === 'href' ? address.of : address;
  const made = settled(program, written);
  const receiver = made.kind === 'result' && made.call.word === 'toString' ? program.receiverOf(made.call) : null;
  const url = receiver ? settled(program, receiver) : made;
  return url.kind === 'result' && url.call.word === 'pathToFileURL' ? (program.argumentsOf(url.call)[0] ?? value) : value;
}

/** A constant names a module or a program of the system, not something that was looked at. */
function pathOf(value: Value): Value | null {
  return value.kind === 'literal' && !value.text.includes('/') ? null : value;
}

/** `vm.runInThisContext(readFileSync(p))` runs what stands at `p` now. */
function contentOf(program: Program, value: Value): Value {
  if (value.kind !== 'result' || !/^readFile/.test(value.call.word)) return value;
  return program.argumentsOf(value.call)[0] ?? value;
}

function program_(program: Program, call: Call, first: Value, second: Value | undefined): readonly JavaScriptAct[] {
  const list = second && settled(program, second);
  const given = list?.kind === 'list' ? [...list.items] : [];
  let runner: Value = first;
  while (passing.test(textOf(program, runner) ?? '') && given.length > 0) runner = given.shift()!;
  const named = (textOf(program, runner) ?? nameOfPath(runner)).replace(/^.*[\\/]/, '');
  if (!interpreters.test(named) && !installers.test(named)) return run(pathOf(runner), call.word);
  const operand = installers.test(named) ? given.at(-1) : given.find((one) => !/^-/.test(textOf(program, one) ?? ''));
  return run(operand, `${call.word} ${named}`);
}

function nameOfPath(value: Value): string {
  return value.kind === 'field' && value.name === 'execPath' ? 'node' : '';
}

/** The path a command line begins with, or that follows the name of what runs it. */
function shell(program: Program, call: Call, first: Value): readonly JavaScriptAct[] {
  const command = settled(program, first);
  if (command.kind !== 'concat') return command.kind === 'literal' ? [] : run(command, call.word);
  const [start, path] = command.parts;
  if (start?.value.kind !== 'literal') return run(start?.value, call.word);
  const said = start.value.text.trim().replace(/["']$/, '').trim().split(/\s+/);
  const runner = said.find((word) => !passing.test(word)) ?? '';
  if (said.length === 0 || said.every((word) => passing.test(word) || word === '')) return run(path?.value, call.word);
  const name = runner.replace(/^.*\//, '');
  const runs = name === '.' || name === 'source' || interpreters.test(name) || installers.test(name);
  return runs && !said.includes('-c') && !said.includes('-e') ? run(path?.value, `${call.word} ${name}`) : [];
}
