import { python, type Report, type SyntaxContext, type SyntaxNode, type SyntaxRules } from '../../../src/engine/check.ts';
import { callsTo, type PythonFile, pythonFile } from '../../models/python/file.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { quoted } from '../../models/weigh.ts';

const naming = /(?:^|\|)(?:tempfile\.mktemp|os\.tempnam|os\.tmpnam)$/;
const shared = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;

/** Reports names that are chosen without a file. */
export const py: SyntaxRules = {
  module(_, context) {
    const file = pythonFile(context);
    for (const call of callsTo(file, ['mktemp', 'tempnam', 'tmpnam'])) {
      const name = file.values.callee(call);
      if (!name || !naming.test(name) || inTestCode(call) || isElsewhere(file, call)) continue;
      const use = firstUse(file, call);
      if (use && isExclusive(use)) continue;
      report(context, call, use);
    }
  },
};

/** `mktemp` in a directory that is given and not a shared one, or for the name of a pipe. */
function isElsewhere(file: PythonFile, call: SyntaxNode): boolean {
  const args = python.argumentsOf(call);
  const prefix = python.argument(args, 1, 'prefix');
  if (prefix && /^["'bBrRuU]*\\\\/.test(prefix.text)) return true;
  const folder = python.argument(args, 2, 'dir');
  if (!folder || folder.type === 'none') return false;
  const text = file.values
    .pieces(folder)
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      return /^tempfile\.gettempdir\(\)$/.test(file.values.name(piece.at) ?? '') ? '/tmp' : 'x';
    })
    .join('');
  return !shared.test(text);
}

/** The call that takes the name first: the one around it, or one that names the variable it went into. */
function firstUse(file: PythonFile, call: SyntaxNode): SyntaxNode | null {
  const around = call.parent?.type === 'argument_list' ? call.parent.parent : null;
  if (around) return around;
  const name = call.parent?.type === 'assignment' ? call.parent.child('left')?.text : undefined;
  if (name === undefined) return null;
  for (const later of file.scopes.functionOf(call).node.descendants('call')) {
    if (later.index > call.index && python.argumentsOf(later).positional.some((given) => given.text === name)) return later;
  }
  return null;
}

function wordOf(call: SyntaxNode): string {
  const callee = call.child('function');
  return (callee?.type === 'attribute' ? callee.child('attribute')?.text : callee?.text) ?? '';
}

/** Creation that fails by itself if something is there. */
function isExclusive(use: SyntaxNode): boolean {
  const word = wordOf(use);
  const args = use.child('arguments')?.text ?? '';
  if (word === 'open') return args.includes('O_EXCL') || /^\([^,]+,\s*(?:mode\s*=\s*)?["']x/.test(args);
  return /^(?:mkdir|makedirs|mkfifo|mknod|symlink|link|bind|create_unix_server|create_unix_connection)$/.test(word);
}

function report(context: SyntaxContext, call: SyntaxNode, use: SyntaxNode | null): void {
  context.report({
    at: call,
    remediation:
      'Let `tempfile.NamedTemporaryFile`, `tempfile.mkstemp` or `tempfile.TemporaryDirectory` choose the name and create it in one step.',
    trace: [
      { at: call, text: 'a free name is chosen here; the file comes later, by name' },
      { at: use ?? call, text: use ? `${quoted(use)} uses it` : `${quoted(call)} leaves the creation to its caller` },
    ],
    ...(use && wordOf(use) === 'open' ? fixOf(call) : {}),
  });
}

/** The same name, of a file that is there already, for this user only. */
function fixOf(call: SyntaxNode): Pick<Report, 'fix'> {
  const callee = call.child('function');
  const { positional, named, spread } = python.argumentsOf(call);
  if (callee?.type !== 'attribute' || callee.child('attribute')?.text !== 'mktemp' || spread || positional.length > 3) return {};
  const given = [
    ...positional.map((value, index) => `${['suffix', 'prefix', 'dir'][index]}=${value.text}`),
    ...[...named].map(([name, value]) => `${name}=${value.text}`),
    'delete=False',
  ];
  return {
    fix: {
      description: 'The file is made together with its name, empty and for this user only.',
      edits: [
        { start: call.start, end: call.end, newText: `${callee.child('object')!.text}.NamedTemporaryFile(${given.join(', ')}).name` },
      ],
    },
  };
}
