import { modeAfter } from '../../../src/engine/bash.ts';
import { python, type Report, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { type PythonFile, pythonFile } from '../../models/python/file.ts';
import { chmodWords, type FileEvent, fileEvents } from '../../models/python/fileEvents.ts';
import { modeOf } from '../../models/python/modes.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { soundsSecret } from '../../models/secretNames.ts';
import { quoted } from '../../models/weigh.ts';

/** Content that does not look secret: somebody may learn a little, so the confidentiality impact is low. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';
const READ_BY_OTHERS = 0o044;

/** Reports files and directories made with the default mode and closed to others afterwards. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    const byKey = new Map<string, FileEvent[]>();
    for (const event of fileEvents(context)) {
      const key = `${file.scopes.functionOf(event.call).node.index} ${event.key}`;
      const before = byKey.get(key) ?? [];
      // Whoever closes one file this often has another aim.
      if (before.length > 40) before.shift();
      if (event.kind === 'restrict' && event.name === 'chmod' && !inTestCode(event.call)) judge(file, before, event, byKey, context);
      before.push(event);
      byKey.set(key, before);
    }
  },
};

function judge(
  file: PythonFile,
  before: readonly FileEvent[],
  restrict: FileEvent,
  all: ReadonlyMap<string, readonly FileEvent[]>,
  context: SyntaxContext,
): void {
  const mode = modeSetBy(file, restrict);
  if (mode === null || (READ_BY_OTHERS & ~mode) === 0 || restrict.private) return;
  const withheld = READ_BY_OTHERS & ~mode;
  // Closed before, and then only written again.
  if (before.some((event) => event.kind === 'restrict' || isClosed(file, event, withheld) || event.kind === 'change')) return;
  const made = before.findLast((event) => makesContent(event, restrict) && python.relate(event.call, restrict.call).reaches);
  if (!made || isMasked(file, made.call, withheld) || liesInClosedDirectory(file, made, all, withheld)) return;
  report(made, restrict, context);
}

function modeSetBy(file: PythonFile, restrict: FileEvent): number | null {
  const words = chmodWords(file, restrict.call);
  if (!words) return modeOf(file, chmodMode(restrict));
  const text = file.values.constant(words[1]!);
  return text === null ? null : modeAfter(text);
}

function chmodMode(event: FileEvent): SyntaxNode | null {
  const method = event.call.child('function')?.child('object')?.equals(event.path) === true;
  return python.argument(python.argumentsOf(event.call), method ? 0 : 1, 'mode');
}

/** True where something is in the file (or can be put into the directory) before its mode is set. */
function makesContent(event: FileEvent, restrict: FileEvent): boolean {
  if (event.kind === 'directory') return true;
  if (event.kind !== 'create' || /^(?:touch|copy|copy2|symlink|link|rename|replace|move|mkfifo)$/.test(event.name)) return false;
  // `open(p, "w").close()`.
  if (event.call.parent?.type === 'attribute' && event.call.parent.child('attribute')?.text === 'close') return false;
  const body = event.call.ancestor('with_item') ? event.call.ancestor('with_statement')?.child('body') : null;
  if (!body) return true;
  const [first] = body.namedChildren.filter((statement) => statement.type !== 'comment');
  return first !== undefined && first.type !== 'pass_statement' && !first.contains(restrict.call);
}

/** Created with a mode of its own that keeps the same readers out. */
function isClosed(file: PythonFile, event: FileEvent, withheld: number): boolean {
  if (event.kind !== 'create' && event.kind !== 'directory') return false;
  const args = python.argumentsOf(event.call);
  const position =
    event.name === 'open' ? 2 : event.name === 'touch' || event.path.equals(event.call.child('function')?.child('object') ?? null) ? 0 : 1;
  const given =
    event.name === 'open'
      ? args.positional.length > 2
        ? args.positional[2]!
        : null
      : (args.named.get('mode') ?? args.positional[position] ?? null);
  if (event.name === 'open' && file.values.callee(event.call) !== 'os.open') return false;
  const mode = modeOf(file, given);
  return mode !== null && (mode & withheld) === 0;
}

/** A `umask` that keeps the same readers out is in force. */
function isMasked(file: PythonFile, made: SyntaxNode, withheld: number): boolean {
  const inside = file.scopes.functionOf(made);
  return (file.scopes.calls.get('umask') ?? []).slice(0, 40).some((call) => {
    const mask = modeOf(file, python.argumentsOf(call).positional[0] ?? null);
    if (mask === null || (mask & withheld) !== withheld || call.index > made.index) return false;
    const around = file.scopes.functionOf(call);
    return around === inside ? python.relate(call, made).dominates : around === file.scopes.module;
  });
}

function liesInClosedDirectory(
  file: PythonFile,
  made: FileEvent,
  all: ReadonlyMap<string, readonly FileEvent[]>,
  withheld: number,
): boolean {
  const inside = file.scopes.functionOf(made.call).node.index;
  for (let slash = made.key.lastIndexOf('/'); slash > 0; slash = made.key.lastIndexOf('/', slash - 1)) {
    const folder = all.get(`${inside} ${made.key.slice(0, slash)}`) ?? [];
    for (const event of folder) {
      if (event.kind === 'directory' && isClosed(file, event, withheld)) return true;
      const mode = event.kind === 'restrict' ? modeSetBy(file, event) : null;
      if (mode !== null && (mode & 0o005) === 0 && event.call.index < made.call.index) return true;
    }
  }
  return false;
}

function report(made: FileEvent, restrict: FileEvent, context: SyntaxContext): void {
  const between = context.source.text.slice(made.call.start, Math.min(restrict.call.end, made.call.start + 2000));
  const secret = soundsSecret(made.key) || soundsSecret(between) || /\.(?:ssh|gnupg)\b/.test(made.key);
  const directory = made.kind === 'directory';
  context.report({
    at: made.call,
    confidence: secret ? 'high' : 'medium',
    ...(secret ? {} : { vector: ORDINARY }),
    message: directory
      ? 'The directory is made open to others and closed only afterwards: in between, anybody can enter it and keep a file open.'
      : 'The file is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.',
    remediation: directory
      ? 'Make it closed at once: `os.mkdir(path, 0o700)` (of `os.makedirs` only the last directory gets the mode).'
      : 'Create it with its mode: `open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")`, or set `os.umask(0o077)` before.',
    trace: [
      { at: made.call, text: `${quoted(made.path)} is made with the default mode` },
      { at: restrict.call, text: 'and closed to others only here' },
    ],
    ...fixOf(made, context),
  });
}

function fixOf(made: FileEvent, context: SyntaxContext): Pick<Report, 'fix'> {
  const file = pythonFile(context);
  const args = python.argumentsOf(made.call);
  const mode = args.positional[1];
  if (file.values.callee(made.call) !== 'builtins.open' || !mode || !/^["']wb?["']$/.test(mode.text)) return {};
  if (file.scopes.imports.get('os') !== 'os' || !args.positional[0]?.equals(made.path)) return {};
  return {
    fix: {
      description: 'A file that is new is created with mode 600; one that exists keeps its mode until it is changed as before.',
      edits: [
        { start: made.path.start, end: made.path.end, newText: `os.open(${made.path.text}, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)` },
      ],
    },
  };
}
