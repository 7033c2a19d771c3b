import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { protectingProgram } from '../../models/protectingPrograms.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { modeOf } from '../../models/python/modes.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { soundsSecret } from '../../models/secretNames.ts';
import { startedByHelpers } from './pyHelpers.ts';
import { fateOf, fateOfProcess, swallowedBy } from './pyOutcome.ts';

const READ_BY_OTHERS = 0o044;

/** Reports protecting operations whose failure nobody looks at: a dropped status, a swallowed exception. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    const starting = callsTo(file, ['run', 'call', 'system', 'check_call', 'check_output', 'getoutput']);
    for (const call of starting) judgeProgram(file, call, context);
    for (const call of callsTo(file, ['Popen', 'create_subprocess_exec', 'create_subprocess_shell'])) judgeProcess(file, call, context);
    judgeHelpers(file, starting, context);
    for (const call of callsTo(file, Object.keys(own))) judgeOwn(file, call, context);
  },
};

const starters = /(?:^|\|)(?:subprocess\.(?:run|call|check_call|check_output|getoutput)|os\.system|commands\.getoutput)$/;

function judgeProgram(file: PythonFile, call: SyntaxNode, context: SyntaxContext): void {
  const name = file.values.callee(call);
  if (!name || !starters.test(name) || inTestCode(call)) return;
  const args = python.argumentsOf(call);
  const command = python.argument(args, 0, 'args', 'cmd', 'command');
  const program = command && protectingProgram(wordsOf(file, command));
  if (!program) return;
  const raises = /check_(?:call|output)$/.test(name) || (args.named.has('check') && args.named.get('check')!.type !== 'false');
  const swallowed = raises ? swallowedBy(call, /CalledProcessError|SubprocessError|Exception/) : null;
  if (raises ? !swallowed : args.spread || fateOf(file.scopes, call) === 'used') return;
  report(
    context,
    call,
    swallowed,
    `\`${program}\``,
    name.endsWith('os.system') ? 'Use `subprocess.run([...], check=True)`, which raises when the program fails.' : undefined,
  );
}

/** A program that runs beside this one: it ends later, and only who asks learns how. */
function judgeProcess(file: PythonFile, call: SyntaxNode, context: SyntaxContext): void {
  const name = file.values.callee(call) ?? '';
  if (!/(?:^|\|)(?:subprocess\.Popen|asyncio\.create_subprocess_(?:exec|shell))$/.test(name) || inTestCode(call)) return;
  const { positional, spread } = python.argumentsOf(call);
  if (spread || !positional[0]) return;
  const words = name.endsWith('_exec') ? positional.map((word) => file.values.constant(word)) : wordsOf(file, positional[0]);
  const program = protectingProgram(words);
  if (!program || fateOfProcess(file.scopes, call) === 'used') return;
  report(context, call, null, `\`${program}\``, 'Wait for it, look at `returncode`, and stop where it is not 0.');
}

/** `def sh(line): return subprocess.run(…)`, called for its effect only. */
function judgeHelpers(file: PythonFile, starting: readonly SyntaxNode[], context: SyntaxContext): void {
  const silent = starting.filter((call) => {
    const name = file.values.callee(call) ?? '';
    return starters.test(name) && !/check_(?:call|output)$/.test(name) && !python.argumentsOf(call).named.has('check');
  });
  for (const { call, given } of startedByHelpers(file, silent)) {
    const words = given.length === 1 ? wordsOf(file, given[0]!) : given.map((word) => file.values.constant(word));
    const program = protectingProgram(words);
    if (program && !inTestCode(call))
      report(context, call, null, `\`${program}\``, 'Pass `check=True` where the helper starts the program.');
  }
}

/** The words of a command, `null` for those that are computed. */
function wordsOf(file: PythonFile, command: SyntaxNode): readonly (string | null)[] {
  const elements = file.values.elements(command);
  if (elements) return elements.slice(0, 30).map((element) => file.values.constant(element));
  const text = file.values
    .pieces(command)
    .map((piece) => (piece.kind === 'text' ? piece.text : '\u25a1'))
    .join('');
  // What follows `;` or `||` decides the status of a command line.
  if (/\|\||;|&&|\n./.test(text.slice(0, 2000))) return [];
  return text
    .slice(0, 2000)
    .trim()
    .split(/\s+/)
    .map((word) => (word.includes('\u25a1') ? null : word));
}

/** Functions that raise by themselves, so that only swallowing the exception loses the failure. */
const own: Readonly<Record<string, 'always' | 'mode' | 'owner'>> = {
  chmod: 'mode',
  fchmod: 'mode',
  lchmod: 'mode',
  chown: 'owner',
  lchown: 'owner',
  fchown: 'owner',
  setuid: 'always',
  seteuid: 'always',
  setreuid: 'always',
  setresuid: 'always',
  setgid: 'always',
  setegid: 'always',
  setregid: 'always',
  setresgid: 'always',
  setgroups: 'always',
  initgroups: 'always',
  chroot: 'always',
};

function judgeOwn(file: PythonFile, call: SyntaxNode, context: SyntaxContext): void {
  const name = file.values.callee(call) ?? '';
  const method = /(?:^|\|)pathlib\.(?:Posix)?Path\(\).*\.chmod$/.test(name);
  if ((!method && !/(?:^|\|)(?:os|shutil)\.\w+$/.test(name)) || inTestCode(call)) return;
  const verb = name.slice(name.lastIndexOf('.') + 1);
  const swallowed = swallowedBy(call, /OSError|IOError|EnvironmentError|PermissionError|Exception|\berror\b/);
  if (!swallowed) return;
  const args = python.argumentsOf(call);
  const kind = own[verb];
  const mode = kind === 'mode' ? modeOf(file, python.argument(args, method ? 0 : 1, 'mode')) : null;
  if (mode !== null && (READ_BY_OTHERS & ~mode) === 0) return;
  if (kind !== 'always' && mode === null && !soundsSecret(call.child('arguments')?.text ?? '')) return;
  report(context, call, swallowed, `\`${name.replace(/^.*\|/, '').replace('pathlib.Path()', 'Path')}\``, undefined);
}

function report(
  context: SyntaxContext,
  call: SyntaxNode,
  swallowed: SyntaxNode | null,
  what: string,
  remediation: string | undefined,
): void {
  context.report({
    at: call,
    remediation:
      remediation ??
      (swallowed
        ? 'Let the exception rise, or stop with a message; where a failure is harmless, catch only that one and say why.'
        : 'Pass `check=True`, or look at `returncode` and stop.'),
    trace: [
      { at: call, text: `${what} can fail` },
      swallowed ? { at: swallowed, text: 'and the failure is swallowed here' } : { at: call, text: 'and its status is dropped' },
    ],
  });
}
