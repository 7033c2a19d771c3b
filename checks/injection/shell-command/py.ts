import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { vectors } from '../../models/vectors.ts';
import { type Culprit, culpritsOf, isBuilt, traceOf } from '../../models/weigh.ts';

/** Calls whose first argument is always a command line for a shell. */
const shells =
  /^(?:os\.(?:system|popen[234]?)|subprocess\.(?:getoutput|getstatusoutput)|commands\.(?:getoutput|getstatusoutput)|popen2\.popen[234]|asyncio\.(?:subprocess\.)?create_subprocess_shell|platform\.popen|invoke\.run|fabric\.(?:api|operations)\.(?:run|sudo|local)|fabric\.Connection\(\)\.(?:run|sudo|local)|paramiko\.(?:client\.)?SSHClient\(\)\.exec_command|anyio\.run_process)$/;
/** Calls that start a program; with `shell=True` a shell gets the text. */
const starters =
  /^(?:subprocess\.(?:run|call|check_call|check_output|Popen)|asyncio\.create_subprocess_exec|pty\.spawn|os\.(?:exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)|eventlet\.green\.subprocess\.\w+|gevent\.subprocess\.\w+|psutil\.Popen)$/;
// biome-ignore format: one table
const names = [
  'system', 'popen', 'popen2', 'popen3', 'popen4', 'getoutput', 'getstatusoutput', 'create_subprocess_shell', 'create_subprocess_exec',
  'run', 'call', 'check_call', 'check_output', 'Popen', 'sudo', 'local', 'exec_command', 'run_process', 'spawn',
  'execl', 'execlp', 'execle', 'execv', 'execvp', 'execve', 'execvpe', 'spawnl', 'spawnlp', 'spawnv', 'spawnvp',
];

const question: python.Question = {
  clears: (name) =>
    /(?:^|[._])(?:quote|shellquote|shell_quote|shell_escape|list2cmdline|shquote|cmd_quote)$/.test(name) || name === 'shlex.join',
  // In single quotes, with those of the value closed, escaped and opened again.
  clearsByReplacing: (from, to) => from === "'" && to.length > 2 && to.startsWith("'") && to.endsWith("'"),
};

const shellNames = /^(?:.*\/)?(?:ba|da|z|k|a|c|tc)?sh$/;

/** Reports command lines with values in them, wherever Python hands them to a shell. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, names)) {
      const command = commandOf(file, call);
      if (command) judge(file, call, command, context);
    }
  },
};

interface Command {
  /** The text that a shell parses. */
  readonly text: SyntaxNode;
  /** A value that is the whole text says nothing where the call's purpose is to run what it is given. */
  readonly ending: string;
}

function commandOf(file: PythonFile, call: SyntaxNode): Command | null {
  const { values } = file;
  const name = values.callee(call);
  const args = python.argumentsOf(call);
  if (name === null) {
    // Nothing but ssh clients has a method of this name.
    const callee = call.child('function');
    const ownMethod = /^(?:self|cls|super\(\))$/.test(callee?.child('object')?.text ?? '');
    const remote = callee?.child('attribute')?.text === 'exec_command' && !ownMethod ? args.positional[0] : undefined;
    return remote && values.elements(remote) === null ? { text: remote, ending: 'and a shell on the other machine parses it' } : null;
  }
  const known = name.split('|').find((one) => shells.test(one) || starters.test(one));
  if (known === undefined) return null;
  if (shells.test(known)) {
    const text = python.argument(args, 0, 'cmd', 'command');
    return text && { text, ending: 'and a shell parses it' };
  }
  const shell = args.named.get('shell');
  const program = python.argument(args, 0, 'args');
  if (!program) return null;
  if (shell && shell.type !== 'false' && values.constant(shell) !== 'False') {
    // Of a list only the first element is the command line; the others are the shell's own arguments.
    const elements = values.elements(program);
    const text = elements ? elements[0] : program;
    return text && shell.type === 'true' ? { text, ending: 'and `shell=True` has a shell parse it' } : null;
  }
  for (const list of [...args.positional, ...(args.named.has('args') ? [program] : [])]) {
    const text = shellProgram(file, list === program && /^os\.\w+l/.test(known) ? args.positional : (values.elements(list) ?? []));
    if (text) return { text, ending: 'and the shell that is started parses it' };
  }
  return null;
}

/** The element after `sh -c`, wherever the shell stands in the list. */
function shellProgram(file: PythonFile, elements: readonly SyntaxNode[]): SyntaxNode | null {
  for (let position = 0; position + 1 < elements.length && position < 30; position++) {
    const option = python.literalText(elements[position + 1]!);
    if (option === null || !/^(?:-[a-z]*c|\/[cC]|-[cC]ommand)$/.test(option)) continue;
    const program = file.values.constant(elements[position]!) ?? '';
    if (shellNames.test(program) || /^(?:cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh|su)$/i.test(program))
      return elements[position + 2] ?? null;
    // `bash --norc -c`, `su user -c`.
    const before = elements.slice(0, position + 1).map((element) => python.literalText(element) ?? '');
    if (before.some((word) => shellNames.test(word) || word === 'su')) return elements[position + 2] ?? null;
  }
  return null;
}

function judge(file: PythonFile, call: SyntaxNode, command: Command, context: SyntaxContext): void {
  const pieces = file.values.pieces(command.text, question);
  const [worst] = culpritsOf(pieces);
  if (!worst) return;
  const built = isBuilt(pieces);
  if ((worst.by === 'caller' || worst.by === 'unknown' || worst.by === 'environment') && (!built || namesTheCommand(pieces, worst))) return;
  const local = worst.by === 'argument' || worst.by === 'input' || worst.by === 'environment';
  const seen = worst.by === 'request' || worst.by === 'remote' || worst.by === 'argument' || worst.by === 'input';
  context.report({
    at: call,
    confidence: seen ? 'high' : 'medium',
    vector: local ? vectors.localCode : seen ? vectors.remoteCode : worst.by === 'caller' ? vectors.libraryCode : vectors.localCode,
    remediation:
      'Pass a list and no shell: `subprocess.run(["program", "--", value], check=True)`. Where a shell is needed, put `shlex.quote(value)` in the text.',
    trace: traceOf(worst, call, command.ending),
  });
}

/** `f"sudo {command}"`: who hands in a command means it to be run; only values inside a command are news. */
function namesTheCommand(pieces: readonly python.Piece[], worst: Culprit): boolean {
  const position = pieces.findIndex((piece) => piece.kind === 'value' && piece.at.equals(worst.at));
  const before = pieces
    .slice(0, position)
    .map((piece) => (piece.kind === 'text' ? piece.text : 'x'))
    .join('')
    .trim();
  const first = before === '' || /(?:&&|\|\|?|;|\n|\$\(|\bsudo|\benv|\btime|\bexec|\bnice|\bnohup|\bset -e|[({])$/.test(before);
  return (
    first ||
    /(?:^|[._])(?:cmd|cmds|command|commands|cmdline|command_line|args|argv|cmd_args|extra_args|options|opts|flags|params|redirect)\b/i.test(
      worst.at.text,
    )
  );
}
