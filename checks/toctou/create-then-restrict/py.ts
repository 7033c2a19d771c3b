import { type JudgeContext, type OrderRule, type OrderTable, type Pair, python, type Report, report } from '../../../src/engine/check.ts';
import type { FileEvent, FileFacts } from '../../models/fileEvents.ts';
import { modeOfValue } from '../../models/python/constants.ts';
import { pythonFiles } from '../../models/python/fileEvents.ts';
import { placeOf } from '../../models/python/paths.ts';
import { inTestCode } from '../../models/python/tests.ts';
import { soundsSecret } from '../../models/secretNames.ts';
import { quoted } from '../../models/weigh.ts';

/** Content that does not look secret: somebody may learn a little, so the confidentiality impact is low. */
const ORDINARY = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';
const READ_BY_OTHERS = 0o044;

type FilePair = Pair<FileEvent, FileFacts>;
type Context = JudgeContext<FileEvent, FileFacts>;

/** A directory that others can enter until it is closed. What was there before keeps its mode, so making it twice changes nothing. */
export const directoryThenRestrict: OrderTable<'free' | 'open' | 'ours', FileEvent> = {
  start: 'free',
  moves: {
    free: { mkdir: 'open', restrict: 'ours' },
    open: { restrict: report('enterable', 'ours'), remove: 'free', move: 'free' },
    ours: { remove: 'free', move: 'free' },
  },
};

/** Reports files and directories made with the default mode and closed to others afterwards. */
export const py: OrderRule<FileEvent, FileFacts> = {
  binding: pythonFiles,
  judge(pair, context) {
    const { first: made, second: restrict } = pair;
    const { node, analysis, fn } = context;
    const { mode } = restrict.data;
    if (mode === null || mode === undefined) return null;
    const withheld = READ_BY_OTHERS & ~mode;
    if (withheld === 0 || inTestCode(node(made.at)) || inTestCode(node(restrict.at))) return null;
    // Made with a mode of its own: one that keeps the same readers out, or one that cannot be told.
    const given = made.data.mode;
    if (given === null || (given !== undefined && (given & withheld) === 0)) return null;
    if (isMasked(pair, withheld, context) || liesInClosed(pair, withheld, context)) return null;
    const place = placeOf(analysis, fn, made.within === fn ? made.on : restrict.on, made.within === fn ? made.at : restrict.at);
    return place === 'private' || place === 'device' ? null : reportOf(pair, context);
  },
};

/** A `umask` that keeps the same readers out is in force: where the file is made, or since the module was loaded. */
function isMasked({ first }: FilePair, withheld: number, { analysis }: Context): boolean {
  const modes = analysis.modesAt(first);
  if ((withheld & 0o040) === 0 || modes.has('group')) if ((withheld & 0o004) === 0 || modes.has('others')) return true;
  const [module] = analysis.program.functions;
  if (first.within === module || !analysis.program.functionsCalling(new Set(['umask'])).includes(module!)) return false;
  return module!.blocks.some(({ instructions }) =>
    instructions.some((one) => {
      if (one.op !== 'call' || one.word !== 'umask') return false;
      const mask = modeOfValue(analysis.program, analysis.program.argumentsOf(one)[0] ?? null);
      return mask !== null && (mask & withheld) === withheld;
    }),
  );
}

/** In a directory that this function made closed, or closed before. */
function liesInClosed({ first }: FilePair, withheld: number, { analysis, fn }: Context): boolean {
  for (const event of analysis.eventsOf(fn)) {
    if (event.key.length === 0 || !first.key.startsWith(`${event.key}/`) || event.at.at >= first.at.at) continue;
    const { mode } = event.data;
    if (mode === null || mode === undefined) continue;
    if (event.event === 'mkdir' ? (mode & withheld) === 0 : event.event === 'restrict' && (mode & 0o005) === 0) return true;
  }
  return false;
}

function reportOf(pair: FilePair, { node, source, analysis }: Context): Report {
  const { first: made, second: restrict } = pair;
  const directory = made.event === 'mkdir';
  const at = node(made.at);
  const path = node(made.at === made.origin ? made.on.at : made.at.at);
  const between = source.text.slice(at.start, Math.min(node(restrict.at).end, at.start + 2000));
  const secret = soundsSecret(made.key) || soundsSecret(path.text) || soundsSecret(between) || /\.(?:ssh|gnupg)\b/.test(made.key);
  return {
    at,
    confidence: secret ? 'high' : 'medium',
    ...(secret ? {} : { vector: ORDINARY }),
    message: directory
      ? 'The directory is made open to others and closed only afterwards: in between, anybody can enter it and keep a file open.'
      : 'The file is written with the default mode and restricted only afterwards: in between, every user of the machine can open it.',
    remediation: directory
      ? 'Make it closed at once: `os.mkdir(path, 0o700)` (of `os.makedirs` only the last directory gets the mode).'
      : 'Create it with its mode: `open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")`, or set `os.umask(0o077)` before.',
    trace: [
      { at, text: `${quoted(path)} is made with the default mode` },
      { at: node(restrict.at), text: 'and closed to others only here' },
    ],
    ...fixOf(pair, node, analysis.program.nameOf(made.at)),
  };
}

function fixOf({ first: made }: FilePair, node: Context['node'], name: string | null): Pick<Report, 'fix'> {
  const call = node(made.at);
  const { positional } = python.argumentsOf(call);
  const [path, mode] = positional;
  if (name !== 'builtins.open' || !path || !mode || !/^["']wb?["']$/.test(mode.text)) return {};
  const os = python.readScopes(node(0)).imports.get('os');
  if (os !== 'os' || made.at !== made.origin || made.on.at !== path.index) return {};
  return {
    fix: {
      description: 'A file that is new is created with mode 600; one that exists keeps its mode until it is changed as before.',
      edits: [{ start: path.start, end: path.end, newText: `os.open(${path.text}, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)` }],
    },
  };
}
