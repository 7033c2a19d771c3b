import { python, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

/** Reports writes to names under a shared temporary directory that can be foreseen. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, [...writers.keys()])) judge(file, call, context);
  },
};

/** Last names of calls that write to what stands under a name, made by somebody else or not, and where they take it. */
const writers: ReadonlyMap<string, number> = new Map([
  ['open', 0],
  ['makedirs', 0],
  ['mkdir', 0],
  ['touch', 0],
  ['write_text', 0],
  ['write_bytes', 0],
  ['copy', 1],
  ['copy2', 1],
  ['copyfile', 1],
  ['copytree', 1],
  ['chmod', 0],
  ['chown', 0],
  ['urlretrieve', 1],
  ['FileHandler', 0],
  ['RotatingFileHandler', 0],
  ['TimedRotatingFileHandler', 0],
  ['ZipFile', 0],
]);
const functions =
  /(?:^|\|)(?:builtins\.open|io\.open|codecs\.open|gzip\.open|bz2\.open|lzma\.open|tarfile\.open|os\.(?:open|makedirs|chmod|chown)|shutil\.(?:copy2?|copyfile|copytree)|urllib\.request\.urlretrieve|urllib\.urlretrieve|logging\.(?:handlers\.)?\w*FileHandler|zipfile\.ZipFile|aiofiles\.open)$/;
const methods = /(?:^|\|)pathlib\.(?:Posix)?Path\(\)[^|]*\.(?:open|mkdir|touch|write_text|write_bytes|chmod)$/;
const shared = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)\/+/;

function judge(file: PythonFile, call: SyntaxNode, context: SyntaxContext): void {
  const name = file.values.callee(call);
  if (!name || inTestCode(call)) return;
  const args = python.argumentsOf(call);
  const method = methods.test(name);
  if (!method && !functions.test(name)) return;
  if (!writes(file, name, args, method)) return;
  const position = writers.get(name.slice(name.lastIndexOf('.') + 1)) ?? 0;
  const path = method
    ? call.child('function')!.child('object')
    : python.argument(args, position, 'file', 'path', 'dst', 'name', 'filename');
  if (path) judgePath(file, call, path, context);
}

/** Opening for reading makes nothing; `x` refuses what is already there. */
function writes(file: PythonFile, name: string, args: python.Arguments, method: boolean): boolean {
  if (/\bos\.open$/.test(name)) {
    const flags = args.positional[1]?.text ?? '';
    return flags.includes('O_CREAT') && !flags.includes('O_EXCL') && !flags.includes('O_NOFOLLOW');
  }
  // Without `exist_ok` an existing directory is refused, and so is a link.
  if (/mkdir$|makedirs$/.test(name)) return args.named.get('exist_ok')?.type === 'true';
  if (!/open$|ZipFile$/.test(name)) return true;
  const mode = python.argument(args, method ? 0 : 1, 'mode');
  return mode !== null && /[wa+]/.test(file.values.constant(mode) ?? '') && !args.named.has('opener');
}

function judgePath(file: PythonFile, call: SyntaxNode, path: SyntaxNode, context: SyntaxContext): void {
  const found = sharedName(file, path);
  if (found) report(context, call, found, `${quoted(found)} can be foreseen`, 'and is written here');
}

/** The part of a path that puts a foreseeable name into a shared directory; null where the name is private or unknown. */
function sharedName(file: PythonFile, path: SyntaxNode): SyntaxNode | null {
  const pieces = pathPieces(file, path);
  let text = '';
  for (const piece of pieces) text += piece.text;
  if (!shared.test(text)) return null;
  // A directory in between decides: one that was made for this run is safe, and of one unknown nothing is known.
  return pieces.every((piece) => piece.foreseeable) ? pieces[0]!.at : null;
}

interface PathPiece {
  readonly text: string;
  readonly at: SyntaxNode;
  readonly foreseeable: boolean;
}

const foreseeable =
  /^(?:os\.get(?:pid|ppid|uid|login)|time\.(?:time|time_ns|strftime)|datetime\.(?:datetime|date)\.(?:now|today|utcnow)|getpass\.getuser|random\.(?:randint|random|randrange)|socket\.gethostname|platform\.node)\(\)/;

/** The path's text with `/tmp` for the directory the system names; values are kept apart by whether they can be foreseen. */
function pathPieces(file: PythonFile, path: SyntaxNode): PathPiece[] {
  return file.values.pieces(path).map((piece) => {
    if (piece.kind === 'text') return { text: piece.text, at: piece.at, foreseeable: true };
    const name = file.values.name(piece.at) ?? '';
    const system =
      /^tempfile\.(?:gettempdir\(\)|tempdir)$/.test(name) ||
      /(?:environ(?:\.get)?|getenv)[[(]["'](?:TMPDIR|TMP|TEMP)["']/.test(piece.at.text);
    return system
      ? { text: '/tmp', at: piece.at, foreseeable: true }
      : { text: 'x', at: piece.at, foreseeable: canBeForeseen(file, piece.at) };
  });
}

/** A clock, a process, a user, also as a whole number. */
function canBeForeseen(file: PythonFile, node: SyntaxNode): boolean {
  const name = file.values.name(node) ?? '';
  if (foreseeable.test(name)) return true;
  const inner = /^builtins\.(?:int|round|str)\(\)$/.test(name) && node.type === 'call' ? python.argumentsOf(node).positional[0] : undefined;
  return inner !== undefined && foreseeable.test(file.values.name(inner) ?? '');
}

function report(context: SyntaxContext, call: SyntaxNode, from: SyntaxNode, first: string, second: string): void {
  context.report({
    at: call,
    remediation:
      'Let `tempfile.NamedTemporaryFile`, `tempfile.mkstemp` or `tempfile.TemporaryDirectory` choose the name and create it in one step.',
    trace: [
      { at: from, text: first },
      { at: call, text: second },
    ],
  });
}
